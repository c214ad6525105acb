namespace Eval.Core.Metrics;

/// <summary>Accuracy by log-likelihood per UTF-8 byte of the choice, without the delimiter.</summary>
public sealed class AccuracyPerByte : SampleMeanMetric
{
    /// <inheritdoc/>
    public override string Id => "acc_norm_bytes";

    /// <inheritdoc/>
    public override string Description => "share right by log-likelihood per UTF-8 byte (lm-evaluation-harness acc_bytes)";
}
