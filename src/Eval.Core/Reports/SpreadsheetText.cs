using System.Globalization;

namespace Eval.Core.Reports;

/// <summary>Text from models, data sets and files in a table that a spreadsheet may open: it shows as it is and is never computed.</summary>
public static class SpreadsheetText
{
    /// <summary>A text that no spreadsheet takes for a formula.</summary>
    public static string Inert(string text)
    {
        var shown = WithoutControls(text);
        var first = shown.AsSpan().TrimStart();
        // Full-width forms of the signs begin a formula too in some locales.
        return first.Length > 0 && "=+-@＝＋－＠".Contains(first[0]) && !double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? "'" + shown : shown;
    }

    // Line breaks and tabs belong to a text; an escape sequence would reach the terminal of whoever looks at the file.
    private static string WithoutControls(string text) => !text.Any(IsControl) ? text
        : string.Concat(text.Select(c => IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString()));

    private static bool IsControl(char c) => char.IsControl(c) && c is not ('\n' or '\t' or '\r');
}
