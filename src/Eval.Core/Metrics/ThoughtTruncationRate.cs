namespace Eval.Core.Metrics;

/// <summary>Share of answers whose thoughts were begun and never ended, so that no answer followed.</summary>
public sealed class ThoughtTruncationRate : SampleMeanMetric
{
    /// <inheritdoc/>
    public override string Id => "thought_truncation_rate";

    /// <inheritdoc/>
    public override string Description => "share of answers with thoughts that were cut off (an opening tag that is never closed)";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool CountsFailedAnswers => false;
}
