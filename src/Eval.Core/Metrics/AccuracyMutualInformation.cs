namespace Eval.Core.Metrics;

/// <summary>Accuracy by pointwise mutual information: log P(choice | question) − log P(choice | nothing).</summary>
public sealed class AccuracyMutualInformation : SampleMeanMetric
{
    /// <inheritdoc/>
    public override string Id => "acc_mutual_info";

    /// <inheritdoc/>
    public override string Description => "share right by log-likelihood minus that of the choice without the question (lm-evaluation-harness)";
}
