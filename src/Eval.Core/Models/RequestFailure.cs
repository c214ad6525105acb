namespace Eval.Core.Models;

/// <summary>Why one request of a call got no number, though the model is well.</summary>
/// <param name="Kind">The reason as a word.</param>
/// <param name="Message">The reason as a sentence for the user.</param>
public sealed record RequestFailure(RequestFailureKind Kind, string Message);

/// <summary>Reasons of <see cref="RequestFailure"/>.</summary>
public enum RequestFailureKind
{
    /// <summary>The text has more tokens than the context holds.</summary>
    TooLong,

    /// <summary>The vocabulary has no token for a character of the text.</summary>
    Unencodable,

    /// <summary>There is nothing to score (an empty continuation, a text too short for the rule).</summary>
    NothingToScore,

    /// <summary>The engine failed on this request: it crashed, or gave a number that is not finite.</summary>
    EngineFailed,
}
