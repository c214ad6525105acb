namespace Eval.Core.Selection;

/// <summary>One place of a ranking.</summary>
/// <param name="Name">The candidate.</param>
/// <param name="Score">Its score; more is better.</param>
/// <param name="Rank">1 for the best; equal scores share the best of their ranks.</param>
/// <param name="Tied">True where another has the same score.</param>
public sealed record RankedCandidate(string Name, double Score, int Rank, bool Tied);

/// <summary>Candidates, the best first; equal scores are shown as ties and stand in the order of their names.</summary>
public sealed record Ranking(IReadOnlyList<RankedCandidate> Rows)
{
    // Scores are sums of a few products of numbers up to 1: what differs by less differs by rounding.
    private const double Equal = 1e-12;

    /// <summary>The first; of several first ones the first by name.</summary>
    public RankedCandidate Winner => Rows[0];

    /// <summary>The second row, or null where there is one candidate only.</summary>
    public RankedCandidate? RunnerUp => Rows.Count > 1 ? Rows[1] : null;

    /// <summary>The names in order.</summary>
    public IReadOnlyList<string> Names => [.. Rows.Select(r => r.Name)];

    /// <summary>Ranks candidates.</summary>
    /// <param name="names">Names, 1 or more.</param>
    /// <param name="scores">Their scores, none NaN; more is better.</param>
    public static Ranking Of(IReadOnlyList<string> names, ReadOnlySpan<double> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, names.Count);
        var sorted = scores.ToArray().Zip(names, (score, name) => (score, name)).OrderByDescending(x => x.score).ToList();
        var rows = new List<RankedCandidate>();
        for (int start = 0, end; start < sorted.Count; start = end)
        {
            for (end = start + 1; end < sorted.Count && sorted[start].score - sorted[end].score <= Equal * Math.Max(1, Math.Abs(sorted[start].score)); end++)
            {
            }

            var group = sorted[start..end].OrderBy(x => x.name, StringComparer.Ordinal);
            rows.AddRange(group.Select(x => new RankedCandidate(x.name, x.score, start + 1, end - start > 1)));
        }

        return new(rows);
    }
}
