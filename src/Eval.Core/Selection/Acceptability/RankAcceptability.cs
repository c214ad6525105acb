namespace Eval.Core.Selection.Acceptability;

/// <summary>Probabilities of ranks. Candidates with equal scores in a draw share their ranks.</summary>
/// <param name="Candidates">The candidates.</param>
/// <param name="Ranks">For each candidate the probability of each rank, the first one first; each adds up to 1.</param>
/// <param name="Beats">For each candidate the probability that it beats each other; equal scores count half, itself 0.5.</param>
public sealed record RankAcceptability(
    IReadOnlyList<string> Candidates, IReadOnlyList<IReadOnlyList<double>> Ranks, IReadOnlyList<IReadOnlyList<double>> Beats)
{
    /// <summary>P(rank 1) of a candidate.</summary>
    public double First(int candidate) => Ranks[candidate][0];

    /// <summary>P(rank ≤ k) of a candidate.</summary>
    /// <param name="candidate">Its place.</param>
    /// <param name="k">The rank, 1 or more.</param>
    public double AtMost(int candidate, int k) => Math.Min(1, Ranks[candidate].Take(k).Sum());

    /// <summary>The mean of a candidate's rank, from 1.</summary>
    public double ExpectedRank(int candidate) => Ranks[candidate].Select((p, r) => p * (r + 1)).Sum();

    /// <summary>The candidate most likely first; of equal ones the first by name.</summary>
    public int MostLikelyFirst => Enumerable.Range(0, Candidates.Count).OrderByDescending(First).ThenBy(c => Candidates[c], StringComparer.Ordinal).First();

    /// <summary>Counts ranks.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="scores">Scores draw by draw, each the candidates in order.</param>
    /// <param name="draws">Draws.</param>
    internal static RankAcceptability Of(IReadOnlyList<string> candidates, ReadOnlySpan<double> scores, int draws)
    {
        var count = candidates.Count;
        var (ranks, beats) = (new double[count * count], new double[count * count]);
        var (order, sorted) = (new int[count], new double[count]);
        for (var draw = 0; draw < draws; draw++)
        {
            var row = scores.Slice(draw * count, count);
            for (var i = 0; i < count; i++)
            {
                (order[i], sorted[i]) = (i, -row[i]);
                for (var j = i + 1; j < count; j++)
                {
                    beats[(i * count) + j] += row[i] > row[j] ? 1 : row[i] == row[j] ? 0.5 : 0;
                }
            }

            Array.Sort(sorted, order);
            for (int start = 0, end; start < count; start = end)
            {
                for (end = start + 1; end < count && sorted[end] == sorted[start]; end++)
                {
                }

                for (var i = start; i < end; i++)
                {
                    for (var rank = start; rank < end; rank++)
                    {
                        ranks[(order[i] * count) + rank] += 1.0 / (end - start);
                    }
                }
            }
        }

        double Beat(int i, int j) => i == j ? 0.5 : i < j ? beats[(i * count) + j] / draws : 1 - (beats[(j * count) + i] / draws);
        return new(
            candidates,
            [.. Enumerable.Range(0, count).Select(i => (IReadOnlyList<double>)[.. Enumerable.Range(0, count).Select(r => ranks[(i * count) + r] / draws)])],
            [.. Enumerable.Range(0, count).Select(i => (IReadOnlyList<double>)[.. Enumerable.Range(0, count).Select(j => Beat(i, j))])]);
    }
}
