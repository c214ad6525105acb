using System.Text.RegularExpressions;

namespace Eval.Core.Judging.Verdicts;

/// <summary>
/// A verdict in arena-hard's five labels: upper-cased, the last one in double brackets, else one in single brackets with which the reply ends.
/// Two different labels are no contradiction: the judge is told to think first, and the last word counts.
/// </summary>
internal static partial class FiveLabelVerdict
{
    /// <summary>The labels with their strength for the first answer.</summary>
    public static readonly IReadOnlyList<VerdictWord> Words = [new("A>>B", 2), new("A>B", 1), new("A=B", 0), new("B>A", -1), new("B>>A", -2)];

    /// <summary>The label, or null.</summary>
    public static string? Read(string reply)
    {
        var upper = reply.ToUpperInvariant();
        var match = Double().Match(upper) is { Success: true } twice ? twice : Single().Match(upper);
        return match.Success && Words.Any(w => w.Text == match.Groups["label"].Value) ? match.Groups["label"].Value : null;
    }

    [GeneratedRegex(@"\[\[[ \t]*(?<label>[AB<>=]{1,6})[ \t]*\]\]", RegexOptions.RightToLeft | RegexOptions.CultureInvariant)]
    private static partial Regex Double();

    [GeneratedRegex("""(?<![\w)\]"'`])\[[ \t]*(?<label>[AB<>=]{1,6})[ \t]*\]{1,2}[\s*_.]*$""", RegexOptions.RightToLeft | RegexOptions.CultureInvariant)]
    private static partial Regex Single();
}
