using Eval.Core.Selection.Simulation;

namespace Eval.Core.Selection.Profiles;

/// <summary>Puts scores of several candidates on the same items side by side, so that they are resampled together.</summary>
internal static class ItemSets
{
    private const int LeastItems = 2;

    /// <summary>Who has a score of fewer items than this share of the fullest one's stands apart, by an error of its own: else the others would lose theirs too.</summary>
    private const double LeastShare = 0.9;

    /// <summary>A factor's scores on a suite: by candidate, null for one without. <paramref name="Suites"/> is the number of suites that the factor is the mean of.</summary>
    public sealed record Asked(string Suite, int Factor, IReadOnlyList<IReadOnlyDictionary<string, double>?> Scores, int Suites, double Scale);

    /// <summary>The sets of all suites.</summary>
    /// <param name="asked">Scores by suite and factor.</param>
    /// <param name="factors">Ids of the factors.</param>
    /// <param name="clusters">By suite, the cluster of each item.</param>
    public static IReadOnlyList<ItemSet> Of(IReadOnlyList<Asked> asked, IReadOnlyList<string> factors, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>> clusters)
    {
        var usable = asked.Select(a => a with { Scores = Usable(a.Scores) }).ToList();

        // Scores of items replace the error of the whole factor: they must be there for each suite that it is the mean of.
        usable = [.. usable.Select(a => a with
        {
            Scores = [.. a.Scores.Select((s, c) => usable.Count(o => o.Factor == a.Factor && o.Scores[c] is not null) == a.Suites ? s : null)],
        })];
        return [.. usable.GroupBy(a => a.Suite, StringComparer.Ordinal).Select(g => SetOf(g.Key, [.. g], factors, clusters[g.Key])).OfType<ItemSet>()];
    }

    // A resample of equal scores is always the same: there the interval of the estimate knows more.
    private static IReadOnlyList<IReadOnlyDictionary<string, double>?> Usable(IReadOnlyList<IReadOnlyDictionary<string, double>?> scores)
    {
        var most = scores.Max(s => s?.Count ?? 0);
        return [.. scores.Select(s => s is null || s.Count < LeastShare * most || s.Values.Distinct().Take(2).Count() < 2 ? null : s)];
    }

    private static ItemSet? SetOf(string suite, IReadOnlyList<Asked> asked, IReadOnlyList<string> factors, IReadOnlyDictionary<string, string?> clusters)
    {
        var all = asked.SelectMany(a => a.Scores).OfType<IReadOnlyDictionary<string, double>>().ToList();
        if (all.Count == 0)
        {
            return null;
        }

        string[] shared = [.. all[0].Keys.Where(id => all.All(s => s.ContainsKey(id))).Order(StringComparer.Ordinal)];
        var numbers = Numbers(shared, clusters);
        if (shared.Length < LeastItems || (numbers.Length > 0 && numbers.Max() + 1 < LeastItems))
        {
            return null;
        }

        return new ItemSet
        {
            Name = suite,
            Columns =
            [
                .. asked.Where(a => a.Scores.Any(s => s is not null))
                    .Select(a => new ItemColumn(factors[a.Factor], [.. a.Scores.Select(s => s is null ? null : shared.Select(id => s[id]).ToArray())], a.Scale)),
            ],
            Clusters = numbers,
        };
    }

    // An item without a cluster is one of its own; none has one where all are.
    private static int[] Numbers(string[] ids, IReadOnlyDictionary<string, string?> clusters)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] numbers = [.. ids.Select(id =>
        {
            var key = clusters.GetValueOrDefault(id) is { } cluster ? "c" + cluster : "i" + id;
            return seen.TryGetValue(key, out var number) ? number : seen[key] = seen.Count;
        })];
        return seen.Count == ids.Length ? [] : numbers;
    }
}
