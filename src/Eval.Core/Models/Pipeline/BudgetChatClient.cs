using System.Runtime.CompilerServices;
using Eval.Core.Costs;
using Microsoft.Extensions.AI;

namespace Eval.Core.Models.Pipeline;

/// <summary>
/// Sets the most a call can cost aside before it is made, with all its attempts, and enters its true cost afterwards. Without a price nothing is
/// known of the cost and nothing is held back.
/// </summary>
internal sealed class BudgetChatClient(IChatClient inner, PriceSpec? price, SpendingLimit? limit, TokenGauge gauge, bool batch = false) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var scope = CallScope.Of(ref options);
        using var hold = await HoldAsync(scope, messages, options, cancellationToken);
        try
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            Enter(scope, messages, response.Text.Length);
            return response;
        }
        finally
        {
            EnterLost(scope);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var scope = CallScope.Of(ref options);
        using var hold = await HoldAsync(scope, messages, options, cancellationToken);
        var characters = 0L;
        try
        {
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                characters += update.Text.Length;
                yield return update;
            }

            Enter(scope, messages, characters);
        }
        finally
        {
            EnterLost(scope);
        }
    }

    private async Task<SpendingLimit.Hold?> HoldAsync(
        CallScope scope, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        scope.Most = price is null ? null : CallPrice.Most(price, gauge.Most(messages, options));
        return scope.Hold = limit is null || scope.Most is not { } most ? null : await limit.HoldAsync(most, cancellationToken);
    }

    private void Enter(CallScope scope, IEnumerable<ChatMessage> messages, long answered)
    {
        // An answer without usage is entered at its most in the budget, and its cost stays unknown.
        var cost = price is not null && scope.Usage is { } usage
            ? CallPrice.Of(price, usage with { InputCharacters = TokenGauge.Characters(messages), OutputCharacters = answered }, batch)
            : null;
        if ((cost ?? scope.Most) is { } counted)
        {
            scope.Hold?.Settle(counted);
        }

        scope.Record = (scope.Record ?? new CallRecord(0)) with { Attempts = Math.Max(1, scope.Attempts), CostMicroUsd = cost?.MicroUsd };
        scope.Books.Add(new CallTotals(CostMicroUsd: cost?.MicroUsd ?? 0));
        scope.LostAnswer = false;
    }

    // Earlier lost attempts were entered when the next one was set aside.
    private static void EnterLost(CallScope scope)
    {
        if (scope.LostAnswer && scope.Most is { } lost)
        {
            scope.LostAnswer = false;
            scope.Hold?.Settle(lost);
        }
    }
}
