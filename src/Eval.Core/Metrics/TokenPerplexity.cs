using Eval.Core.Statistics;

namespace Eval.Core.Metrics;

/// <summary>
/// Perplexity per token over half windows, exactly as llama.cpp's perplexity tool computes it, with its ± as the standard error
/// (PPL · √((E[x²] − E[x]²)/(n − 1))). The interval is normal on the log scale. Never comparable across tokenizers.
/// (research/benchmark-harnesses.md 2.3)
/// </summary>
public sealed class TokenPerplexity : TokenSumsMetric
{
    /// <inheritdoc/>
    public override string Id => "ppl_token_halfwindow";

    /// <inheritdoc/>
    public override string Description => "perplexity per token over half windows (llama.cpp's perplexity tool); only within one tokenizer";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => [MeasureNames.HalfTokens, MeasureNames.HalfLogLikelihood, MeasureNames.HalfSquares];

    /// <inheritdoc/>
    protected override Estimate Complete(Estimate estimate, double[] sums)
    {
        var moments = new TokenMoments(sums[0], -sums[1], sums[2]);
        var perplexity = Math.Exp(moments.Mean);
        if (double.IsNaN(moments.StandardError))
        {
            return estimate with { Value = perplexity };
        }

        var half = Wilson.NormalQuantile(estimate.Confidence) * moments.StandardError;
        return estimate with
        {
            Value = perplexity,
            StandardError = perplexity * moments.StandardError,
            IntervalMethod = "log-normal-tokens",
            Low = Math.Exp(moments.Mean - half),
            High = Math.Exp(moments.Mean + half),
        };
    }
}
