using Eval.Core.Running;
using Eval.Core.Statistics;

namespace Eval.Core.Metrics;

/// <summary>
/// A metric that is a function of sums over all samples (BLEU, chrF, a pooled rate), never a mean of the samples' own values. Interval: BCa
/// bootstrap over samples, or over clusters where samples depend on each other. Beyond <see cref="MostGroups"/> of them, they are put into so many
/// groups, which keeps memory flat and costs the interval no accuracy that could be seen.
/// </summary>
public abstract class SumsMetric : IMetric
{
    /// <summary>Groups that are resampled at most.</summary>
    public const int MostGroups = 2_000;

    /// <inheritdoc/>
    public abstract string Id { get; }

    /// <inheritdoc/>
    public abstract string Description { get; }

    /// <inheritdoc/>
    public virtual bool HigherIsBetter => true;

    /// <inheritdoc/>
    public virtual MetricFormat Format => MetricFormat.Number;

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Measures { get; }

    /// <summary>Numbers that are summed; the number of <see cref="Measures"/> unless a metric makes others of them.</summary>
    protected virtual int Dimensions => Measures.Count;

    /// <summary>Reads a sample's numbers; false where it has none.</summary>
    protected virtual bool TryRead(SampleResult sample, Span<double> numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!sample.Measures.TryGetValue(Measures[i], out numbers[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The value from the sums; NaN where it is not defined.</summary>
    protected abstract double Value(ReadOnlySpan<double> sums);

    /// <inheritdoc/>
    public IMetricFold Start(MetricContext context) => new Fold(this, context);

    private sealed class Fold(SumsMetric metric, MetricContext context) : IMetricFold
    {
        private readonly int _size = metric.Dimensions;
        private readonly Dictionary<int, double[]> _groups = [];
        private readonly double[] _numbers = new double[metric.Dimensions];
        private int _n;

        public void Add(SampleResult sample)
        {
            if (!metric.TryRead(sample, _numbers))
            {
                return;
            }

            var index = (context.Clusters.Dependent ? context.Clusters.IndexOf(sample) : _n) % MostGroups;
            if (!_groups.TryGetValue(index, out var sums))
            {
                _groups[index] = sums = new double[_size];
            }

            for (var i = 0; i < _size; i++)
            {
                sums[i] += _numbers[i];
            }

            _n++;
        }

        public Estimate Finish(int planned)
        {
            var estimate = new Estimate { MetricId = metric.Id, N = _n, Planned = planned, Confidence = context.Confidence };
            if (_n == 0)
            {
                return estimate with { Note = $"nothing was scored: no sample has the measures of {metric.Id}" };
            }

            var rows = _groups.Values.ToArray();
            var value = metric.Value(Total(rows));
            if (!double.IsFinite(value))
            {
                return estimate with { Note = "no value: it is not defined for these answers" };
            }

            estimate = estimate with { Value = value, Clusters = context.Clusters.Dependent ? rows.Length : null };
            if (rows.Length == 1)
            {
                return estimate with { Note = "no interval: one sample or cluster, nothing to resample" };
            }

            double[][] columns = [.. Enumerable.Range(0, _size).Select(i => Array.ConvertAll(rows, row => row[i]))];
            var draws = Bootstrap.OfSums(columns, metric.Value, context.Seed);
            var interval = draws.BiasCorrected(context.Confidence);
            return estimate with
            {
                StandardError = draws.StandardError,
                IntervalMethod = "bootstrap-samples",
                Low = Math.Min(interval.Low, value),
                High = Math.Max(interval.High, value),
            };
        }

        private double[] Total(double[][] rows)
        {
            var total = new double[_size];
            foreach (var row in rows)
            {
                for (var i = 0; i < total.Length; i++)
                {
                    total[i] += row[i];
                }
            }

            return total;
        }
    }
}
