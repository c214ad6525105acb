using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Eval.Core.Models.Pipeline;

/// <summary>The entrance of a pipeline for one unit of work: opens the scope of each call and attaches its record to the response.</summary>
/// <param name="inner">The pipeline of the model.</param>
/// <param name="newScope">Makes the scope of a call.</param>
internal sealed class MeteredChatClient(IChatClient inner, Func<CallScope> newScope) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var scope = newScope();
        try
        {
            var response = await base.GetResponseAsync(messages as IReadOnlyList<ChatMessage> ?? [.. messages], scope.In(options), cancellationToken);
            Close(scope)?.AttachTo(response);
            return response;
        }
        catch (ModelCallException e)
        {
            throw Refused(scope, e);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var scope = newScope();
        var list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        await using var updates = base.GetStreamingResponseAsync(list, scope.In(options), cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                {
                    break;
                }
            }
            catch (ModelCallException e)
            {
                throw Refused(scope, e);
            }

            yield return updates.Current;
        }

        if (Close(scope) is { } record)
        {
            yield return record.ToUpdate();
        }
    }

    private static CallRecord? Close(CallScope scope)
    {
        if (scope.Record is { } record)
        {
            scope.Books.Add(record);
        }

        return scope.Record;
    }

    private static ModelCallException Refused(CallScope scope, ModelCallException e)
    {
        if (e.Failure == CallFailure.OverBudget)
        {
            scope.Books.Refuse(e.Message);
        }

        e.Attempts = Math.Max(1, scope.Attempts);
        return e;
    }
}
