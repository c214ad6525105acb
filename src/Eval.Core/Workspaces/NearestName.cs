namespace Eval.Core.Workspaces;

/// <summary>Finds the name the user probably meant.</summary>
public static class NearestName
{
    /// <summary>The closest of some names by edit distance (transpositions count one), or null where none is close.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        var bestDistance = Math.Max(2, name.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            var distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>A hint such as <c>did you mean "prompt"?</c>, or the list of valid names where none is close and the list is short.</summary>
    public static string? Hint(string name, IEnumerable<string> candidates)
    {
        var names = candidates.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var nearest = Find(name, names);
        return nearest is not null ? $"did you mean \"{nearest}\"?"
            : names.Count is > 0 and <= 30 ? "valid: " + string.Join(", ", names)
            : null;
    }

    // Optimal string alignment: Levenshtein plus swaps of neighbours, the commonest slip of the fingers.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
