using System.Text;

namespace Eval.Core.Reports;

/// <summary>Text from models, data sets and files in Markdown: it shows as it is and never becomes markup, a mention or a tag.</summary>
public static class MarkdownText
{
    // Links, mentions and numbers of issues are found in the text as it shows, so that an escape hides none of them: an invisible space breaks them.
    private const string Break = "&#8203;";

    /// <summary>Text for a line or a cell of a table.</summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 8);
        var shown = TerminalText.OneLine(text);
        for (var i = 0; i < shown.Length; i++)
        {
            var c = shown[i];
            _ = c switch
            {
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '&' => safe.Append("&amp;"),
                '@' => safe.Append("&#64;").Append(Break),
                '#' => safe.Append("\\#").Append(Break),
                ':' when shown.AsSpan(i + 1).StartsWith("//") => safe.Append(':').Append(Break),
                '.' when shown.AsSpan(0, i).EndsWith("www", StringComparison.OrdinalIgnoreCase) => safe.Append(Break).Append('.'),
                '-' when shown.AsSpan(0, i).EndsWith("gh", StringComparison.OrdinalIgnoreCase) => safe.Append(Break).Append('-'),
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' or '!' => safe.Append('\\').Append(c),
                _ => safe.Append(c),
            };
        }

        return safe.ToString();
    }

    /// <summary>A row of a table.</summary>
    public static string Row(params IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(Escape))} |";

    /// <summary>A text over several lines as a block that no text in it can end.</summary>
    public static string Block(string text)
    {
        var lines = TerminalText.Lines(text);
        var fence = new string('`', Math.Max(3, LongestRun(lines, '`') + 1));
        return $"{fence}text\n{lines}\n{fence}";
    }

    private static int LongestRun(string text, char mark)
    {
        int longest = 0, run = 0;
        foreach (var c in text)
        {
            run = c == mark ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
