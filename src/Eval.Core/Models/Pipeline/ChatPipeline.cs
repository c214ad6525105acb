using Eval.Core.Costs;
using Eval.Core.Running;
using Microsoft.Extensions.AI;

namespace Eval.Core.Models.Pipeline;

/// <summary>
/// Composes what stands between a suite and a model, outermost first: telemetry, cache, budget, retries, a permit of the rate limits, the limits of one attempt,
/// the circuit of the endpoint. Everything may be called from several threads. (Hedging is left out: a second request for one answer would
/// be paid for twice, and an evaluation gains nothing by a shorter tail.)
/// </summary>
internal static class ChatPipeline
{
    /// <summary>The pipeline of a hosted model.</summary>
    public static IChatClient Hosted(
        IChatClient model,
        Candidate candidate,
        ModelDescription description,
        EndpointGate gate,
        IAnswerCache? cache,
        SpendingLimit? budget,
        PipelineSettings settings,
        TimeProvider time)
    {
        var gauge = new TokenGauge(candidate.Hosted!, description.Capabilities.ContextLength);
        IChatClient client = new CircuitBreakerChatClient(model, gate.Circuit);
        client = new AttemptChatClient(client, settings.AttemptTimeout, gauge, time);
        client = new RateLimitedChatClient(client, gate.Limiter, gauge);
        client = new RetryingChatClient(client, settings, time);
        client = new BudgetChatClient(client, candidate.Price?.Today(time), budget, gauge, candidate.Hosted is { Batch: true });
        return Outer(client, candidate, description, cache, settings.AnswersKeptFor, time);
    }

    /// <summary>The pipeline of a model on this machine: nothing to pay, to limit or to try again.</summary>
    public static IChatClient Local(IChatClient model, Candidate candidate, ModelDescription description, IAnswerCache? cache, TimeProvider time) =>
        Outer(new AttemptChatClient(model, limit: null, gauge: null, time), candidate, description, cache, keptFor: null, time);

    private static TelemetryChatClient Outer(
        IChatClient client, Candidate candidate, ModelDescription description, IAnswerCache? cache, TimeSpan? keptFor, TimeProvider time)
    {
        if (cache is not null)
        {
            client = new CachingChatClient(client, description.Identity, candidate.Id, cache, keptFor);
        }

        return new TelemetryChatClient(client, candidate, time);
    }
}
