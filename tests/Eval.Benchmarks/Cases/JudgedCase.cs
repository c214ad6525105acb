using System.Globalization;
using Eval.Benchmarks.Hosted;
using Eval.Benchmarks.Measuring;

namespace Eval.Benchmarks.Cases;

/// <summary>
/// Judging by a rubric against an endpoint with a known delay: stored answers judged again, and candidate and judge asked in one run, each against
/// calls × delay / concurrency. Candidate and judge share the endpoint, and so its limit of calls at once.
/// </summary>
internal static class JudgedCase
{
    private const double DelayMs = 50;
    private const int Concurrency = 64;

    public static async Task MeasureAsync(TextWriter output, int answers, int rounds)
    {
        await using var endpoint = await EndpointProcess.StartAsync(DelayMs, ledgerEntries: 1, "--answers", "fixed:It names the cause and no more. [RESULT] 4");
        await using var run = new JudgedRun(endpoint.Address, Concurrency, answers);
        var (both, again) = (new List<Lap>(), new List<Lap>());
        for (var round = 0; round <= rounds; round++)
        {
            // The first round warms both sides up.
            var asked = await run.AskAsync();
            var rescored = await run.RescoreAsync(1);
            if (round > 0)
            {
                both.Add(asked);
                again.Add(rescored);
            }
        }

        await output.WriteLineAsync($"| {answers:N0} answers, {DelayMs} ms, {Concurrency} at once | wall | / ideal | CPU per call |");
        await output.WriteLineAsync("|---|---|---|---|");
        await output.WriteLineAsync(Row("stored answers judged again", again, answers));
        await output.WriteLineAsync(Row("asked and judged", both, 2 * answers));
        await output.WriteLineAsync();
    }

    private static string Row(string what, List<Lap> laps, int calls)
    {
        var wall = PairedTimes.Median(laps.Select(l => l.Seconds));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {wall:0.00} s | **{wall / (calls * DelayMs / 1000 / Concurrency):0.00}** | **{PairedTimes.Median(laps.Select(l => l.ProcessorSeconds)) * 1000 / calls:0.000} ms** |");
    }
}
