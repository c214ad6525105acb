using Eval.Core.Models;

namespace Eval.Core.Suites.Kinds.Perplexity;

/// <summary>Some consecutive windows of one text: the unit of work, so that an interrupted run loses little of a long text.</summary>
/// <param name="DocumentId">Id of the text.</param>
/// <param name="Text">The whole text.</param>
/// <param name="Words">Words of the original text.</param>
/// <param name="Bytes">UTF-8 bytes of the original text.</param>
/// <param name="Rolling">Its windows by the rolling rule, or null where that pass is not asked.</param>
/// <param name="Chunks">Its windows by the half-window rule, or null where that pass is not asked.</param>
/// <param name="First">Index of the first window of this part, in both passes.</param>
/// <param name="Count">Windows of a full part.</param>
internal sealed record PerplexityPart(
    string DocumentId, string Text, int Words, int Bytes, TextWindows? Rolling, TextWindows? Chunks, int First, int Count)
{
    /// <summary>How many windows of a pass lie in this part.</summary>
    public int CountIn(TextWindows windows) => Math.Clamp(windows.WindowCount - First, 0, Count);
}
