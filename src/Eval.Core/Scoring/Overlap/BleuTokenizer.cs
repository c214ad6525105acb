using System.Text.RegularExpressions;
using Eval.Core.Scoring.Texts;

namespace Eval.Core.Scoring.Overlap;

/// <summary>The "13a" tokenizer of sacrebleu, applied to one segment; case is kept.</summary>
public static partial class BleuTokenizer
{
    /// <summary>The tokens, separated by single spaces.</summary>
    public static string Tokenize(string text) => string.Join(' ', Tokens(text));

    /// <summary>The tokens.</summary>
    public static List<string> Tokens(string text)
    {
        text = text.Replace("<skipped>", "", StringComparison.Ordinal).Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ');
        if (text.Contains('&', StringComparison.Ordinal))
        {
            text = text.Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal)
                .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        }

        text = Symbols().Replace($" {text} ", " $1 ");
        text = StopAfterOther().Replace(text, "${other} ${stop} ");
        text = StopBeforeOther().Replace(text, " ${stop} ${other}");
        return PythonText.Split(DashAfterDigit().Replace(text, "$1 $2 "));
    }

    // All ASCII characters from space on but letters, digits, apostrophe, comma, hyphen and period.
    [GeneratedRegex(@"([ -&(-+/:-@\[-`{-~])")]
    private static partial Regex Symbols();

    [GeneratedRegex("(?<other>[^0-9])(?<stop>[.,])", RegexOptions.Singleline)]
    private static partial Regex StopAfterOther();

    [GeneratedRegex("(?<stop>[.,])(?<other>[^0-9])", RegexOptions.Singleline)]
    private static partial Regex StopBeforeOther();

    [GeneratedRegex("([0-9])(-)")]
    private static partial Regex DashAfterDigit();
}
