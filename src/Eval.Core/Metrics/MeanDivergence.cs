using Eval.Core.Statistics;

namespace Eval.Core.Metrics;

/// <summary>
/// Mean KL(reference ‖ model) per token in nats, with the ± of llama.cpp's perplexity tool; 0 where both give the same distributions.
/// (research/benchmark-harnesses.md 2.4)
/// </summary>
public sealed class MeanDivergence : TokenSumsMetric
{
    /// <inheritdoc/>
    public override string Id => "kld_mean";

    /// <inheritdoc/>
    public override string Description => "mean KL divergence from the reference per token, nats (llama.cpp's KL mode)";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => [MeasureNames.ComparedTokens, MeasureNames.Divergence, MeasureNames.DivergenceSquares];

    /// <inheritdoc/>
    protected override Estimate Complete(Estimate estimate, double[] sums)
    {
        var moments = new TokenMoments(sums[0], sums[1], sums[2]);
        if (double.IsNaN(moments.StandardError))
        {
            return estimate with { Value = moments.Mean };
        }

        var half = Wilson.NormalQuantile(estimate.Confidence) * moments.StandardError;
        return estimate with
        {
            Value = moments.Mean,
            StandardError = moments.StandardError,
            IntervalMethod = "normal-tokens",
            Low = moments.Mean - half,
            High = moments.Mean + half,
        };
    }
}
