namespace Eval.Core.Metrics;

/// <summary>Accuracy by the summed log-likelihood of each choice; the lowest index wins a tie.</summary>
public sealed class Accuracy : SampleMeanMetric
{
    /// <inheritdoc/>
    public override string Id => "acc";

    /// <inheritdoc/>
    public override string Description => "share right: the choice with the highest log-likelihood (lm-evaluation-harness acc)";
}
