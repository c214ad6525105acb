namespace Eval.LlamaCpp.Engine;

/// <summary>Tokens whose last ones are scored, each given all before it.</summary>
/// <param name="Tokens">All tokens, the scored ones last. The very last one need not be evaluated: nothing is predicted from it.</param>
/// <param name="ContextLength">How many at the start only condition; 1 or more.</param>
/// <param name="Request">Index of what was asked for.</param>
internal sealed record TokenSequence(int[] Tokens, int ContextLength, int Request)
{
    /// <summary>Tokens that are evaluated.</summary>
    public int EvaluatedLength => Tokens.Length - 1;

    /// <summary>Tokens that are scored.</summary>
    public int ScoredLength => Tokens.Length - ContextLength;

    /// <summary>Length of the common beginning of the evaluated tokens of two sequences.</summary>
    public int CommonLength(TokenSequence other) =>
        Tokens.AsSpan(0, EvaluatedLength).CommonPrefixLength(other.Tokens.AsSpan(0, other.EvaluatedLength));

    /// <summary>True where both have the same context.</summary>
    public bool HasContextOf(TokenSequence other) =>
        ContextLength == other.ContextLength && Tokens.AsSpan(0, ContextLength).SequenceEqual(other.Tokens.AsSpan(0, ContextLength));
}
