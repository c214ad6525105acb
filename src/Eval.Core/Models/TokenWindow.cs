namespace Eval.Core.Models;

/// <summary>
/// One window over the tokens of a text: what is evaluated and what is scored. Positions count from 0; −1 is the prefix token (BOS) before
/// the text.
/// </summary>
/// <param name="InputStart">Position of the first token that is evaluated, or −1 where the prefix token comes first.</param>
/// <param name="InputLength">Tokens evaluated; the last one predicts the last scored token, so the input ends one before it.</param>
/// <param name="ScoreStart">Position of the first token that is scored.</param>
/// <param name="ScoreCount">Tokens scored.</param>
public readonly record struct TokenWindow(int InputStart, int InputLength, int ScoreStart, int ScoreCount)
{
    /// <summary>
    /// Tokens that only condition, once the overlap with the scored ones is cut off (<c>make_disjoint</c> of lm-evaluation-harness).
    /// </summary>
    public int ContextLength => InputLength - (ScoreCount - 1);
}
