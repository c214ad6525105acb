using Eval.Core.Statistics;

namespace Eval.Core.Metrics;

/// <summary>maj@k as lm-evaluation-harness computes it: the first k answers vote, and of equals the one seen first wins.</summary>
/// <param name="k">Answers that vote; 1 or more.</param>
public sealed class FirstMajorityMetric(int k) : EpochMetric
{
    /// <inheritdoc/>
    public override string Id => $"maj_first@{k}";

    /// <inheritdoc/>
    public override string Description => $"share right by the majority of the first {k} answers, the earliest of equals (lm-evaluation-harness maj@k)";

    /// <inheritdoc/>
    public override bool ReadsDetail => true;

    /// <inheritdoc/>
    public override int Needs => k;

    /// <inheritdoc/>
    protected override double Value(IReadOnlyList<Answer> answers)
    {
        var winner = MajorityVote.Winner([.. answers.Take(k).Select(a => a.Vote)]);
        return answers.First(a => a.Vote == winner).IsRight ? 1 : 0;
    }
}
