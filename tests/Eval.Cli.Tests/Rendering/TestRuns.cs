using Eval.Core.Metrics;
using Eval.Core.Running;

namespace Eval.Cli.Tests.Rendering;

/// <summary>Stored runs for rendering tests.</summary>
internal static class TestRuns
{
    public static StoredRun ThreeByTwo(string candidatePrefix = "tiny", double coverage = 1) => Of(
    [
        .. new[] { "large", "medium", "small" }.SelectMany((size, i) => new[]
        {
            Cell($"{candidatePrefix}-{size}", "demo-facts", 1200,
                new Estimate { MetricId = "acc", Value = 0.9125 - (0.2 * i), Low = 0.8952 - (0.2 * i), High = 0.9272 - (0.2 * i), IntervalMethod = "wilson", N = (int)(1200 * coverage), Planned = 1200, BoundLow = 0.5, BoundHigh = 0.95 }),
            Cell($"{candidatePrefix}-{size}", "demo-perplexity", 88,
                new Estimate { MetricId = "ppl_token_halfwindow", Value = 4.5123 + i, Low = 4.32 + i, High = 4.71 + i, IntervalMethod = "delta", N = 88, Planned = 88 }),
        }),
    ]);

    public static StoredRun Of(IReadOnlyList<StoredCell> cells, RunStatus status = RunStatus.Finished) => new(
        12, "trial", "abc", status, null, "cli", 17, new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero),
        new DateTimeOffset(2026, 11, 20, 10, 0, 42, TimeSpan.Zero), cells);

    public static StoredCell Cell(string candidate, string suite, int planned, params Estimate[] estimates) => new(
        1, candidate, "local …", suite, "1", "multiple-choice", "d", "h", planned, 1, null, null,
        new Dictionary<SampleOutcome, int> { [SampleOutcome.Completed] = planned }, 123_456, 0, 8_400, 0, null, estimates);
}
