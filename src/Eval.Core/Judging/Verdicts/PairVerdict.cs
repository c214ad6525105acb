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

    /// <summary>The label, or null with the reason.</summary>
    public static string? Read(string reply, out string? problem)
    {
        var text = reply.AsSpan().TrimEnd();
        var lastLine = Labels(text[(text.LastIndexOf('\n') + 1)..]);
        var all = lastLine.Count > 0 ? lastLine : Labels(text);
        problem = all.Count switch
        {
            0 => "there is no [[A]], [[B]] or [[C]]",
            1 => null,
            _ => $"it names {string.Join(" and ", all.Select(l => $"[[{l}]]"))}, and nothing tells which is meant",
        };
        return problem is null ? all.Single() : null;
    }

    private static SortedSet<string> Labels(ReadOnlySpan<char> text)
    {
        var labels = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var match in Label().EnumerateMatches(text))
        {
            labels.Add(text.Slice(match.Index, match.Length).Trim("[] \t").ToString().ToUpperInvariant());
        }

        return labels;
    }

    [GeneratedRegex(@"\[\[[ \t]*[ABCabc][ \t]*\]\]", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
