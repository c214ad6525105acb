namespace Eval.Core.Statistics;

/// <summary>Majority votes over repeated answers.</summary>
public static class MajorityVote
{
    /// <summary>Answers of one sample beyond which <see cref="Expected"/> would leave the range of its numbers.</summary>
    public const int MostVotes = 1_000;

    /// <summary>The answer with the most votes; of equals the one seen first (maj@k of lm-evaluation-harness).</summary>
    /// <param name="votes">Votes in order; at least one.</param>
    public static T Winner<T>(IReadOnlyList<T> votes)
        where T : notnull
    {
        var counts = new Dictionary<T, int>();
        foreach (var vote in votes)
        {
            counts[vote] = counts.GetValueOrDefault(vote) + 1;
        }

        var most = counts.Values.Max();
        return votes.First(v => counts[v] == most);
    }

    /// <summary>
    /// The probability that an answer wins among k votes drawn without replacement, where a tie among t answers is won by each with 1/t. Exact: no
    /// subset is enumerated, because only the counts matter.
    /// </summary>
    /// <param name="counts">Votes of each answer; together from k to <see cref="MostVotes"/>.</param>
    /// <param name="answer">Index of the answer in question.</param>
    /// <param name="k">Votes drawn; 1 or more.</param>
    public static double Expected(IReadOnlyList<int> counts, int answer, int k)
    {
        var total = counts.Sum();
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(total, k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(total, MostVotes);
        var wins = 0.0;
        for (var own = 1; own <= Math.Min(counts[answer], k); own++)
        {
            wins += Choose(counts[answer], own) * OthersBelow(counts, answer, own, k - own);
        }

        return wins / Choose(total, k);
    }

    /// <summary>Ways to draw votes for the other answers, none more than <paramref name="own"/>, each weighted by 1/(1 + ties).</summary>
    private static double OthersBelow(IReadOnlyList<int> counts, int answer, int own, int left)
    {
        // ways[votes drawn, answers that tie]
        var mostTies = left / own;
        var ways = new double[left + 1, mostTies + 1];
        ways[0, 0] = 1;
        for (var other = 0; other < counts.Count; other++)
        {
            if (other == answer)
            {
                continue;
            }

            var next = new double[left + 1, mostTies + 1];
            for (var taken = 0; taken <= Math.Min(counts[other], own); taken++)
            {
                var (choices, tie) = (Choose(counts[other], taken), taken == own ? 1 : 0);
                for (var votes = 0; votes + taken <= left; votes++)
                {
                    for (var ties = 0; ties + tie <= mostTies; ties++)
                    {
                        next[votes + taken, ties + tie] += ways[votes, ties] * choices;
                    }
                }
            }

            ways = next;
        }

        return Enumerable.Range(0, mostTies + 1).Sum(ties => ways[left, ties] / (1 + ties));
    }

    private static double Choose(int n, int k)
    {
        k = Math.Min(k, n - k);
        var result = 1.0;
        for (var i = 1; i <= k; i++)
        {
            result = result * (n - k + i) / i;
        }

        return result;
    }
}
