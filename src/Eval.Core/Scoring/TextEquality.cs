using System.Text.RegularExpressions;
using Eval.Core.Scoring.Texts;

namespace Eval.Core.Scoring;

/// <summary>
/// When two texts count as equal: the exact_match of lm-evaluation-harness (research/benchmark-harnesses.md 2.8). In this order: what the patterns
/// match is removed, case is folded, ASCII punctuation is dropped; then both texts must be the same.
/// </summary>
public sealed record TextEquality
{
    /// <summary>What is removed on both sides, one pattern after the other.</summary>
    public IReadOnlyList<Regex> Ignore { get; init; } = [];

    /// <summary>True where case does not matter. Default: it does.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>True where the 32 ASCII punctuation characters are dropped. Default: they count.</summary>
    public bool IgnorePunctuation { get; init; }

    /// <summary>True where white space at both ends does not count. Default: it counts.</summary>
    public bool Trim { get; init; }

    /// <summary>The text as it is compared.</summary>
    public string Normalize(string text)
    {
        foreach (var pattern in Ignore)
        {
            text = pattern.Replace(text, "");
        }

        if (IgnoreCase)
        {
            text = text.ToLowerInvariant();
        }

        if (IgnorePunctuation)
        {
            text = AsciiPunctuation.Remove(text);
        }

        return Trim ? text.Trim() : text;
    }

    /// <summary>True where a text equals any of some references.</summary>
    public bool Matches(string text, IEnumerable<string> references)
    {
        var normalized = Normalize(text);
        return references.Any(r => string.Equals(Normalize(r), normalized, StringComparison.Ordinal));
    }
}
