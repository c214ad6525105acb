namespace Eval.Core.Models;

/// <summary>
/// A chat request cannot be answered though the model is well: too long, not encodable, or it crashes the engine. What
/// <see cref="RequestFailure"/> is in the results of <see cref="ILikelihoodModel"/>; <c>IChatClient</c> has no other way to tell it.
/// </summary>
/// <param name="failure">The reason.</param>
public sealed class RequestFailedException(RequestFailure failure) : Exception(failure.Message)
{
    /// <summary>The reason.</summary>
    public RequestFailure Failure { get; } = failure;
}
