using System.Text;

namespace Eval.Core.Reports;

/// <summary>Text from models, data sets and files in Markdown: it shows as it is and never becomes markup, a mention or a tag.</summary>
public static class MarkdownText
{
    /// <summary>Text for a line or a cell of a table.</summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 8);
        foreach (var c in TerminalText.OneLine(text))
        {
            _ = c switch
            {
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '&' => safe.Append("&amp;"),
                '@' => safe.Append("&#64;"),
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '~' or '!' => safe.Append('\\').Append(c),
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
