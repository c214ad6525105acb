namespace Eval.Core.Reports;

/// <summary>The beginning of a long text.</summary>
public static class Excerpt
{
    private const int ShortLines = 6;
    private const int ShortCharacters = 600;

    /// <summary>A text as far as it is shown: whole, or its beginning and how much is left.</summary>
    public static string Of(string text, bool full)
    {
        var (shown, left) = full ? (text, 0) : Shorten(text);
        return left > 0 ? $"{shown}\n… and {Figures.Count(left)} more characters" : shown;
    }

    /// <summary>The beginning, and how many characters were left out.</summary>
    public static (string Shown, int Left) Shorten(string text)
    {
        var end = Math.Min(text.Length, ShortCharacters);
        var lines = 0;
        for (var i = 0; i < end; i++)
        {
            if (text[i] == '\n' && ++lines == ShortLines)
            {
                end = i;
            }
        }

        if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
        {
            end--;
        }

        return (text[..end], text.Length - end);
    }
}
