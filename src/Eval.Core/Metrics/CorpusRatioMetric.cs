using Eval.Core.Running;
using Eval.Core.Statistics;

namespace Eval.Core.Metrics;

/// <summary>
/// A metric that is a function of a ratio of two sums over all documents, never a mean of the documents' own values. Interval: BCa bootstrap
/// over documents; beyond <see cref="MostResampled"/> documents by linearisation, where both agree; with one document none.
/// </summary>
public abstract class CorpusRatioMetric : IPairedMetric
{
    /// <summary>Documents up to which the bootstrap is used.</summary>
    public const int MostResampled = 10_000;

    /// <inheritdoc/>
    public abstract string Id { get; }

    /// <inheritdoc/>
    public abstract string Description { get; }

    /// <inheritdoc/>
    public bool HigherIsBetter => false;

    /// <inheritdoc/>
    public MetricFormat Format => MetricFormat.Number;

    /// <inheritdoc/>
    public IReadOnlyList<string> Measures => [MeasureNames.RollingLogLikelihood, Weight];

    /// <inheritdoc/>
    public double Smallest => ScoresAreLogarithms ? double.NegativeInfinity : 0;

    /// <inheritdoc/>
    public double Largest => double.PositiveInfinity;

    /// <inheritdoc/>
    public bool ScoresDocuments => true;

    /// <summary>
    /// True for a perplexity: documents are then compared by its logarithm, on which the corpus' value is a weighted mean of theirs. Default false.
    /// </summary>
    public virtual bool ScoresAreLogarithms => false;

    /// <summary>The measure under the line.</summary>
    protected abstract string Weight { get; }

    /// <summary>The value from Σ log-likelihood / Σ weight; falling or rising throughout.</summary>
    protected abstract double Transform(double ratio);

    /// <summary>The value of a ratio of sums, for a display that has the sums alone.</summary>
    internal double ValueOf(double ratio) => Transform(ratio);

    /// <inheritdoc/>
    public IMetricFold Start(MetricContext context) => new Fold(this, context);

    /// <inheritdoc/>
    public ISampleScore StartSample() => new Document(this);

    private sealed class Document(CorpusRatioMetric metric) : ISampleScore
    {
        private double _logLikelihood;
        private double _weight;

        public void Add(SampleResult answer)
        {
            if (answer.Measures.TryGetValue(MeasureNames.RollingLogLikelihood, out var logLikelihood)
                && answer.Measures.TryGetValue(metric.Weight, out var weight))
            {
                (_logLikelihood, _weight) = (_logLikelihood + logLikelihood, _weight + weight);
            }
        }

        public SampleScore? Finish()
        {
            var value = metric.Transform(_logLikelihood / _weight);
            value = metric.ScoresAreLogarithms ? Math.Log(value) : value;
            return _weight > 0 && double.IsFinite(value) ? new SampleScore(value, _weight) : null;
        }
    }

    private sealed class Fold(CorpusRatioMetric metric, MetricContext context) : IMetricFold
    {
        private readonly RatioOfSums _ratio = new();
        private int _n;

        public void Add(SampleResult sample)
        {
            if (sample.Measures.TryGetValue(MeasureNames.RollingLogLikelihood, out var logLikelihood)
                && sample.Measures.TryGetValue(metric.Weight, out var weight))
            {
                _n++;
                _ratio.Add(context.Clusters.IndexOf(sample), logLikelihood, weight);
            }
        }

        public Estimate Finish(int planned)
        {
            var estimate = new Estimate { MetricId = metric.Id, N = _n, Planned = planned, Confidence = context.Confidence };
            if (_n == 0)
            {
                return estimate with { Note = $"nothing was scored: no sample has the measures {string.Join(", ", metric.Measures)}" };
            }

            if (_ratio.Denominator <= 0)
            {
                return estimate with { Note = $"no value: the texts have no {metric.Weight}" };
            }

            estimate = estimate with { Value = metric.Transform(_ratio.Value), Clusters = _ratio.Clusters };
            return _ratio.Clusters switch
            {
                1 => estimate with { Note = "no interval: one document, nothing to resample" },
                <= MostResampled => Bootstrapped(estimate),
                _ => Linearised(estimate),
            };
        }

        private Estimate Bootstrapped(Estimate estimate)
        {
            var draws = _ratio.Resample(metric.Transform, context.Seed);
            return With(estimate with { StandardError = draws.StandardError }, "bootstrap-documents", draws.BiasCorrected(context.Confidence));
        }

        private Estimate Linearised(Estimate estimate)
        {
            var interval = StudentInterval.Around(_ratio.Value, _ratio.StandardError, _ratio.Clusters - 1, context.Confidence);
            var (a, b) = (metric.Transform(interval.Low), metric.Transform(interval.High));
            return With(
                estimate with { StandardError = Math.Abs(b - a) / (interval.High - interval.Low) * _ratio.StandardError },
                "delta-documents", new(Math.Min(a, b), Math.Max(a, b)));
        }

        private static Estimate With(Estimate estimate, string method, Interval interval) =>
            estimate with { IntervalMethod = method, Low = interval.Low, High = interval.High };
    }
}
