namespace Eval.Core.Metrics;

/// <summary>
/// Brier score: mean over items of Σ_k (p_k − 1[k = gold])², p = softmax of the log-likelihoods, from 0 (best) to 2. Items may differ in
/// their number of choices (lm-evaluation-harness demands equal numbers); each contributes its own sum. Defined for one right choice.
/// </summary>
public sealed class Brier : SampleMeanMetric
{
    /// <inheritdoc/>
    public override string Id => "brier";

    /// <inheritdoc/>
    public override string Description => "Brier score over the choices, 0 best to 2 (lm-evaluation-harness brier_score)";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override MetricFormat Format => MetricFormat.Number;

    /// <inheritdoc/>
    public override double Largest => 2;

    /// <inheritdoc/>
    public override bool CountsFailedAnswers => false;
}
