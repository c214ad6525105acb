using Eval.Core.Suites.Kinds.Speed;

namespace Eval.Core.Metrics.Speed;

/// <summary>What comparing all loads of a suite says: the most that the system gives, and the load at which it should be run.</summary>
public sealed class SweepFigure : SpeedMetric
{
    private readonly Func<IReadOnlyList<MeasuredLoad>, (LoadPoint? Point, string Nothing)> _choose;
    private readonly Func<LoadPoint, double?> _value;

    private SweepFigure(
        string id, string description, MetricFormat format, Func<IReadOnlyList<MeasuredLoad>, (LoadPoint? Point, string Nothing)> choose, Func<LoadPoint, double?> value) =>
        (Id, Description, Format, _choose, _value) = (id, description, format, choose, value);

    /// <summary>All of them.</summary>
    internal static IEnumerable<SweepFigure> All() =>
    [
        new("peak_tps", "most output tokens per second of the system under any load of the sweep", MetricFormat.TokensPerSecond, Peak, p => p.TokensPerSecond),
        new("knee_tps", "output tokens per second of the system at the knee of the sweep (Kneedle)", MetricFormat.TokensPerSecond, Knee, p => p.TokensPerSecond),
        new("knee_in_flight", "requests under way at the knee of the sweep (Kneedle)", MetricFormat.Number, Knee, p => p.InFlight),
        new("max_goodput", "most requests within the objective per second, of the loads that the system bears", MetricFormat.RequestsPerSecond, Borne, p => p.Goodput),
        new("tps_at_slo", "output tokens per second of the system at the load with the most goodput that it bears", MetricFormat.TokensPerSecond, Borne, p => p.TokensPerSecond),
    ];

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override MetricFormat Format { get; }

    /// <inheritdoc/>
    public override bool HasSlices => false;

    /// <inheritdoc/>
    protected override Estimate Compute(IReadOnlyList<MeasuredLoad> loads, Estimate start, MetricContext context)
    {
        var (point, nothing) = _choose(loads);
        return point is { } found && _value(found) is { } value
            ? start with { Value = value, Note = $"at {found.Name}; no interval: chosen among {loads.Count} loads" }
            : start with { Note = nothing };
    }

    private static (LoadPoint? Point, string Nothing) Peak(IReadOnlyList<MeasuredLoad> loads)
    {
        var points = Points(loads);
        return (points.Count == 0 ? null : points.MaxBy(p => p.TokensPerSecond), "nothing was answered");
    }

    private static (LoadPoint? Point, string Nothing) Knee(IReadOnlyList<MeasuredLoad> loads) =>
        (LoadSweep.Knee(Points(loads)), loads.Count < 3 ? "a knee needs three loads or more" : "the curve has no knee: more load brought more at the same rate to the end");

    private static (LoadPoint? Point, string Nothing) Borne(IReadOnlyList<MeasuredLoad> loads)
    {
        var share = loads[0].Load.ObjectiveShare;
        return (LoadSweep.MostGoodput(Points(loads), share),
            loads[0].Load.Objective is null ? "the suite sets no objective (slo)" : $"no load of the sweep is borne: under each, less than {share * 100:0.#} % of the requests are within the objective");
    }

    private static List<LoadPoint> Points(IReadOnlyList<MeasuredLoad> loads) =>
    [
        .. from load in loads
           let totals = load.Totals
           where totals is { TokenThroughput: not null, InFlight: not null }
           select new LoadPoint(load.Load.Name, totals.InFlight!.Value, totals.TokenThroughput!.Value, totals.Goodput, totals.GoodShare),
    ];
}
