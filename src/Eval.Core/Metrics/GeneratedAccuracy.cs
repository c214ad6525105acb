namespace Eval.Core.Metrics;

/// <summary>Accuracy of the letter that was read from a generated answer: another estimator than acc, so another id.</summary>
public sealed class GeneratedAccuracy : SampleMeanMetric
{
    /// <inheritdoc/>
    public override string Id => "acc_generated";

    /// <inheritdoc/>
    public override string Description => "share right of generated answers; refused, truncated and unreadable ones count as wrong";
}
