using Eval.Core.Statistics;
using Eval.Core.Suites.Kinds.Speed;

namespace Eval.Core.Metrics.Speed;

/// <summary>
/// A statistic over the requests of a load. Percentiles (linear interpolation) are refused where the sample cannot carry an interval for them.
/// Intervals: order statistics for percentiles of one number a request; for gaps, of which a request has many, a bootstrap over requests; for
/// means a bootstrap over blocks of neighbours in time, which resemble each other.
/// </summary>
public sealed class RequestStatistic : SpeedMetric
{
    private readonly SpeedQuantity _quantity;
    private readonly string _statistic;
    private readonly double? _p;

    private RequestStatistic(SpeedQuantity quantity, string statistic, double? p) => (_quantity, _statistic, _p) = (quantity, statistic, p);

    /// <summary>Every statistic of every quantity.</summary>
    internal static IEnumerable<RequestStatistic> All() =>
        from quantity in SpeedQuantity.All
        from statistic in new (string Name, double? P)[] { ("mean", null), ("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("best", null), ("worst", null) }
        select new RequestStatistic(quantity, statistic.Name, statistic.P);

    /// <inheritdoc/>
    public override string Id => $"{_quantity.Name}_{_statistic}";

    /// <inheritdoc/>
    public override string Description => $"{_statistic}: {_quantity.Description}";

    /// <inheritdoc/>
    public override bool HigherIsBetter => _quantity.HigherIsBetter;

    /// <inheritdoc/>
    public override MetricFormat Format => _quantity.Format;

    /// <inheritdoc/>
    protected override Estimate Compute(IReadOnlyList<MeasuredLoad> loads, Estimate start, MetricContext context)
    {
        var requests = loads[0].Answered.Select(t => _quantity.Values(t).ToArray()).Where(v => v.Length > 0).ToList();
        var values = requests.SelectMany(v => v).ToArray();
        start = start with { N = requests.Count };
        if (values.Length == 0)
        {
            return start with { Note = "no request has it: nothing was answered, or too little of it (tokens are the endpoint's own count)" };
        }

        var estimate = _p is { } p ? Percentile(p, values, requests, start, context) : _statistic == "mean" ? Mean(requests, start, context) : Extreme(values, start);
        return _quantity.Name == "itl_genaiperf" && loads[0].Answered.Any(ChunkTokens.AreShared)
            ? estimate with { Note = Joined(estimate.Note, "tokens of a piece by its share of the bytes") }
            : estimate;
    }

    private Estimate Percentile(double p, double[] values, List<double[]> requests, Estimate start, MetricContext context)
    {
        var needed = OrderStatistics.NeededFor(p, context.Confidence);
        if (values.Length < needed || requests.Count < 2)
        {
            var what = _quantity.IsMany ? "gaps" : "requests";
            return start with { Note = $"refused: {_statistic} needs {needed} {what}, there are {values.Length}" };
        }

        Array.Sort(values);
        start = start with { Value = Quantile.OfSorted(values, p) };
        if (!_quantity.IsMany)
        {
            var around = OrderStatistics.Around(values, p, context.Confidence)!.Value;
            return start with { IntervalMethod = "order-statistics", Low = around.Low, High = around.High };
        }

        var draws = Bootstrap.Run(requests.Count, counts => Resampled(requests, counts, p), context.Seed, 500);
        var interval = draws.Percentile(context.Confidence);
        return start with { IntervalMethod = "bootstrap-requests", Low = interval.Low, High = interval.High, StandardError = draws.StandardError };
    }

    private static double Resampled(List<double[]> requests, ReadOnlySpan<int> counts, double p)
    {
        var drawn = new List<double>();
        for (var i = 0; i < counts.Length; i++)
        {
            for (var n = 0; n < counts[i]; n++)
            {
                drawn.AddRange(requests[i]);
            }
        }

        var sorted = drawn.ToArray();
        Array.Sort(sorted);
        return Quantile.OfSorted(sorted, p);
    }

    private static Estimate Mean(List<double[]> requests, Estimate start, MetricContext context)
    {
        var sums = requests.Select(v => (Sum: v.Sum(), Count: (double)v.Length)).ToArray();
        start = start with { Value = sums.Sum(s => s.Sum) / sums.Sum(s => s.Count) };

        // Blocks of n^(1/3) neighbours: the length that fades with the dependence (Künsch 1989).
        var blocks = sums.Chunk((int)Math.Ceiling(Math.Cbrt(sums.Length))).Select(b => (Sum: b.Sum(s => s.Sum), Count: b.Sum(s => s.Count))).ToArray();
        if (blocks.Length < 2)
        {
            return start with { Note = "no interval: too few requests to resample" };
        }

        var draws = Bootstrap.Run(blocks.Length, counts => Ratio(blocks, counts), context.Seed);
        var interval = draws.Percentile(context.Confidence);
        return start with { IntervalMethod = "bootstrap-time-blocks", Low = interval.Low, High = interval.High, StandardError = draws.StandardError };
    }

    private static double Ratio((double Sum, double Count)[] blocks, ReadOnlySpan<int> counts)
    {
        double sum = 0, count = 0;
        for (var i = 0; i < blocks.Length; i++)
        {
            sum += counts[i] * blocks[i].Sum;
            count += counts[i] * blocks[i].Count;
        }

        return sum / count;
    }

    private Estimate Extreme(double[] values, Estimate start) => start with
    {
        Value = (_statistic == "best") == HigherIsBetter ? values.Max() : values.Min(),
        Note = "no interval: an extreme has none",
    };

    private static string Joined(string? note, string more) => note is null ? more : $"{note}; {more}";
}
