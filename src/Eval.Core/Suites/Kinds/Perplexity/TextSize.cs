using System.Text;

namespace Eval.Core.Suites.Kinds.Perplexity;

/// <summary>Words and bytes of a text, as lm-evaluation-harness counts them. (research/benchmark-harnesses.md 2.2)</summary>
internal static class TextSize
{
    /// <summary>
    /// Pieces when the text is split at runs of white space without trimming: white space at an end adds an empty piece that counts, and the
    /// empty text counts 1. White space is what Python's <c>\s</c> matches.
    /// </summary>
    public static int Words(string text)
    {
        var words = 1;
        var inSpace = false;
        foreach (var c in text)
        {
            var isSpace = char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';
            words += isSpace && !inSpace ? 1 : 0;
            inSpace = isSpace;
        }

        return words;
    }

    /// <summary>Bytes in UTF-8.</summary>
    public static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}
