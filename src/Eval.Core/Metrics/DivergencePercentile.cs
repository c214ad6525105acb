using System.Text.Json;
using Eval.Core.Running;
using Eval.Core.Statistics;

namespace Eval.Core.Metrics;

/// <summary>
/// A percentile of KL(reference ‖ model) over the tokens, linear interpolation, as llama.cpp's perplexity tool lists them. Interval: percentile
/// bootstrap over samples (parts of texts), because neighbouring tokens share their context. Memory grows with the tokens, 8 bytes each.
/// </summary>
/// <param name="name">The part of the id after <c>kld_</c>.</param>
/// <param name="p">From 0 to 1.</param>
public sealed class DivergencePercentile(string name, double p) : IMetric
{
    private const int Draws = 500;

    /// <inheritdoc/>
    public string Id => "kld_" + name;

    /// <inheritdoc/>
    public string Description => p >= 1
        ? "largest KL divergence of a token from the reference, nats (llama.cpp's KL mode)"
        : $"{p * 100:0.#} % of the tokens diverge less from the reference, nats (llama.cpp's KL mode)";

    /// <inheritdoc/>
    public bool HigherIsBetter => false;

    /// <inheritdoc/>
    public MetricFormat Format => MetricFormat.Number;

    /// <inheritdoc/>
    public IReadOnlyList<string> Measures => [MeasureNames.ComparedTokens];

    /// <inheritdoc/>
    public string WhyNotPaired => "it is a percentile over the tokens of all texts, not a mean of one score per sample";

    /// <inheritdoc/>
    public bool ReadsDetail => true;

    /// <inheritdoc/>
    public IMetricFold Start(MetricContext context) => new Fold(Id, p, context);

    private sealed class Fold(string id, double p, MetricContext context) : IMetricFold
    {
        private readonly List<float> _values = [];
        private readonly List<int> _samples = [];
        private int _n;

        public void Add(SampleResult sample)
        {
            if (!sample.Measures.ContainsKey(MeasureNames.ComparedTokens) || sample.DetailJson is null)
            {
                return;
            }

            using var detail = JsonDocument.Parse(sample.DetailJson);
            if (detail.RootElement.TryGetProperty(PackedFloats.DivergenceProperty, out var packed))
            {
                var values = PackedFloats.Unpack(packed.GetString()!);
                _values.AddRange(values);
                _samples.AddRange(Enumerable.Repeat(_n, values.Length));
                _n++;
            }
        }

        public Estimate Finish(int planned)
        {
            var estimate = new Estimate { MetricId = id, N = _n, Planned = planned, Confidence = context.Confidence };
            if (_values.Count == 0)
            {
                return estimate with { Note = "nothing was compared" };
            }

            var values = _values.ToArray();
            var samples = _samples.ToArray();
            Array.Sort(values, samples);
            estimate = estimate with { Value = Quantile.OfSorted(values, p) };
            if (p >= 1 || _n < 2)
            {
                return estimate with { Note = p >= 1 ? "no interval: the largest value has none" : "no interval: one part, nothing to resample" };
            }

            var draws = Bootstrap.Run(_n, counts => Percentile(values, samples, counts), context.Seed, Draws);
            var interval = draws.Percentile(context.Confidence);
            return estimate with
            {
                StandardError = draws.StandardError,
                IntervalMethod = "bootstrap-parts",
                Low = interval.Low,
                High = interval.High,
                Clusters = _n,
            };
        }

        // The smallest value with at least a share p of the drawn tokens at or below it; walking from the top, because high percentiles matter.
        private double Percentile(float[] values, int[] samples, ReadOnlySpan<int> counts)
        {
            long total = 0;
            foreach (var sample in samples)
            {
                total += counts[sample];
            }

            var above = (1 - p) * total;
            long passed = 0;
            for (var i = values.Length - 1; i > 0; i--)
            {
                passed += counts[samples[i]];
                if (passed > above)
                {
                    return values[i];
                }
            }

            return values[0];
        }
    }
}
