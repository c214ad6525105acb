using System.Diagnostics;

namespace Eval.Benchmarks.Measuring;

/// <summary>
/// Times two ways of doing the same, turn about, so that whatever else the machine does hits both. Each round gives one ratio; the median
/// of the ratios is reported with the smallest and the largest.
/// </summary>
internal static class PairedRounds
{
    /// <param name="rounds">Rounds after one that warms up and is not counted.</param>
    /// <param name="ours">Our way; returns the result, for comparing.</param>
    /// <param name="theirs">The other way.</param>
    public static async Task<PairedTimes> MeasureAsync(int rounds, Func<Task<double>> ours, Func<Task<double>> theirs)
    {
        var laps = new List<(Lap Ours, Lap Theirs)>();
        for (var round = 0; round <= rounds; round++)
        {
            Lap first, second;
            if (round % 2 == 0)
            {
                first = await TimeAsync(ours);
                second = await TimeAsync(theirs);
            }
            else
            {
                second = await TimeAsync(theirs);
                first = await TimeAsync(ours);
            }

            if (round > 0)
            {
                laps.Add((first, second));
            }
        }

        return new PairedTimes([.. laps.Select(l => l.Ours)], [.. laps.Select(l => l.Theirs)]);
    }

    /// <summary>Times one piece of work.</summary>
    public static async Task<Lap> TimeAsync(Func<Task<double>> work)
    {
        var before = ProcessorTime.Now();
        var watch = Stopwatch.StartNew();
        var value = await work();
        var seconds = watch.Elapsed.TotalSeconds;
        return new Lap(seconds, (ProcessorTime.Now() - before).TotalSeconds, value);
    }
}
