namespace Eval.Core.Metrics;

/// <summary>Share of answers that ended because they reached the length limit, whether they could be scored or not.</summary>
public sealed class TruncationRate : SampleMeanMetric
{
    /// <inheritdoc/>
    public override string Id => "truncation_rate";

    /// <inheritdoc/>
    public override string Description => "share of answers that reached the length limit, scored or not";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool CountsFailedAnswers => false;
}
