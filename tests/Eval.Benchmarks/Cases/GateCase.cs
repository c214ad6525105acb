using Eval.Benchmarks.Measuring;
using Eval.Core.Statistics;

namespace Eval.Benchmarks.Cases;

/// <summary>
/// A paired gate on many shared samples: difference, standard error and limits, and a bootstrap of the difference with its corrected interval;
/// against a bootstrap that draws sample by sample on as many threads.
/// </summary>
internal static class GateCase
{
    private const int Samples = 100_000;
    private const int Draws = 10_000;
    private const int Seed = 17;

    public static async Task MeasureAsync(ResultTable table, int rounds)
    {
        var random = SeededRandom.For(Seed, "gate");
        var old = new double[Samples];
        var @new = new double[Samples];
        var clusters = new int[Samples];
        for (var i = 0; i < Samples; i++)
        {
            old[i] = random.NextDouble();
            @new[i] = Math.Clamp(old[i] + (0.2 * (random.NextDouble() - 0.48)), 0, 1);
            clusters[i] = i / 8;
        }

        await MeasureAsync(table, rounds, "", old, @new, []);
        await MeasureAsync(table, rounds, $" in {(Samples + 7) / 8:N0} clusters", old, @new, clusters);
    }

    private static async Task MeasureAsync(ResultTable table, int rounds, string clustered, double[] old, double[] @new, int[] clusters)
    {
        var times = await PairedRounds.MeasureAsync(
            rounds, () => Task.FromResult(Ours(old, @new, clusters)), () => Task.FromResult(SampleBySample(old, @new, clusters)));
        table.Add(
            $"paired gate, {Samples:N0} shared samples{clustered}, {Draws:N0} draws", "drawing one by one, all threads", times,
            "our wall time below 1 s", "bootstrap's standard error · 10⁶");
    }

    private static double Ours(double[] old, double[] @new, int[] clusters)
    {
        var difference = PairedDifference.Of(old, @new, [], clusters, 0.95);
        var draws = Bootstrap.OfPairedDifference(old, @new, [], clusters, Seed, Draws);
        var interval = draws.BiasCorrected(0.9);
        return interval.Contains(difference.Difference) ? draws.StandardError * 1e6 : double.NaN;
    }

    private static double SampleBySample(double[] old, double[] @new, int[] clusters)
    {
        var units = clusters.Length == 0 ? old.Length : clusters[^1] + 1;
        var (sums, sizes, values) = (new double[units], new double[units], new double[Draws]);
        for (var i = 0; i < old.Length; i++)
        {
            var unit = clusters.Length == 0 ? i : clusters[i];
            (sums[unit], sizes[unit]) = (sums[unit] + @new[i] - old[i], sizes[unit] + 1);
        }

        Parallel.For(0, Draws, draw =>
        {
            var random = new SeededRandom((ulong)draw);
            var (sum, size) = (0.0, 0.0);
            for (var i = 0; i < units; i++)
            {
                var unit = random.Next(units);
                (sum, size) = (sum + sums[unit], size + sizes[unit]);
            }

            values[draw] = sum / size;
        });
        return Moments.StandardDeviationOf(values) * 1e6;
    }
}
