using System.Runtime.CompilerServices;
using System.Text;
using Eval.Core.Metrics;
using Eval.Core.Reports;
using Eval.Core.Running;

namespace Eval.Core.Tests.Reports;

/// <summary>Runs that are held in memory, for tests of reports.</summary>
internal static class ReportRuns
{
    public const string Hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'`&\u202e\e[31m =1+1";

    public static readonly DateTimeOffset At = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A run of candidates on one suite of right and wrong answers, with an interval.</summary>
    public static ReportedRun Of(IReadOnlyList<string> candidates, int samples, Func<int, int, SampleResult> sample, int epochs = 1)
    {
        var cells = candidates.Select((c, i) => Cell(i + 1, c, samples, epochs)).ToList();
        var results = cells.ToDictionary(c => c.Id, c => (Func<int, SampleResult>)(i => sample((int)c.Id - 1, i)));
        return Of(cells.ConvertAll(c => c with
        {
            Outcomes = Enumerable.Range(0, samples).GroupBy(i => results[c.Id](i).Outcome).ToDictionary(g => g.Key, g => g.Count()),
        }), results, samples);
    }

    /// <summary>Two candidates, ten samples each: three wrong, one failed, the others right.</summary>
    public static ReportedRun Small() => Of(["alpha", "beta"], 10, (candidate, i) => Answer(i, i == 9 ? null : i < 3 ? 0 : 1, $"answer {i} of {candidate}"));

    public static SampleResult Answer(int i, double? score, string answer) => new()
    {
        Ordinal = i,
        SampleId = $"fact-{i}",
        Outcome = score is null ? SampleOutcome.ProviderError : SampleOutcome.Completed,
        Reason = score is null ? "HTTP 500" : null,
        Measures = score is { } s ? new Dictionary<string, double> { ["acc"] = s } : new Dictionary<string, double>(),
        Prompt = $"Question {i}?",
        Answer = answer,
        Target = "right",
        Slices = new Dictionary<string, string> { ["topic"] = i % 2 == 0 ? "colours" : "sums" },
        InputTokens = 100,
        OutputTokens = 5,
        DurationMs = 12.5,
        CostMicroUsd = 150,
    };

    public static async Task<string> WriteAsync(ReportedRun report, ReportFormat format)
    {
        using var target = new MemoryStream();
        await RunReportWriter.WriteAsync(target, report, format, CancellationToken.None);
        return Encoding.UTF8.GetString(target.ToArray());
    }

    private static ReportedRun Of(IReadOnlyList<StoredCell> cells, Dictionary<long, Func<int, SampleResult>> results, int samples) => new(
        new StoredRun(12, "nightly", "plan", RunStatus.Finished, null, "cli", 17, At.AddMinutes(-5), At.AddMinutes(-4), cells),
        new Source(results, samples),
        At);

    private static StoredCell Cell(long id, string candidate, int samples, int epochs) => new(
        id, candidate, $"local {candidate}", "facts", "1", "multiple-choice", "definition", "data", samples / epochs, epochs, null, null,
        new Dictionary<SampleOutcome, int>(), 1000, 50, 1250, 0, 1500,
        [
            new Estimate { MetricId = "acc", Value = 0.6, Low = 0.5, High = 0.7, IntervalMethod = "wilson", N = samples - 1, Planned = samples, BoundLow = 0.55, BoundHigh = 0.65 },
            new Estimate { MetricId = "acc", Slice = "topic=colours", Value = 0.5, Low = 0.3, High = 0.7, IntervalMethod = "wilson", N = samples / 2, Planned = samples / 2 },
        ])
    {
        Metrics = ["acc"],
    };

    private sealed class Source(Dictionary<long, Func<int, SampleResult>> results, int samples) : ISampleSource
    {
        public async IAsyncEnumerable<SampleResult> ReadSamplesAsync(long cellId, bool texts, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            for (var i = 0; i < samples; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var sample = results[cellId](i);
                yield return texts ? sample : sample with { Prompt = null, Answer = null, Target = null, DetailJson = null };
            }
        }
    }
}
