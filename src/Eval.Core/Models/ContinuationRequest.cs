namespace Eval.Core.Models;

/// <summary>Asks for log P(continuation | context).</summary>
/// <param name="Context">
/// What stands before; may be empty (then BOS alone conditions, or EOS where the vocabulary has no BOS). Trailing white space is moved to
/// the continuation before encoding, and both are encoded as one string, as lm-evaluation-harness does.
/// </param>
/// <param name="Continuation">What is scored; not empty.</param>
/// <param name="SharedPrefixLength">
/// Characters at the start of <paramref name="Context"/> that many requests share (a few-shot preamble), 0 for none. A hint for speed:
/// the engine keeps that part evaluated across calls where this pays.
/// </param>
/// <param name="TruncateLeft">
/// A declared truncation rule: where both together do not fit, tokens are dropped from the left of the context (BOS included), as
/// lm-evaluation-harness does. False, the default, makes that a failure (<see cref="RequestFailureKind.TooLong"/>).
/// </param>
public sealed record ContinuationRequest(
    string Context, string Continuation, int SharedPrefixLength = 0, bool TruncateLeft = false);

/// <summary>The answer to a <see cref="ContinuationRequest"/>.</summary>
/// <param name="LogLikelihood">Sum of the natural log-probabilities of the continuation's tokens; NaN where <paramref name="Failure"/> is set.</param>
/// <param name="TokenCount">Tokens of the continuation.</param>
/// <param name="IsGreedy">True where greedy decoding would have produced the continuation.</param>
/// <param name="ContextTokens">Tokens of the context, BOS included, after any truncation.</param>
/// <param name="Failure">Why there is no number, or null.</param>
public sealed record ContinuationScore(
    double LogLikelihood, int TokenCount, bool IsGreedy, int ContextTokens = 0, RequestFailure? Failure = null)
{
    /// <summary>A result without a number.</summary>
    public static ContinuationScore Failed(RequestFailure failure) => new(double.NaN, 0, IsGreedy: false, 0, failure);
}
