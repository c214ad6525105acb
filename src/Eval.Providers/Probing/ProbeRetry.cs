using Eval.Core.Models;

namespace Eval.Providers.Probing;

/// <summary>
/// Asks again what failed in passing. Probes run before the run's own pipeline exists; what they find decides the plan, so a hiccup must
/// not look like a missing capability.
/// </summary>
internal sealed class ProbeRetry(TimeSpan attemptTimeout, TimeProvider time)
{
    private const int Attempts = 6;

    // Enough for a server that loads a large model first. A candidate may allow its answers much more, but a probe asks for few words.
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromMinutes(2);

    private readonly TimeSpan _attemptTimeout = attemptTimeout < LongestAttempt ? attemptTimeout : LongestAttempt;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>The answer; throws the last <see cref="ModelCallException"/>.</summary>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AttemptAsync(ask, cancellationToken);
            }
            catch (ModelCallException e) when (IsPassing(e.Failure) && attempt < AttemptsFor(e))
            {
                var wait = e.RetryAfter ?? FirstWaitFor(e) * Math.Pow(2, attempt - 1);
                await Task.Delay(wait < LongestWait ? wait : LongestWait, time, cancellationToken);
            }
        }
    }

    // Nobody listens: that seldom passes. Something that is no such server answers: that seldom passes either, but a route that is thought to be closed
    // because of a hiccup leaves suites out.
    private static int AttemptsFor(ModelCallException e) => e switch
    {
        { Failure: CallFailure.Connection, MayBeBilled: false } => 3,
        // Whoever said nothing for so long seldom speaks the next time; the wait would be that of the user.
        { Failure: CallFailure.Timeout } => 1,
        _ => Attempts,
    };

    private static TimeSpan FirstWaitFor(ModelCallException e) => e.Failure == CallFailure.Malformed ? FirstWait / 4 : FirstWait;

    private async Task<T> AttemptAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_attemptTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ask(both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ModelCallException(CallFailure.Timeout, $"no answer within {_attemptTimeout.TotalSeconds:0.###} s") { MayBeBilled = true };
        }
    }

    private static bool IsPassing(CallFailure failure) =>
        failure is CallFailure.Connection or CallFailure.Timeout or CallFailure.RateLimited or CallFailure.Server or CallFailure.Malformed;
}
