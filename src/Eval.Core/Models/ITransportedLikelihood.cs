using Microsoft.Extensions.AI;

namespace Eval.Core.Models;

/// <summary>
/// Likelihoods that are asked over a network, request by request. What carries the requests is a chat client, so that they pass the same
/// pipeline as chats do: cache, budget, retries, rate limits, and the books of the unit.
/// </summary>
public interface ITransportedLikelihood : ILikelihoodModel
{
    /// <summary>
    /// Carries single requests: a user message holds the text as it stands, <c>AdditionalProperties</c> say what is asked of it, and the response's
    /// <c>AdditionalProperties</c> hold the numbers as JSON values, because answers are cached as JSON.
    /// </summary>
    IChatClient Transport { get; }

    /// <summary>The same model over another transport, which wraps <see cref="Transport"/>. Cheap: made for each unit of work.</summary>
    ILikelihoodModel Over(IChatClient transport);
}
