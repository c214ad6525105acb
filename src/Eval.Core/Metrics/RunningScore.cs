using Eval.Core.Running;
using Eval.Core.Statistics;

namespace Eval.Core.Metrics;

/// <summary>
/// A suite's first metric over the samples so far, for the display alone, from a few sums: shares with their interval, perplexities of a
/// corpus without one (its documents would have to be kept). Metrics of another form have none.
/// </summary>
internal sealed class RunningScore(string? metricId)
{
    private readonly IMetric? _metric = metricId is null ? null : BuiltInMetrics.Find(metricId);
    private double _over;
    private double _under;

    /// <summary>Takes a committed sample.</summary>
    public void Add(SampleResult result)
    {
        var (over, under) = _metric switch
        {
            CorpusRatioMetric => (Measure(result, MeasureNames.RollingLogLikelihood), Measure(result, _metric.Measures[1])),
            TokenPerplexity => (Measure(result, MeasureNames.HalfLogLikelihood), Measure(result, MeasureNames.HalfTokens)),
            { Format: MetricFormat.Share, Measures: [var only] } when only == _metric.Id => (Measure(result, only), 1),
            _ => (null, null),
        };
        if (result.Outcome.IsScored() && over is { } a && under is { } b)
        {
            (_over, _under) = (_over + a, _under + b);
        }
    }

    /// <summary>The value so far with its 95 % interval; null where there is none.</summary>
    public (double Value, double? Low, double? High)? Now()
    {
        if (_under == 0)
        {
            return null;
        }

        switch (_metric)
        {
            case CorpusRatioMetric ratio:
                return (ratio.ValueOf(_over / _under), null, null);
            case TokenPerplexity:
                return (Math.Exp(-_over / _under), null, null);
            default:
                var (low, high) = Wilson.Interval(_over, _under, 0.95);
                return (_over / _under, low, high);
        }
    }

    private static double? Measure(SampleResult result, string name) => result.Measures.TryGetValue(name, out var value) ? value : null;
}
