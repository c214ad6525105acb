using Eval.Core.Running;
using Eval.Core.Statistics;

namespace Eval.Core.Metrics;

/// <summary>
/// Mean over samples. Independent rates: Wilson; independent means: t. Where samples depend on each other (clusters, epochs): the cluster-robust
/// error, for rates by Wilson with as many independent samples as have that error, for means by t with clusters − 1 degrees of freedom; every
/// repetition counts, and repetitions of one sample are one cluster.
/// Constant memory for independent samples, else a few numbers per cluster.
/// </summary>
internal sealed class SampleMeanFold(SampleMeanMetric metric, MetricContext context) : IMetricFold
{
    private readonly Moments _moments = new();
    private readonly ClusteredMean? _clusters = context.Clusters.Dependent ? new ClusteredMean() : null;
    private double _sum;
    private bool _isRate = true;
    private int _others;

    // A metric of another tool has no known bounds; where every score is 0 or 1 it is a rate all the same.
    private bool IsRate => _isRate
        && (metric is { Smallest: 0, Largest: 1 } || metric is { Smallest: double.NegativeInfinity, Largest: double.PositiveInfinity });

    public void Add(SampleResult sample)
    {
        if (metric.ScoreOf(sample) is not { } value)
        {
            AddUnscored(sample);
            return;
        }

        _moments.Add(value);
        _clusters?.Add(context.Clusters.IndexOf(sample), value);
        _sum += value;
        _isRate &= value is 0 or 1;
    }

    public void AddUnscored(SampleResult sample) => _others += sample.NotScoredBy.Contains(metric.Id) ? 1 : 0;

    public Estimate Finish(int planned)
    {
        var n = _moments.Count;
        planned = Math.Max(n, planned - _others);
        var estimate = new Estimate { MetricId = metric.Id, N = n, Planned = planned, Confidence = context.Confidence };
        if (n == 0)
        {
            return estimate with { Note = $"nothing was scored: no sample has the measure {metric.Id}" };
        }

        // The sum of zeroes and ones is exact, the running mean is not.
        estimate = WithInterval(estimate with { Value = _sum / n });
        var missing = planned - n;
        return missing <= 0 ? estimate : estimate with
        {
            BoundLow = Bound(missing * metric.Smallest, planned),
            BoundHigh = Bound(missing * metric.Largest, planned),
        };
    }

    private double? Bound(double missing, int planned) => double.IsFinite(missing) ? (_sum + missing) / planned : null;

    private Estimate WithInterval(Estimate estimate)
    {
        if (_clusters is { HasDependence: true } clusters)
        {
            return Clustered(estimate with { Clusters = clusters.Clusters }, clusters);
        }

        var n = _moments.Count;
        double? error = n > 1 ? _moments.StandardError : null;
        if (IsRate)
        {
            return With(estimate with { StandardError = error }, "wilson", Wilson.Interval(_sum, n, context.Confidence));
        }

        return error is { } standardError
            ? With(estimate with { StandardError = error }, "t", StudentInterval.Around(estimate.Value!.Value, standardError, n - 1, context.Confidence))
            : estimate with { Note = "no interval: one sample" };
    }

    private Estimate Clustered(Estimate estimate, ClusteredMean clusters)
    {
        if (clusters.Clusters == 1)
        {
            return estimate with { Note = "no interval: all samples belong to one cluster" };
        }

        var error = clusters.StandardError;
        estimate = estimate with { StandardError = error };
        if (IsRate || (error <= 1e-12 && metric is { Smallest: 0, Largest: 1 }))
        {
            return With(
                estimate, "wilson-clusters",
                Wilson.Clustered(estimate.Value!.Value, error, _moments.Count, clusters.Clusters, context.Confidence));
        }

        return With(
            estimate, "cluster-t", StudentInterval.Around(estimate.Value!.Value, error, clusters.Clusters - 1, context.Confidence));
    }

    private Estimate With(Estimate estimate, string method, Interval interval)
    {
        var clipped = interval.Clip(metric.Smallest, metric.Largest);
        return estimate with { IntervalMethod = method, Low = clipped.Low, High = clipped.High };
    }
}
