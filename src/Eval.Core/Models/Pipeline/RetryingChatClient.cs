using System.Runtime.CompilerServices;
using Eval.Core.Statistics;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;

namespace Eval.Core.Models.Pipeline;

/// <summary>
/// Tries again where that can help: faults a few times with growing pauses, an endpoint that asked to slow down or rests for as long as patience
/// lasts. What cannot help is passed on at once. A stream is tried again until its first update was handed on.
/// </summary>
internal sealed class RetryingChatClient : DelegatingChatClient
{
    private static readonly ResiliencePropertyKey<CallScope> Scope = new("eval.call");

    private readonly PipelineSettings _settings;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _pipeline;

    public RetryingChatClient(IChatClient inner, PipelineSettings settings, TimeProvider time)
        : base(inner)
    {
        (_settings, _time) = (settings, time);
        var (gate, random) = (new Lock(), new SeededRandom(settings.JitterSeed));
        double Jitter()
        {
            lock (gate)
            {
                return random.NextDouble();
            }
        }

        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (settings.Attempts > 1)
        {
            builder.AddRetry(With(Jitter, settings.Attempts - 1, args => args.Outcome.Exception is ModelCallException
            {
                Failure: CallFailure.Connection or CallFailure.Timeout or CallFailure.Server or CallFailure.Malformed,
            } e && !(e.RetryAfter > settings.LongestRetryAfter)));
        }

        _pipeline = builder.AddRetry(With(Jitter, int.MaxValue, IsToldToWait)).Build();
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var scope = CallScope.Of(ref options);
        return await TryAsync(scope, token => new ValueTask<ChatResponse>(base.GetResponseAsync(messages, options, token)), cancellationToken);
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var scope = CallScope.Of(ref options);
        var (updates, any) = await TryAsync(scope, token => BeginAsync(base.GetStreamingResponseAsync(messages, options, token), token), cancellationToken);
        await using (updates)
        {
            for (; any; any = await updates.MoveNextAsync())
            {
                yield return updates.Current;
            }
        }
    }

    private static async ValueTask<(IAsyncEnumerator<ChatResponseUpdate> Updates, bool Any)> BeginAsync(
        IAsyncEnumerable<ChatResponseUpdate> stream, CancellationToken cancellationToken)
    {
        var updates = stream.GetAsyncEnumerator(cancellationToken);
        try
        {
            return (updates, await updates.MoveNextAsync());
        }
        catch
        {
            await updates.DisposeAsync();
            throw;
        }
    }

    private async Task<T> TryAsync<T>(CallScope scope, Func<CancellationToken, ValueTask<T>> attempt, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
        context.Properties.Set(Scope, scope);
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (context, state) =>
                {
                    if (state.scope is { LostAnswer: true, Hold: { } hold } scope)
                    {
                        scope.LostAnswer = false;
                        await hold.LoseAsync(context.CancellationToken);
                    }

                    return await state.attempt(context.CancellationToken);
                },
                context,
                (scope, attempt));
        }
        catch (ModelCallException e) when (IsHopeless(e))
        {
            throw new ModelUnavailableException(e.Message, isPermanent: true, e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private RetryStrategyOptions With(Func<double> jitter, int retries, Func<RetryPredicateArguments<object>, bool> handles) => new()
    {
        MaxRetryAttempts = retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Randomizer = jitter,
        Delay = _settings.FirstPause,
        MaxDelay = _settings.LongestPause,
        ShouldHandle = args => new(handles(args)),
        // A server that says "at once" and fails again would be called without a pause.
        DelayGenerator = static args => new(args.Outcome.Exception is ModelCallException { RetryAfter: { TotalSeconds: >= 0.1 } after } ? after : null),
    };

    private bool IsToldToWait(RetryPredicateArguments<object> args)
    {
        switch (args.Outcome.Exception)
        {
            case ModelCallException { Failure: CallFailure.CircuitOpen }:
                // The circuit itself gives the endpoint up after a while.
                return true;
            case ModelCallException { Failure: CallFailure.RateLimited } e when !(e.RetryAfter > _settings.LongestRetryAfter):
                var scope = args.Context.Properties.GetValue(Scope, null!);
                scope.SlowedSince ??= _time.GetTimestamp();
                return _time.GetElapsedTime(scope.SlowedSince.Value) < _settings.RateLimitPatience;
            default:
                return false;
        }
    }

    // A refused key, an account without credit and a quota that is used up end every call alike: not one sample more should fail of it.
    private static bool IsHopeless(ModelCallException e) => e.Failure is CallFailure.Unauthorized or CallFailure.RateLimited;
}
