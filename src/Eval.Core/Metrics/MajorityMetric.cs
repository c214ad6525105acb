using Eval.Core.Statistics;

namespace Eval.Core.Metrics;

/// <summary>
/// maj@k: the probability that the majority of k answers is right, over all subsets of the epochs; ties are shared. Without k: the majority of all
/// epochs (self-consistency, Wang et al. 2022).
/// </summary>
/// <param name="k">Answers that vote, or null for all.</param>
public sealed class MajorityMetric(int? k) : EpochMetric
{
    /// <inheritdoc/>
    public override string Id => k is null ? "self_consistency" : $"maj@{k}";

    /// <inheritdoc/>
    public override string Description => k is null
        ? "share right by the majority of all epochs, ties shared (self-consistency, Wang et al. 2022)"
        : $"probability that the majority of {k} answers is right, over all subsets of the epochs, ties shared";

    /// <inheritdoc/>
    public override bool ReadsDetail => true;

    /// <inheritdoc/>
    public override int Needs => k ?? 1;

    /// <inheritdoc/>
    protected override double Value(IReadOnlyList<Answer> answers)
    {
        // Votes beyond what the exact computation can hold add nothing that could be seen.
        var groups = answers.Take(MajorityVote.MostVotes).GroupBy(a => a.Vote).ToList();
        int[] counts = [.. groups.Select(g => g.Count())];
        return Enumerable.Range(0, groups.Count).Where(i => groups[i].Any(a => a.IsRight)).Sum(i => MajorityVote.Expected(counts, i, k ?? counts.Sum()));
    }
}
