namespace Eval.Core.Reports.Html;

/// <summary>A text that lost its middle where it is too long: the end holds the question, or the answer's conclusion.</summary>
internal static class ClippedText
{
    /// <summary>The text in at most about <paramref name="most"/> characters: its first quarter and its end.</summary>
    public static string? Of(string? text, int most)
    {
        if (text is null || text.Length <= most + 40)
        {
            return text;
        }

        var head = most / 4;
        var tail = text.Length - (most - head);
        head -= char.IsHighSurrogate(text[head - 1]) ? 1 : 0;
        tail += char.IsLowSurrogate(text[tail]) ? 1 : 0;
        return $"{text[..head]} [… {Figures.Count(tail - head)} characters …] {text[tail..]}";
    }
}
