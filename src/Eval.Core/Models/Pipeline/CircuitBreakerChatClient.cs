using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Eval.Core.Models.Pipeline;

/// <summary>Sends nothing to an endpoint whose circuit is open, and reports to the circuit how each call ended.</summary>
internal sealed class CircuitBreakerChatClient(IChatClient inner, EndpointCircuit circuit) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var scope = CallScope.Of(ref options);
        var probe = circuit.Enter();
        try
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            circuit.Succeed();
            return response;
        }
        catch (Exception e)
        {
            Report(e, probe, scope);
            throw;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var scope = CallScope.Of(ref options);
        var probe = circuit.Enter();
        var reported = false;
        try
        {
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
                catch (Exception e)
                {
                    reported = true;
                    Report(e, probe, scope);
                    throw;
                }

                yield return updates.Current;
            }

            reported = true;
            circuit.Succeed();
        }
        finally
        {
            if (!reported)
            {
                circuit.Leave(probe);
            }
        }
    }

    private void Report(Exception e, bool probe, CallScope scope)
    {
        switch (e)
        {
            case ModelCallException { Failure: CallFailure.Connection or CallFailure.Timeout or CallFailure.Server or CallFailure.Malformed }:
            case TimeoutException or IOException:
            case OperationCanceledException when !scope.Caller.IsCancellationRequested:
                circuit.Fail(probe, e is OperationCanceledException ? "no answer in time" : e.Message);
                break;
            case ModelCallException:
                circuit.Succeed();
                break;
            default:
                circuit.Leave(probe);
                break;
        }
    }
}
