namespace Eval.Core.Models;

/// <summary>The arithmetic of <see cref="WindowRule"/>: how many windows a text has, and which tokens each holds. Pure functions.</summary>
public static class TextWindowing
{
    /// <summary>Number of windows of a text.</summary>
    /// <param name="kind">The rule.</param>
    /// <param name="tokenCount">Tokens of the text (for <see cref="WindowKind.HalfWindow"/> with BOS, as the tool counts).</param>
    /// <param name="contextLength">Tokens in one window, 2 or more.</param>
    public static int Count(WindowKind kind, int tokenCount, int contextLength) => kind switch
    {
        WindowKind.Rolling => RollingCount(tokenCount, contextLength),
        WindowKind.HalfWindow => HalfWindowCount(tokenCount, contextLength),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The window of an index.</summary>
    public static TokenWindow Window(WindowKind kind, int tokenCount, int contextLength, int index) => kind switch
    {
        WindowKind.Rolling => Rolling(tokenCount, contextLength, index),
        WindowKind.HalfWindow => HalfWindow(contextLength, index),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>
    /// Windows of lm-evaluation-harness' rolling log-likelihood: every token is scored exactly once; 0 for an empty text.
    /// (research/benchmark-harnesses.md 2.1)
    /// </summary>
    /// <param name="tokenCount">Tokens of the text, without the prefix token.</param>
    /// <param name="maxLength">Tokens the model takes at once, 1 or more.</param>
    /// <param name="overlap">Tokens of context that each later window keeps at least; the harness always uses 1.</param>
    public static int RollingCount(int tokenCount, int maxLength, int overlap = 1)
    {
        CheckRolling(tokenCount, maxLength, overlap);
        var step = maxLength - overlap + 1;
        return tokenCount == 0 ? 0 : tokenCount <= maxLength ? 1 : 1 + ((tokenCount - maxLength + step - 1) / step);
    }

    /// <summary>A window of the rolling rule: the first begins at the prefix token; later ones end where their scored tokens end and are filled up to the left.</summary>
    public static TokenWindow Rolling(int tokenCount, int maxLength, int index, int overlap = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, RollingCount(tokenCount, maxLength, overlap));
        if (index == 0)
        {
            var length = Math.Min(maxLength, tokenCount);
            return new(-1, length, 0, length);
        }

        var step = maxLength - overlap + 1;
        var start = maxLength + ((index - 1) * step);
        var count = Math.Min(step, tokenCount - start);
        return new(start + count - maxLength - 1, maxLength, start, count);
    }

    /// <summary>
    /// Chunks of llama.cpp's perplexity tool: not overlapping, the tail dropped; 0 where the text has fewer than two chunks of tokens, which
    /// the tool refuses. (research/benchmark-harnesses.md 2.3)
    /// </summary>
    public static int HalfWindowCount(int tokenCount, int contextLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(contextLength, 3);
        return tokenCount < 2 * contextLength ? 0 : tokenCount / contextLength;
    }

    /// <summary>
    /// A chunk: its first token is replaced by BOS where the vocabulary adds one; predictions from the middle on are scored
    /// (contextLength − ⌊contextLength/2⌋ − 1 of them).
    /// </summary>
    public static TokenWindow HalfWindow(int contextLength, int index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(contextLength, 3);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var first = contextLength / 2;
        var start = index * contextLength;
        return new(start, contextLength - 1, start + first + 1, contextLength - first - 1);
    }

    private static void CheckRolling(int tokenCount, int maxLength, int overlap)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokenCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(overlap, maxLength);
    }
}
