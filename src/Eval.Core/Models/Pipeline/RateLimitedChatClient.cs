using System.Runtime.CompilerServices;
using Eval.Core.Costs;
using Microsoft.Extensions.AI;

namespace Eval.Core.Models.Pipeline;

/// <summary>Takes a permit for each attempt, waits as long as it must, and tells the limiter how the attempt ended.</summary>
internal sealed class RateLimitedChatClient(IChatClient inner, EndpointLimiter limiter, TokenGauge gauge) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var scope = CallScope.Of(ref options);
        using var permit = await AcquireAsync(scope, messages, options, cancellationToken);
        try
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            Answered(permit, messages, options, scope.Usage);
            return response;
        }
        catch (ModelCallException e)
        {
            Failed(permit, e);
            throw;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var scope = CallScope.Of(ref options);
        using var permit = await AcquireAsync(scope, messages, options, cancellationToken);
        await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
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
                Failed(permit, e);
                throw;
            }

            yield return updates.Current;
        }

        Answered(permit, messages, options, scope.Usage);
    }

    private async Task<EndpointLimiter.Permit> AcquireAsync(
        CallScope scope, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var permit = await limiter.AcquireAsync(scope.Lane, gauge.Estimate(messages, options).TotalTokens, cancellationToken);
        scope.Books.Add(new CallTotals(WaitMs: permit.Waited.TotalMilliseconds));
        return permit;
    }

    private void Answered(EndpointLimiter.Permit permit, IEnumerable<ChatMessage> messages, ChatOptions? options, CallUsage? usage)
    {
        permit.Succeed();
        if (usage is { } used)
        {
            permit.Correct(used.TotalTokens);
            gauge.Learn(messages, options, used);
        }
    }

    private static void Failed(EndpointLimiter.Permit permit, ModelCallException e)
    {
        switch (e.Failure)
        {
            case CallFailure.CircuitOpen:
                permit.Cancel();
                break;
            case CallFailure.RateLimited:
                permit.Slow(e.RetryAfter);
                break;
        }
    }
}
