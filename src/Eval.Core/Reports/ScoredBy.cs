using Eval.Core.Metrics;
using Eval.Core.Running;

namespace Eval.Core.Reports;

/// <summary>What a sample was worth.</summary>
public enum SampleWorth
{
    /// <summary>Nothing says right or wrong.</summary>
    Unjudged,

    /// <summary>Right.</summary>
    Right,

    /// <summary>Something between wrong and right.</summary>
    Partial,

    /// <summary>Wrong; so are refused, cut and unreadable answers, where anything is judged right or wrong.</summary>
    Wrong,

    /// <summary>No score, for a reason that is not the model's: see its outcome.</summary>
    Missing,
}

/// <summary>The measure that says of each sample of a cell whether it is right.</summary>
/// <param name="MetricId">The metric.</param>
/// <param name="Measure">Its measure in each sample, 0 (wrong) to 1 (right).</param>
public sealed record ScoredBy(string MetricId, string Measure)
{
    /// <summary>The first metric of a cell that is a share of right answers and has one measure a sample; null where nothing is right or wrong.</summary>
    public static ScoredBy? Of(StoredCell cell) =>
        (cell.Metrics.Count > 0 ? cell.Metrics : [.. cell.Estimates.Select(e => e.MetricId)])
            .Where(MetricNames.IsShare).Select(BuiltInMetrics.Find).OfType<IMetric>().Where(m => m.Measures.Count == 1)
            .Select(m => new ScoredBy(m.Id, m.Measures[0])).FirstOrDefault();

    /// <summary>The score of a sample, 0 to 1, or null where it has none.</summary>
    public static double? ScoreOf(ScoredBy? by, SampleResult sample) =>
        by is not null && sample.Outcome.IsScored() ? (sample.Measures.TryGetValue(by.Measure, out var score) ? score : IsFault(sample) ? 0 : null) : null;

    /// <summary>What a sample was worth.</summary>
    /// <param name="by">What says so, or null.</param>
    /// <param name="sample">The sample.</param>
    public static SampleWorth WorthOf(ScoredBy? by, SampleResult sample) => !sample.Outcome.IsScored() ? SampleWorth.Missing : ScoreOf(by, sample) switch
    {
        null => SampleWorth.Unjudged,
        <= 0 => SampleWorth.Wrong,
        >= 1 => SampleWorth.Right,
        _ => SampleWorth.Partial,
    };

    private static bool IsFault(SampleResult sample) => sample.Outcome is SampleOutcome.Refused or SampleOutcome.Truncated or SampleOutcome.Unparsed;
}
