namespace Eval.Core.Scoring;

/// <summary>
/// The declared rule by which thoughts are taken off an answer: what stands before the last closing tag is no answer; an opening tag that is never
/// closed begins a thought that was cut off, and what follows it is no answer either. Tags are found whatever their case.
/// </summary>
/// <param name="Open">The opening tag.</param>
/// <param name="Close">The closing tag.</param>
public sealed record ReasoningTags(string Open, string Close)
{
    /// <summary><c>&lt;think&gt;</c> … <c>&lt;/think&gt;</c>.</summary>
    public static ReasoningTags Default { get; } = new("<think>", "</think>");

    /// <summary>The answer without thoughts.</summary>
    public string Strip(string text, out bool isCutOff)
    {
        isCutOff = false;
        var end = text.LastIndexOf(Close, StringComparison.OrdinalIgnoreCase);
        var start = end >= 0 ? end + Close.Length : 0;
        var open = text.IndexOf(Open, start, StringComparison.OrdinalIgnoreCase);
        if (open >= 0)
        {
            isCutOff = true;
            return text[start..open];
        }

        return text[start..];
    }
}
