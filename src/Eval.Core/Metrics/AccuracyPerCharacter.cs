namespace Eval.Core.Metrics;

/// <summary>Accuracy by log-likelihood per Unicode code point of the choice, without the delimiter.</summary>
public sealed class AccuracyPerCharacter : SampleMeanMetric
{
    /// <inheritdoc/>
    public override string Id => "acc_norm_chars";

    /// <inheritdoc/>
    public override string Description => "share right by log-likelihood per character (code points; lm-evaluation-harness acc_norm)";
}
