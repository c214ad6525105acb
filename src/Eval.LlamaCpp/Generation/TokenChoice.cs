namespace Eval.LlamaCpp.Generation;

/// <summary>One generated token under the model's own distribution (before temperature, penalties and grammar).</summary>
/// <param name="Token">The token.</param>
/// <param name="LogProb">Its natural log-probability.</param>
/// <param name="Top">The most probable tokens, best first.</param>
public sealed record TokenChoice(int Token, float LogProb, IReadOnlyList<TokenProbability> Top);

/// <summary>A token with its natural log-probability.</summary>
public readonly record struct TokenProbability(int Token, float LogProb);
