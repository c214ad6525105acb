using Eval.Core.Selection.Simulation;

namespace Eval.Core.Selection.Profiles;

/// <summary>Puts scores of several candidates on the same items side by side, so that they are resampled together.</summary>
internal static class ItemSets
{
    /// <summary>Items that fewer candidates than this share say nothing about how they differ.</summary>
    private const int LeastItems = 2;

    /// <summary>A factor's scores on a suite: one dictionary per candidate, null for one without.</summary>
    public sealed record Asked(string Factor, IReadOnlyList<IReadOnlyDictionary<string, double>?> Scores, double Scale);

    /// <summary>The set of a suite, or null where too few items have a score of everybody.</summary>
    public static ItemSet? Of(string suite, IReadOnlyList<Asked> asked, IReadOnlyDictionary<string, string?> clusters)
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
            Columns = [.. asked.Select(a => new ItemColumn(a.Factor, [.. a.Scores.Select(s => s is null ? null : shared.Select(id => s[id]).ToArray())], a.Scale))],
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
