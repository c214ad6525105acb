using Eval.Core.Statistics;

namespace Eval.Core.Metrics.Speed;

/// <summary>A share of the requests of a load, failed ones in the denominator where it says so. Interval: Wilson.</summary>
public sealed class LoadShare : SpeedMetric
{
    private readonly Func<MeasuredLoad, IEnumerable<bool>> _of;
    private readonly string _nothing;

    private LoadShare(string id, string description, bool higherIsBetter, Func<MeasuredLoad, IEnumerable<bool>> of, string nothing = "nothing was answered") =>
        (Id, Description, HigherIsBetter, _of, _nothing) = (id, description, higherIsBetter, of, nothing);

    /// <summary>All of them.</summary>
    internal static IEnumerable<LoadShare> All() =>
    [
        new("good_share_aiperf", "share of requests within the objective by AIPerf, failed ones in the denominator", true, l => l.Load.Objective is { } o ? l.Traces.Select(o.HoldsByAiperf) : [], "the suite sets no objective (slo)"),
        new("error_rate", "share of requests that failed after all attempts", false, l => l.Traces.Select(t => !t.IsAnswered)),
        new("retry_rate", "share of requests that took more than one attempt, whether answered in the end or not", false, l => l.Traces.Select(t => t.Attempts > 1)),
        new("length_met", "share of answers with at least 95 % of the tokens that they should have: nobody buys speed by saying less", true, l => l.Load.OutputTokens is { } wanted ? l.Answered.Select(t => t.OutputTokens >= 0.95 * wanted) : [], "the suite sets no length (outputTokens)"),
        new("repeat_exact", "share of answers that repeat the text just as often as asked", true, l => l.Answered.Select(t => t.IsExact).OfType<bool>(), "no load asks to repeat a text"),
    ];

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override bool HigherIsBetter { get; }

    /// <inheritdoc/>
    public override MetricFormat Format => MetricFormat.Share;

    /// <inheritdoc/>
    protected override Estimate Compute(IReadOnlyList<MeasuredLoad> loads, Estimate start, MetricContext context)
    {
        var cases = _of(loads[0]).ToList();
        if (cases.Count == 0)
        {
            return start with { Note = _nothing };
        }

        var hits = cases.Count(c => c);
        var interval = Wilson.Interval(hits, cases.Count, context.Confidence);
        return start with { N = cases.Count, Planned = Math.Max(cases.Count, start.Planned), Value = (double)hits / cases.Count, IntervalMethod = "wilson", Low = interval.Low, High = interval.High };
    }
}
