using Eval.Core.Statistics;

namespace Eval.Core.Metrics;

/// <summary>
/// Perplexity of the model over that of the reference on the same tokens, exp(mean(log p_ref − log p)), with the paired error of llama.cpp's
/// perplexity tool: the variances of both means less twice their covariance. (research/benchmark-harnesses.md 2.4)
/// </summary>
public sealed class PerplexityRatio : TokenSumsMetric
{
    /// <inheritdoc/>
    public override string Id => "ppl_ratio";

    /// <inheritdoc/>
    public override string Description => "perplexity over the reference's on the same tokens, paired (llama.cpp's KL mode); 1 = equal";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures =>
    [
        MeasureNames.ComparedTokens, MeasureNames.ComparedLogLikelihood, MeasureNames.ComparedSquares,
        MeasureNames.ReferenceLogLikelihood, MeasureNames.ReferenceSquares, MeasureNames.LogLikelihoodProducts,
    ];

    /// <inheritdoc/>
    protected override Estimate Complete(Estimate estimate, double[] sums)
    {
        var own = new TokenMoments(sums[0], -sums[1], sums[2]);
        var reference = new TokenMoments(sums[0], -sums[3], sums[4]);
        var log = own.Mean - reference.Mean;
        if (double.IsNaN(own.VarianceOfMean))
        {
            return estimate with { Value = Math.Exp(log) };
        }

        var variance = own.VarianceOfMean + reference.VarianceOfMean - (2 * own.CovarianceOfMeans(reference, sums[5]));
        var error = Math.Sqrt(Math.Max(0, variance));
        var half = Wilson.NormalQuantile(estimate.Confidence) * error;
        return estimate with
        {
            Value = Math.Exp(log),
            StandardError = Math.Exp(log) * error,
            IntervalMethod = "log-normal-tokens-paired",
            Low = Math.Exp(log - half),
            High = Math.Exp(log + half),
        };
    }
}
