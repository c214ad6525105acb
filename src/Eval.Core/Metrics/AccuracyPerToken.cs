namespace Eval.Core.Metrics;

/// <summary>Accuracy by log-likelihood per scored token, delimiter included.</summary>
public sealed class AccuracyPerToken : SampleMeanMetric
{
    /// <inheritdoc/>
    public override string Id => "acc_norm_tokens";

    /// <inheritdoc/>
    public override string Description => "share right by log-likelihood per token (llama.cpp, HELM)";
}
