using Eval.Cli.Tests.Progress;
using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Cli.Tests.Commands;

/// <summary>A database with one run, written through the real store.</summary>
internal static class TestDatabase
{
    public const string HostileAnswer = "ok\e[2J\e]0;owned\a [red]no markup[/] \u202etxt";

    /// <summary>Two candidates on one suite: 10 samples each, of which 3 are wrong, one is a provider error, the rest right.</summary>
    public static async Task<long> WriteAsync(string path, RunStatus status = RunStatus.Finished)
    {
        await using var database = await EvalDatabase.OpenAsync(path, OpenMode.ReadWrite, CancellationToken.None);
        var plan = TestPlans.Of([TestPlans.Cell("alpha", "facts", 10), TestPlans.Cell("beta", "facts", 10)]) with { Name = "nightly" };
        var run = await database.Runs.CreateAsync(plan, CancellationToken.None);
        await using var lease = await database.Runs.AcquireAsync(run.Id, CancellationToken.None);
        foreach (var cell in run.CellIds.Values)
        {
            await database.Runs.AppendAsync([.. Enumerable.Range(0, 10).Select(i => new CellResult(cell, Sample(i)))], CancellationToken.None);
            await database.Runs.SaveEstimatesAsync(
                cell,
                [
                    new Estimate { MetricId = "acc", Value = 6.0 / 9, Low = 0.35, High = 0.88, IntervalMethod = "wilson", N = 9, Planned = 10, BoundLow = 0.6, BoundHigh = 0.7 },
                    new Estimate { MetricId = "acc", Slice = "topic=colours", Value = 0.5, Low = 0.1, High = 0.9, N = 4, Planned = 5 },
                ],
                CancellationToken.None);
        }

        await database.Runs.FinishAsync(run.Id, status, null, CancellationToken.None);
        return run.Id;
    }

    private static SampleResult Sample(int i) => new()
    {
        Ordinal = i,
        SampleId = $"fact-{i}",
        Outcome = i == 9 ? SampleOutcome.ProviderError : SampleOutcome.Completed,
        Reason = i == 9 ? "HTTP 500" : null,
        Measures = i == 9 ? new Dictionary<string, double>() : new Dictionary<string, double> { ["acc"] = i < 3 ? 0 : 1 },
        Prompt = $"Question {i}\n" + string.Join('\n', Enumerable.Range(0, 12).Select(l => $"line {l}")),
        Answer = i == 0 ? HostileAnswer : $"answer {i}",
        Target = "right",
        Slices = new Dictionary<string, string> { ["topic"] = i % 2 == 0 ? "colours" : "sums" },
        InputTokens = 100,
        DurationMs = 5,
    };
}
