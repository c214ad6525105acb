using Eval.Core.Statistics;

namespace Eval.Core.Metrics;

/// <summary>
/// Share of tokens for which model and reference find the same token most probable, with the ± of llama.cpp's perplexity tool,
/// √(p(1 − p)/(n − 1)), and a Wilson interval. (research/benchmark-harnesses.md 2.4)
/// </summary>
public sealed class TopTokenAgreement : TokenSumsMetric
{
    /// <inheritdoc/>
    public override string Id => "top_token_agreement";

    /// <inheritdoc/>
    public override string Description => "share of tokens with the same most probable token as the reference (llama.cpp's KL mode)";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override MetricFormat Format => MetricFormat.Share;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => [MeasureNames.ComparedTokens, MeasureNames.SameTop];

    /// <inheritdoc/>
    protected override Estimate Complete(Estimate estimate, double[] sums)
    {
        var share = sums[1] / sums[0];
        var interval = Wilson.Interval(sums[1], sums[0], estimate.Confidence);
        return estimate with
        {
            Value = share,
            StandardError = sums[0] > 1 ? Math.Sqrt(share * (1 - share) / (sums[0] - 1)) : null,
            IntervalMethod = "wilson-tokens",
            Low = interval.Low,
            High = interval.High,
        };
    }
}
