namespace Eval.Core.Scoring.Overlap;

/// <summary>Counts of n-grams.</summary>
internal static class NGrams
{
    /// <summary>How often each run of <paramref name="n"/> items stands in a list.</summary>
    public static Dictionary<string, int> Count(IReadOnlyList<string> items, int n)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i + n <= items.Count; i++)
        {
            // No token holds white space, so that the joined key is unambiguous.
            var key = n == 1 ? items[i] : string.Join('\u0001', items.Skip(i).Take(n));
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        return counts;
    }

    /// <summary>Σ min of both counts.</summary>
    public static int Common(Dictionary<string, int> a, Dictionary<string, int> b) => a.Sum(p => Math.Min(p.Value, b.GetValueOrDefault(p.Key)));
}
