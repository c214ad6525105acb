namespace Eval.Core.Metrics;

/// <summary>TruthfulQA MC2: Σ p over true answers, p = softmax of the log-likelihoods (Lin, Hilton and Evans 2022).</summary>
public sealed class TruthfulMc2 : SampleMeanMetric
{
    /// <inheritdoc/>
    public override string Id => "mc2";

    /// <inheritdoc/>
    public override string Description => "mean probability of the true answers, normalised over all choices (TruthfulQA MC2)";
}
