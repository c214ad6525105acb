using Eval.Core.Statistics;

namespace Eval.Core.Metrics;

/// <summary>pass@k over the epochs of each sample, unbiased.</summary>
/// <param name="k">Attempts; 1 or more.</param>
public sealed class PassAtKMetric(int k) : EpochMetric
{
    /// <inheritdoc/>
    public override string Id => $"pass@{k}";

    /// <inheritdoc/>
    public override string Description => $"probability that one of {k} answers is right, unbiased over the epochs (Chen et al. 2021)";

    /// <inheritdoc/>
    public override int Needs => k;

    /// <inheritdoc/>
    protected override double Value(IReadOnlyList<Answer> answers) => PassAtK.Of(answers.Count, answers.Count(a => a.IsRight), k);
}
