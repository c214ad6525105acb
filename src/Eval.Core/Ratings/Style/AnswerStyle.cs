using System.Text;
using System.Text.RegularExpressions;

namespace Eval.Core.Ratings.Style;

/// <summary>
/// What an answer looks like, whatever it says: its length and its markdown, counted as FastChat does for style-controlled ratings. Code blocks are left
/// out of the markdown (a comment in Python is not a header), not of the length.
/// </summary>
/// <param name="Length">Tokens, or characters where tokens are not known; the same for both answers of a battle.</param>
/// <param name="Headers">Lines that begin with one to six <c>#</c> and a space.</param>
/// <param name="Lists">Lines that begin an item: <c>1.</c>, <c>-</c>, <c>*</c> or <c>+</c> and a space.</param>
/// <param name="Bold">Words in <c>**</c> or <c>__</c>.</param>
public readonly partial record struct AnswerStyle(int Length, int Headers, int Lists, int Bold)
{
    /// <summary>Names of the features, in the order of <see cref="Difference"/>.</summary>
    public static IReadOnlyList<string> Features { get; } = ["length", "headers", "lists", "bold"];

    /// <summary>Counts an answer's features, in time that grows with its length only.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="tokens">Its tokens, or null to take its characters.</param>
    public static AnswerStyle Of(string answer, int? tokens = null)
    {
        var text = WithoutCode(answer);
        return new(tokens ?? answer.Length, Header().Count(text), Item().Count(text), Stars().Count(text) + Underscores().Count(text));
    }

    /// <summary>(a − b)/(a + b + 1) for each feature, from −1 to 1: 0 for answers of the same style.</summary>
    public static double[] Difference(AnswerStyle a, AnswerStyle b) =>
        [Ratio(a.Length, b.Length), Ratio(a.Headers, b.Headers), Ratio(a.Lists, b.Lists), Ratio(a.Bold, b.Bold)];

    private static double Ratio(double a, double b) => (a - b) / (a + b + 1);

    // From fence to fence; a fence that is never closed begins no block.
    private static string WithoutCode(string text)
    {
        const string Fence = "```";
        var rest = new StringBuilder();
        var from = 0;
        while (text.IndexOf(Fence, from, StringComparison.Ordinal) is >= 0 and var open
            && text.IndexOf(Fence, open + Fence.Length, StringComparison.Ordinal) is >= 0 and var close)
        {
            rest.Append(text, from, open - from);
            from = close + Fence.Length;
        }

        return from == 0 ? text : rest.Append(text, from, text.Length - from).ToString();
    }

    // None of these can look at a character more than twice: a run ends at the line's end or at the mark it looks for.
    [GeneratedRegex(@"^#{1,6}\s", RegexOptions.Multiline)]
    private static partial Regex Header();

    [GeneratedRegex(@"^[ \t]*(?:[0-9]+\.|[-*+])\s", RegexOptions.Multiline)]
    private static partial Regex Item();

    [GeneratedRegex(@"\*\*[^*\n]+\*\*")]
    private static partial Regex Stars();

    [GeneratedRegex(@"__[^_\n]+__")]
    private static partial Regex Underscores();
}
