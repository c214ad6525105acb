namespace Eval.Core.Suites.Kinds.MultipleChoice;

/// <summary>What the model said about one choice.</summary>
/// <param name="LogLikelihood">Natural log-likelihood, delimiter included.</param>
/// <param name="Tokens">Tokens scored.</param>
/// <param name="Characters">Code points of the scored text without the delimiter.</param>
/// <param name="Bytes">UTF-8 bytes of the same.</param>
/// <param name="IsGreedy">True where greedy decoding would write it.</param>
/// <param name="Unconditional">Log-likelihood without the question, or null where it was not asked.</param>
internal readonly record struct ChoiceScore(
    double LogLikelihood, int Tokens, int Characters, int Bytes, bool IsGreedy, double? Unconditional = null);
