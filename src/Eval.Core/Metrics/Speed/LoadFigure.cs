using Eval.Core.Suites.Kinds.Speed;

namespace Eval.Core.Metrics.Speed;

/// <summary>One figure of a load as a whole that is read off, not sampled, and so has no interval.</summary>
public sealed class LoadFigure : SpeedMetric
{
    private readonly Func<MeasuredLoad, double?> _value;
    private readonly string _nothing;

    private LoadFigure(string id, string description, MetricFormat format, Func<MeasuredLoad, double?> value, string nothing, bool higherIsBetter = false) =>
        (Id, Description, Format, _value, _nothing, HigherIsBetter) = (id, description, format, value, nothing, higherIsBetter);

    /// <summary>All of them.</summary>
    internal static IEnumerable<LoadFigure> All() =>
    [
        new("in_flight", "requests under way at the same time on average (Little's law)", MetricFormat.Number, l => l.Totals.InFlight, "nothing was sent", higherIsBetter: true),
        new("cached_input_share", "share of the tokens read that the provider served from its prompt cache", MetricFormat.Share, l => CachedShare(l.Answered), "the endpoint does not count the tokens it reads"),
        new("client_lag_p50", "how late this program's own work ran during the load, median", MetricFormat.Milliseconds, l => l.Load.Lag?.P50, "it was not looked"),
        new("client_lag_p99", "how late this program's own work ran during the load, 99th percentile of regular looks", MetricFormat.Milliseconds, l => l.Load.Lag?.P99, "it was not looked"),
        new("model_bytes", "size of the local model's file", MetricFormat.Bytes, l => l.Load.Footprint?.FileBytes, "no local model"),
        new("memory_bytes", "most memory that the local model's process held", MetricFormat.Bytes, l => l.Load.Footprint?.PeakBytes, "no local model, or the system does not tell"),
        new("load_ms", "time from starting the local model's process to the loaded model", MetricFormat.Milliseconds, l => l.Load.Footprint?.LoadMs, "no local model"),
    ];

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override bool HigherIsBetter { get; }

    /// <inheritdoc/>
    public override MetricFormat Format { get; }

    /// <inheritdoc/>
    protected override Estimate Compute(IReadOnlyList<MeasuredLoad> loads, Estimate start, MetricContext context) =>
        _value(loads[0]) is { } value ? start with { Value = value, Note = "no interval: read off, not sampled" } : start with { Note = _nothing };

    private static double? CachedShare(IReadOnlyList<RequestTrace> answered) =>
        answered.Sum(t => t.InputTokens) is > 0 and var read ? (double)answered.Sum(t => t.CachedInputTokens) / read : null;
}
