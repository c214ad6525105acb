using System.Runtime.CompilerServices;
using Eval.Core.Costs;
using Microsoft.Extensions.AI;

namespace Eval.Core.Models.Pipeline;

/// <summary>
/// One attempt: its time limit, its true delay and tokens, and whether it may be billed though it failed. It begins after the permit was taken,
/// so that waiting is in neither.
/// </summary>
/// <param name="inner">The circuit breaker, or the model.</param>
/// <param name="limit">Time of one attempt, or null for a model on this machine.</param>
/// <param name="gauge">Judges what the endpoint reports, or null where it is taken as it is.</param>
/// <param name="time">The clock.</param>
internal sealed class AttemptChatClient(IChatClient inner, TimeSpan? limit, TokenGauge? gauge, TimeProvider time) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var scope = CallScope.Of(ref options);
        scope.Caller = cancellationToken;
        using var attempt = new Attempt(limit, time, cancellationToken);
        try
        {
            var response = await base.GetResponseAsync(messages, options, attempt.Token);
            scope.Usage = Judge(messages, options, response.Usage);
            scope.Record = attempt.Record(scope.Usage, firstToken: null);
            Enter(scope, lost: false);
            return response;
        }
        catch (Exception e)
        {
            throw Failed(scope, attempt.Translate(e, cancellationToken));
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var scope = CallScope.Of(ref options);
        scope.Caller = cancellationToken;
        using var attempt = new Attempt(limit, time, cancellationToken);
        UsageDetails? usage = null;
        double? firstToken = null;
        var entered = false;
        await using var updates = base.GetStreamingResponseAsync(messages, options, attempt.Token).GetAsyncEnumerator(attempt.Token);
        try
        {
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
                    entered = true;
                    throw Failed(scope, attempt.Translate(e, cancellationToken));
                }

                foreach (var content in updates.Current.Contents)
                {
                    if (content is UsageContent { Details: { } details })
                    {
                        (usage ??= new UsageDetails()).Add(details);
                    }
                    else if (firstToken is null && content is not TextContent { Text: "" } and not TextReasoningContent { Text: "" })
                    {
                        firstToken = attempt.ElapsedMs;
                    }
                }

                yield return updates.Current;
            }

            scope.Usage = Judge(messages, options, usage);
            scope.Record = attempt.Record(scope.Usage, firstToken);
            Enter(scope, lost: false);
            entered = true;
        }
        finally
        {
            // A reader that turned away in the middle has used the endpoint all the same.
            if (!entered)
            {
                Enter(scope, lost: true);
            }
        }
    }

    private CallUsage? Judge(IEnumerable<ChatMessage> messages, ChatOptions? options, UsageDetails? reported) =>
        CallUsage.Of(reported) is { } usage && gauge?.IsPossible(messages, options, usage) != false ? usage : null;

    private static Exception Failed(CallScope scope, Exception e)
    {
        switch (e)
        {
            case ModelCallException { Failure: CallFailure.CircuitOpen } or ModelUnavailableException { IsPermanent: true }:
                // Nothing was sent.
                break;
            case ModelCallException call:
                Enter(scope, call.MayBeBilled, call.Failure == CallFailure.RateLimited);
                break;
            default:
                Enter(scope, lost: e is OperationCanceledException);
                break;
        }

        return e;
    }

    private static void Enter(CallScope scope, bool lost, bool rateLimited = false)
    {
        var isRetry = scope.Attempts++ > 0;
        scope.LostAnswer |= lost;
        scope.Books.Add(new CallTotals(
            Calls: 1,
            Retries: isRetry ? 1 : 0,
            RateLimited: rateLimited ? 1 : 0,
            LostAnswers: lost ? 1 : 0,
            LostMicroUsd: lost ? scope.Most?.MicroUsd ?? 0 : 0));
    }

    private sealed class Attempt : IDisposable
    {
        private readonly TimeProvider _time;
        private readonly TimeSpan? _limit;
        private readonly CancellationTokenSource? _timer;
        private readonly CancellationTokenSource? _linked;
        private readonly long _began;

        public Attempt(TimeSpan? limit, TimeProvider time, CancellationToken cancellationToken)
        {
            (_time, _limit, Token) = (time, limit, cancellationToken);
            if (limit is { } span)
            {
                _timer = new CancellationTokenSource(span, time);
                _linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _timer.Token);
                Token = _linked.Token;
            }

            _began = time.GetTimestamp();
        }

        public CancellationToken Token { get; }

        public double ElapsedMs => _time.GetElapsedTime(_began).TotalMilliseconds;

        public CallRecord Record(CallUsage? usage, double? firstToken)
        {
            var used = usage ?? default;
            return new CallRecord(ElapsedMs)
            {
                InputTokens = used.InputTokens,
                CachedInputTokens = used.CachedInputTokens,
                OutputTokens = used.OutputTokens,
                ReasoningTokens = used.ReasoningTokens,
                FirstTokenMs = firstToken,
                SentTimestamp = _began,
            };
        }

        /// <summary>What a failure means: a client may throw anything, and a time limit looks like a cancellation.</summary>
        public Exception Translate(Exception e, CancellationToken caller) => e switch
        {
            OperationCanceledException when caller.IsCancellationRequested => e,
            OperationCanceledException or TimeoutException => new ModelCallException(
                CallFailure.Timeout,
                _timer?.IsCancellationRequested == true ? $"no answer within {_limit!.Value.TotalSeconds:0.###} s" : "no answer in time", e)
            { MayBeBilled = true },
            IOException => new ModelCallException(CallFailure.Connection, e.Message, e) { MayBeBilled = true },
            _ => e,
        };

        public void Dispose()
        {
            _linked?.Dispose();
            _timer?.Dispose();
        }
    }
}
