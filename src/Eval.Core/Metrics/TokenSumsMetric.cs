using Eval.Core.Running;

namespace Eval.Core.Metrics;

/// <summary>
/// A metric that is a function of sums over all tokens of all texts, with the error that llama.cpp's perplexity tool prints beside it: tokens
/// are taken as independent, which is stated with the estimate.
/// </summary>
public abstract class TokenSumsMetric : IMetric
{
    /// <inheritdoc/>
    public abstract string Id { get; }

    /// <inheritdoc/>
    public abstract string Description { get; }

    /// <inheritdoc/>
    public virtual bool HigherIsBetter => false;

    /// <inheritdoc/>
    public virtual MetricFormat Format => MetricFormat.Number;

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Measures { get; }

    /// <inheritdoc/>
    public string WhyNotPaired => "it pools the tokens of all texts, and other models have other tokens; bits_per_byte is paired";

    /// <summary>Completes the estimate from the sums of <see cref="Measures"/>, in their order; the first is the number of tokens, above 0.</summary>
    protected abstract Estimate Complete(Estimate estimate, double[] sums);

    /// <inheritdoc/>
    public IMetricFold Start(MetricContext context) => new Fold(this, context);

    private sealed class Fold(TokenSumsMetric metric, MetricContext context) : IMetricFold
    {
        private readonly IReadOnlyList<string> _names = metric.Measures;
        private readonly double[] _sums = new double[metric.Measures.Count];
        private int _n;

        public void Add(SampleResult sample)
        {
            Span<double> values = stackalloc double[_sums.Length];
            for (var i = 0; i < _sums.Length; i++)
            {
                if (!sample.Measures.TryGetValue(_names[i], out values[i]))
                {
                    return;
                }
            }

            _n++;
            for (var i = 0; i < _sums.Length; i++)
            {
                _sums[i] += values[i];
            }
        }

        public Estimate Finish(int planned)
        {
            var estimate = new Estimate { MetricId = metric.Id, N = _n, Planned = planned, Confidence = context.Confidence };
            if (_sums[0] <= 0)
            {
                return estimate with { Note = "nothing was scored: no text is long enough, or none was reached" };
            }

            estimate = metric.Complete(estimate, _sums);
            var note = estimate.Low is null ? "no interval: fewer than two tokens" : $"{_sums[0]:F0} tokens, taken as independent";
            return estimate with { Note = note };
        }
    }
}
