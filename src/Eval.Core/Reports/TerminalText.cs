using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Eval.Core.Reports;

/// <summary>
/// Makes text from models, data sets and files safe to show: control characters (so also every ANSI escape), characters that turn the
/// reading direction round and other invisible ones become visible escapes such as <c>\x1b</c>. What build servers read as commands in the output of a
/// program (<c>##vso[…]</c>, <c>##[…]</c>, a line that begins with <c>::</c>) is broken by a space.
/// </summary>
public static partial class TerminalText
{
    /// <summary>Text on one line; line breaks become <c>\n</c>.</summary>
    public static string OneLine(string text) => WithoutCommands(Clean(text, keepLines: false));

    /// <summary>Text over several lines; line breaks and tabs are kept.</summary>
    public static string Lines(string text) => WithoutCommands(Clean(text, keepLines: true));

    private static string WithoutCommands(string text) =>
        text.Contains("##", StringComparison.Ordinal) || text.Contains("::", StringComparison.Ordinal) ? Command().Replace(text, m => m.Value.Insert(m.Length - 1, " ")) : text;

    [GeneratedRegex(@"##(?=\[|vso\[)|^\s*::", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Command();

    private static string Clean(string text, bool keepLines)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\n' when keepLines:
                    clean.Append('\n');
                    break;
                case '\t' when keepLines:
                    clean.Append("    ");
                    break;
                case '\n':
                    clean.Append("\\n");
                    break;
                case '\r':
                    clean.Append("\\r");
                    break;
                case '\t':
                    clean.Append("\\t");
                    break;
                default:
                    Append(clean, rune);
                    break;
            }
        }

        return clean.ToString();
    }

    private static void Append(StringBuilder clean, Rune rune)
    {
        if (!IsHarmful(rune))
        {
            clean.Append(rune);
        }
        else if (rune.Value < 0x100)
        {
            clean.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
        }
        else
        {
            clean.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }
    }

    // Format characters are kept where scripts need them to join letters and emoji.
    private static bool IsHarmful(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => rune.Value is not (0x200c or 0x200d or 0x00ad),
        _ => false,
    };
}
