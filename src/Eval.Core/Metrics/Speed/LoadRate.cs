using Eval.Core.Statistics;
using Eval.Core.Suites.Kinds.Speed;

namespace Eval.Core.Metrics.Speed;

/// <summary>
/// Something that a system does so many times a second under a load: sums over all requests, divided by the load's duration. Interval: the duration
/// is cut into equal windows, of which a bootstrap draws.
/// </summary>
public sealed class LoadRate : SpeedMetric
{
    private readonly Func<LoadTotals, double?> _value;
    private readonly Func<RequestTrace, LoadRecord, IEnumerable<(double AtMs, double Weight)>> _events;
    private readonly bool _needsObjective;

    private LoadRate(
        string id,
        string description,
        MetricFormat format,
        Func<LoadTotals, double?> value,
        Func<RequestTrace, LoadRecord, IEnumerable<(double AtMs, double Weight)>> events,
        bool needsObjective = false) =>
        (Id, Description, Format, _value, _events, _needsObjective) = (id, description, format, value, events, needsObjective);

    /// <summary>All of them.</summary>
    internal static IEnumerable<LoadRate> All() =>
    [
        new("tps_system_aiperf", "output tokens per second of the system by AIPerf: from the first request to the last response", MetricFormat.TokensPerSecond, t => t.TokenThroughput, Tokens),
        new("tps_system_vllm", "output tokens per second of the system by vLLM: over the wall time, failed requests' time included", MetricFormat.TokensPerSecond, t => t.WallTokenThroughput, Tokens),
        new("tps_system_llmperf", "output tokens per second of the system by llmperf: over the test time, failed requests dropped", MetricFormat.TokensPerSecond, t => t.WallTokenThroughput, Tokens),
        new("rps_aiperf", "answered requests per second by AIPerf", MetricFormat.RequestsPerSecond, t => t.RequestThroughput, (t, _) => [(t.EndMs, 1)]),
        new("goodput_vllm", "requests within the objective per second of wall time by vLLM", MetricFormat.RequestsPerSecond, t => t.WallGoodput, (t, l) => l.Objective?.HoldsByVllm(t) == true ? [(t.EndMs, 1)] : [], needsObjective: true),
        new("goodput_aiperf", "requests within the objective per second by AIPerf", MetricFormat.RequestsPerSecond, t => t.Goodput, (t, l) => l.Objective?.HoldsByAiperf(t) == true ? [(t.EndMs, 1)] : [], needsObjective: true),
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
    protected override Estimate Compute(IReadOnlyList<MeasuredLoad> loads, Estimate start, MetricContext context)
    {
        var load = loads[0];
        if (_value(load.Totals) is not { } value)
        {
            return start with { Note = _needsObjective && load.Load.Objective is null ? "the suite sets no objective (slo)" : "nothing was answered" };
        }

        start = start with { Value = value };
        var windows = Math.Min(20, load.Answered.Count / 2);
        if (windows < 4 || value <= 0)
        {
            return start with { Note = "no interval: too few requests to resample" };
        }

        var counts = Windows(load, windows);
        var total = counts.Sum();
        var draws = Bootstrap.Run(windows, drawn => value * Drawn(counts, drawn) / total, context.Seed);
        var interval = draws.Percentile(context.Confidence);
        return start with { IntervalMethod = "bootstrap-time-windows", Low = interval.Low, High = interval.High, StandardError = draws.StandardError };
    }

    private double[] Windows(MeasuredLoad load, int windows)
    {
        var (from, to) = (load.Traces.Min(t => t.SentMs), load.Answered.Max(t => t.EndMs));
        var counts = new double[windows];
        foreach (var (at, weight) in load.Answered.SelectMany(t => _events(t, load.Load)))
        {
            counts[Math.Clamp((int)((at - from) / (to - from) * windows), 0, windows - 1)] += weight;
        }

        return counts;
    }

    private static double Drawn(double[] counts, ReadOnlySpan<int> drawn)
    {
        var sum = 0.0;
        for (var i = 0; i < counts.Length; i++)
        {
            sum += counts[i] * drawn[i];
        }

        return sum;
    }

    private static IEnumerable<(double AtMs, double Weight)> Tokens(RequestTrace trace, LoadRecord load)
    {
        var tokens = ChunkTokens.Of(trace);
        return tokens.Count == 0 ? [] : trace.Events.Where(ServingTimes.HasText).Zip(tokens, (e, n) => (e.AtMs, n));
    }
}
