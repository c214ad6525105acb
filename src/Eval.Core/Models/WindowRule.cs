namespace Eval.Core.Models;

/// <summary>How a text is cut into windows of tokens.</summary>
/// <param name="Kind">Which rule.</param>
/// <param name="ContextLength">Tokens in one window; 0 takes the model's context length.</param>
public sealed record WindowRule(WindowKind Kind, int ContextLength = 0);

/// <summary>Rules of <see cref="WindowRule"/>.</summary>
public enum WindowKind
{
    /// <summary>
    /// lm-evaluation-harness, <c>loglikelihood_rolling</c>: every token is scored once; full windows are disjoint and start with one
    /// token of context (BOS first), the last one is filled up to the left. (research/benchmark-harnesses.md 2.1)
    /// </summary>
    Rolling,

    /// <summary>
    /// llama.cpp's perplexity tool: non-overlapping chunks, first token replaced by BOS, second half scored, tail dropped.
    /// (research/benchmark-harnesses.md 2.3)
    /// </summary>
    HalfWindow,
}

/// <summary>The windows of a text.</summary>
/// <param name="TokenCount">Tokens of the text (BOS included for <see cref="WindowKind.HalfWindow"/>, as the tool counts).</param>
/// <param name="WindowCount">Windows; 0 where the text is too short for the rule.</param>
/// <param name="ContextLength">Tokens in one window, as used.</param>
/// <param name="Failure">Why there are none, or null.</param>
public sealed record TextWindows(int TokenCount, int WindowCount, int ContextLength, RequestFailure? Failure = null);

/// <summary>Asks for some consecutive windows of a text.</summary>
/// <param name="Text">The whole text (the engine keeps the tokens of the last one).</param>
/// <param name="Rule">How it is cut.</param>
/// <param name="FirstWindow">Index of the first window, from 0.</param>
/// <param name="WindowCount">How many.</param>
public sealed record WindowRequest(string Text, WindowRule Rule, int FirstWindow, int WindowCount);

/// <summary>The sums over one window.</summary>
/// <param name="Index">Index of the window.</param>
/// <param name="ScoredTokens">Tokens scored in it.</param>
/// <param name="LogLikelihood">Sum of their natural log-probabilities.</param>
/// <param name="SumOfSquares">Sum of the squares of their log-probabilities, for the standard error.</param>
/// <param name="ScoredBytes">UTF-8 bytes of the scored tokens' text.</param>
/// <param name="Failure">Why there is no number, or null.</param>
public sealed record WindowScore(
    int Index, int ScoredTokens, double LogLikelihood, double SumOfSquares, int ScoredBytes, RequestFailure? Failure = null);

/// <summary>Token by token comparison of a model with a reference over one window. All arrays have one entry per scored token.</summary>
/// <param name="Index">Index of the window.</param>
/// <param name="LogProbs">Natural log-probability of the true token under this model.</param>
/// <param name="ReferenceLogProbs">The same under the reference.</param>
/// <param name="Divergences">KL(reference ‖ model) in nats.</param>
/// <param name="SameTop">Whether both models' most probable tokens agree.</param>
public sealed record DivergenceScore(int Index, float[] LogProbs, float[] ReferenceLogProbs, float[] Divergences, bool[] SameTop);
