namespace Eval.Core.Scoring.Texts;

/// <summary>The 32 ASCII punctuation characters (Python's <c>string.punctuation</c>).</summary>
public static class AsciiPunctuation
{
    /// <summary>True for one of them.</summary>
    public static bool Contains(char c) => char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c));

    /// <summary>The text without them; nothing is put in their place.</summary>
    public static string Remove(string text) => string.Concat(text.Where(c => !Contains(c)));
}
