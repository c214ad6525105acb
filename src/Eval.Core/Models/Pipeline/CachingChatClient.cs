using System.Runtime.CompilerServices;
using System.Text.Json;
using Eval.Core.Running;
using Microsoft.Extensions.AI;

namespace Eval.Core.Models.Pipeline;

/// <summary>Serves requests that were answered before, and keeps what is answered. Failures are never kept.</summary>
/// <param name="inner">Who is asked otherwise.</param>
/// <param name="model">Whose answers they are.</param>
/// <param name="candidateId">Under which name they are listed.</param>
/// <param name="cache">Where they are kept.</param>
/// <param name="keptFor">How long, or null for ever.</param>
internal sealed class CachingChatClient(
    IChatClient inner, ModelIdentity model, string candidateId, IAnswerCache cache, TimeSpan? keptFor) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var scope = CallScope.Of(ref options);
        var key = RequestKey.Of(model, messages, options, scope.Epoch);
        if (await FindAsync(key, scope, cancellationToken) is { } found)
        {
            return found;
        }

        var response = await base.GetResponseAsync(messages, options, cancellationToken);
        await StoreAsync(key, scope, response);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var scope = CallScope.Of(ref options);
        var key = RequestKey.Of(model, messages, options, scope.Epoch);
        if (await FindAsync(key, scope, cancellationToken) is { } found)
        {
            foreach (var update in found.ToChatResponseUpdates())
            {
                yield return update;
            }

            yield break;
        }

        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            updates.Add(update);
            yield return update;
        }

        await StoreAsync(key, scope, updates.ToChatResponse());
    }

    private async Task<ChatResponse?> FindAsync(string? key, CallScope scope, CancellationToken cancellationToken)
    {
        if (key is null || !scope.ReadCache || await cache.FindAsync(key, cancellationToken) is not { } found
            || JsonSerializer.Deserialize<Entry>(found.Payload, AIJsonUtilities.DefaultOptions) is not { Response: { } response, Call: { } call })
        {
            return null;
        }

        scope.Record = call with { Attempts = 0, Cached = true };
        return response;
    }

    // Not cancelled: what was paid for is kept.
    private async Task StoreAsync(string? key, CallScope scope, ChatResponse response)
    {
        if (key is not null && scope.Record is { } record)
        {
            var payload = JsonSerializer.Serialize(new Entry(response, record), AIJsonUtilities.DefaultOptions);
            await cache.StoreAsync(key, candidateId, new CachedAnswer(payload, record.DurationMs, record.CostMicroUsd), keptFor, CancellationToken.None);
        }
    }

    private sealed record Entry(ChatResponse Response, CallRecord Call);
}
