using System.Text.RegularExpressions;

namespace Eval.Core.Judging.Verdicts;

/// <summary>
/// A verdict in MT-Bench's three labels. Theirs looks for <c>[[A]]</c> first, so that a reply which names two labels is a win for A. Here the last
/// line decides where it names exactly one; a reply whose last line names two, or none while earlier lines name two, is ambiguous and read as
/// nothing: guessing would bring the bias back by another rule.
/// </summary>
internal static partial class PairVerdict
{
    /// <summary>The labels with their strength for the first answer.</summary>
    public static readonly IReadOnlyList<VerdictWord> Words = [new("A", 1), new("B", -1), new("C", 0)];

    /// <summary>What "both are bad" is worth: no more than a tie, and told apart from one by its fraction.</summary>
    public const double BothBad = 0.25;

    /// <summary>The labels of an arena, in which two bad answers are another thing than a tie.</summary>
    public static readonly IReadOnlyList<VerdictWord> FourWords = [.. Words, new("D", BothBad)];

    /// <summary>One of the three labels, or null with the reason.</summary>
    public static string? Read(string reply, out string? problem) => Read(reply, Words, out problem);

    /// <summary>The label, or null with the reason.</summary>
    /// <param name="reply">What the judge wrote.</param>
    /// <param name="words">The labels that it may give.</param>
    /// <param name="problem">Why there is none.</param>
    public static string? Read(string reply, IReadOnlyList<VerdictWord> words, out string? problem)
    {
        var text = reply.AsSpan().TrimEnd();
        var lastLine = Labels(text[(text.LastIndexOf('\n') + 1)..], words);
        var all = lastLine.Count > 0 ? lastLine : Labels(text, words);
        problem = all.Count switch
        {
            0 => $"there is no {string.Join(", ", words.SkipLast(1).Select(w => $"[[{w.Text}]]"))} or [[{words[^1].Text}]]",
            1 => null,
            _ => $"it names {string.Join(" and ", all.Select(l => $"[[{l}]]"))}, and nothing tells which is meant",
        };
        return problem is null ? all.Single() : null;
    }

    private static SortedSet<string> Labels(ReadOnlySpan<char> text, IReadOnlyList<VerdictWord> words)
    {
        var labels = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var match in Label().EnumerateMatches(text))
        {
            var label = text.Slice(match.Index, match.Length).Trim("[] \t").ToString().ToUpperInvariant();
            if (words.Any(w => w.Text == label))
            {
                labels.Add(label);
            }
        }

        return labels;
    }

    [GeneratedRegex(@"\[\[[ \t]*[ABCDabcd][ \t]*\]\]", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
