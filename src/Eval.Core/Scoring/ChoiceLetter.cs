using System.Text.RegularExpressions;

namespace Eval.Core.Scoring;

/// <summary>
/// Reads which choice a generated answer means. Rules in order, the first that fits wins: a statement ("the answer is (B)", the last one
/// counts); the whole reply is a letter; the reply begins with a letter that is set off ("B)", "B. Paris", "(B)"); exactly one letter stands in
/// parentheses or bold; the whole reply is the text of one choice. Anything else is unparsed: guessing would turn noise into scores.
/// </summary>
public static partial class ChoiceLetter
{
    /// <summary>The index of the choice, or null where the reply cannot be read.</summary>
    /// <param name="reply">What the model wrote. A closed <c>&lt;think&gt;</c> block is passed over; an open one holds no answer.</param>
    /// <param name="choices">The choices' texts in the order of their letters, at most 26.</param>
    public static int? Read(string reply, IReadOnlyList<string> choices)
    {
        var text = ReasoningTags.Default.Strip(reply, out _).Trim();
        if (text.Length == 0)
        {
            return null;
        }

        return Last(Statement().Matches(text), choices.Count)
            ?? First(WholeReply().Match(text), choices.Count)
            ?? First(Leading().Match(text), choices.Count)
            ?? Only(SetOff().Matches(text), choices.Count)
            ?? WholeChoice(text, choices);
    }

    private static int? First(Match match, int count) => match.Success ? Index(match, count) : null;

    private static int? Last(MatchCollection matches, int count) =>
        matches.Select(m => Index(m, count)).LastOrDefault(i => i is not null);

    private static int? Only(MatchCollection matches, int count)
    {
        var indices = matches.Select(m => Index(m, count)).Where(i => i is not null).Distinct().Take(2).ToList();
        return indices.Count == 1 ? indices[0] : null;
    }

    private static int? Index(Match match, int count)
    {
        var index = char.ToUpperInvariant(match.Groups["letter"].Value[0]) - 'A';
        return index < count ? index : null;
    }

    private static int? WholeChoice(string text, IReadOnlyList<string> choices)
    {
        var plain = Plain(text);
        var hits = Enumerable.Range(0, choices.Count).Where(i => string.Equals(Plain(choices[i]), plain, StringComparison.OrdinalIgnoreCase)).ToList();
        return hits.Count == 1 ? hits[0] : null;
    }

    private static string Plain(string text) => text.Trim().Trim('*', '"', '\'', '.').Trim();

    // "answer is B", "Answer: (B)", "correct option is **B**"; an article ("the answer is a cat") is no letter: only capitals count.
    [GeneratedRegex(@"(?i:answer|choice|option)(?i:\s+is)?\s*[:=]?\s*[\*\(\[""']*(?<letter>[A-Z])(?![A-Za-z'’])(?!\s+[a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Statement();

    [GeneratedRegex(@"^[\*\(\[""'\s]*(?<letter>[A-Za-z])[\*\)\]""'\s.:,]*$", RegexOptions.CultureInvariant)]
    private static partial Regex WholeReply();

    [GeneratedRegex(@"^[\*\[""'\s]*(?:\((?<letter>[A-Z])\)|(?<letter>[A-Z])(?:\*\*|[.):\]]|\s*[\r\n]|\s+[-–—]\s))", RegexOptions.CultureInvariant)]
    private static partial Regex Leading();

    [GeneratedRegex(@"\((?<letter>[A-Z])\)|\*\*(?<letter>[A-Z])\b[.)]?", RegexOptions.CultureInvariant)]
    private static partial Regex SetOff();
}
