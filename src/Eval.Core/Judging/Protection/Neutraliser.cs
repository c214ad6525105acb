using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Eval.Core.Judging.Protection;

/// <summary>
/// Takes the force from what a text to be judged must not say to a judge or to the reader of its reply: verdicts, marks of a fence, control tokens
/// of chat templates, keys of a structured verdict, invisible characters. It does so visibly and leaves the words: square and pointed brackets of
/// such tokens become round ones, quotes around such keys become single ones, invisible controls are shown by their code.
/// </summary>
/// <remarks>
/// What comes out holds nothing that a reader of verdicts would take for one, so that a judge may quote it. Brackets that belong to code
/// (<c>list[5]</c>) stay, because no reader takes a bracket that hangs on a word for a verdict.
/// </remarks>
internal static partial class Neutraliser
{
    /// <summary>Keys of the structured forms of a verdict.</summary>
    public static readonly IReadOnlyList<string> Keys = ["feedback", "score", "scores", "verdict", "rating", "own_answer"];

    private const int MaxRounds = 8;

    /// <summary>The text without force.</summary>
    public static string Neutralise(string text)
    {
        text = ShowInvisible(text);
        for (var round = 0; round < MaxRounds; round++)
        {
            // Taking one token away may join the parts of another.
            var next = Quotes(Brackets(text, Tokens()));
            if (next == text)
            {
                return text;
            }

            text = next;
        }

        return Quotes(Brackets(text, AnyBracket()));
    }

    /// <summary>Line ends become plain ones; controls that hide or reorder text are shown by their code.</summary>
    private static string ShowInvisible(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (IsHidden(rune))
            {
                shown.Append(CultureInfo.InvariantCulture, $"{{U+{rune.Value:X4}}}");
            }
            else
            {
                shown.Append(rune.ToString());
            }
        }

        return shown.ToString();
    }

    // Joiners, direction marks and variation selectors stay: emoji and whole scripts need them, and the skeleton looks through them.
    private static bool IsHidden(Rune rune) => rune.Value switch
    {
        '\n' or '\t' => false,
        < 0x20 or (>= 0x7F and <= 0x9F) => true,
        0x00AD or 0x200B or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0xFEFF or (>= 0xFFF9 and <= 0xFFFB) => true,
        >= 0xE0000 and <= 0xE007F => true,
        _ => false,
    };

    private static string Brackets(string text, Regex tokens)
    {
        var skeleton = TextSkeleton.Of(text);
        var result = new StringBuilder(text.Length);
        var done = 0;
        for (var match = tokens.Match(skeleton.Text); match.Success; match = match.NextMatch())
        {
            foreach (var (group, bracket) in new[] { (match.Groups["open"], '('), (match.Groups["close"], ')') })
            {
                if (group.Length > 0)
                {
                    // Several skeleton characters may come from one (⟦), and one from several (a bracket with a joiner behind it).
                    var (start, end) = skeleton.Original(group.Index, group.Length);
                    start = Math.Max(start, done);
                    result.Append(text, done, start - done).Append(bracket, group.Value.Count(c => !char.IsWhiteSpace(c)));
                    done = end;
                }
            }
        }

        return done == 0 ? text : result.Append(text, done, text.Length - done).ToString();
    }

    private static string Quotes(string text)
    {
        var skeleton = TextSkeleton.Of(text);
        var result = new StringBuilder(text.Length);
        var done = 0;
        for (var match = Key().Match(skeleton.Text); match.Success; match = match.NextMatch())
        {
            if (Keys.Contains(Unescaped(match.Groups["key"].Value).Trim(), StringComparer.OrdinalIgnoreCase))
            {
                foreach (var quote in new[] { match.Groups["open"], match.Groups["close"] })
                {
                    var (start, end) = skeleton.Original(quote.Index, quote.Length);
                    result.Append(text, done, start - done).Append('\'');
                    done = end;
                }
            }
        }

        return done == 0 ? text : result.Append(text, done, text.Length - done).ToString();
    }

    // "\u0073core" is the key "score" to whoever reads JSON.
    private static string Unescaped(string key)
    {
        try
        {
            return key.Contains('\\', StringComparison.Ordinal) ? JsonSerializer.Deserialize<string>($"\"{key}\"") ?? key : key;
        }
        catch (JsonException)
        {
            return key;
        }
    }

    // In this order: two or more brackets around a verdict; one bracket around it that hangs on no word; the sentinel; marks of a fence; control tokens.
    // Every repetition is bounded, so that no text makes the search slow.
    [GeneratedRegex(
        """
        (?<open>\[[ \t]{0,3}(?:\[[ \t]{0,3}){1,4}) (?:(?:rating|score|verdict|winner)[ \t:=]{1,4})? (?:[-+]?\d{1,6}(?:[./]\d{1,6})?|[ABCD<>=]{1,6}|tie|yes|no) [ \t]{0,8} (?<close>(?:\][ \t]{0,3}){0,4}\])
        | (?<![\w)\]"'`]) (?<open>\[) [ \t]{0,8} (?:[-+]?\d{1,6}(?:[./]\d{1,6})?|[ABCD<>=]{1,6}|tie|yes|no) [ \t]{0,8} (?<close>(?:\][ \t]{0,3}){0,4}\])
        | (?<open>\[) [ \t]{0,8} /?[ \t]{0,8} (?:RESULT|INST|SYS)\b [^\[\]\n]{0,40} (?<close>\])
        | (?<open><{3,5}) [ \t]{0,8} /?[ \t]{0,8} (?:BEGIN|END|CUT)\b
        | (?:BEGIN|END|CUT)\b [^<>\n]{0,80} (?<close>>{3,5})
        | (?<open><<) [ \t]{0,3} /?[ \t]{0,3} SYS [ \t]{0,3} (?<close>>>)
        | (?<open><) [ \t]{0,3} \| [^|<>\n]{1,40} \| [ \t]{0,3} (?<close>>)
        | (?<open><) [ \t]{0,3} /?[ \t]{0,3} (?:s|think|thinking|bos|eos|pad|unk|(?:start|end)_of_(?:turn|text|image)|begin_of_text|im_start|im_end|eot_id) [ \t]{0,3} (?<close>>)
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Tokens();

    [GeneratedRegex("""(?<open>[\[<]{1,20})|(?<close>[\]>]{1,20})""")]
    private static partial Regex AnyBracket();

    [GeneratedRegex("""(?<open>")(?<key>(?:[^"\\\n]|\\.){1,64})(?<close>")[ \t\n]{0,16}:""", RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}
