namespace Eval.FakeEndpoint.Limits;

/// <summary>
/// Counts the requests of one model over the last window, those that were sent away too where they came (a client that respects its limits
/// sends none). Exact: a log of arrivals, not a bucket, so that no burst slips through at a boundary.
/// </summary>
internal sealed class RateLimiter(RateLimits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<(long At, int Tokens)> _admitted = [];
    private long _tokens;
    private int _open;

    /// <summary>Asks for a place; the answer tells the state after it.</summary>
    public RateState Enter(int tokens)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var window = TimeSpan.FromSeconds(limits.WindowSeconds);
            while (_admitted.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At, now) >= window)
            {
                _tokens -= _admitted.Dequeue().Tokens;
            }

            RateDimension? over = limits.Concurrency is { } most && _open >= most ? RateDimension.Concurrency
                : limits.RequestsPerMinute is { } requests && _admitted.Count + 1 > requests ? RateDimension.Requests
                : limits.TokensPerMinute is { } perMinute && _tokens + tokens > perMinute ? RateDimension.Tokens
                : null;
            if (over is null || !limits.Enforced)
            {
                _admitted.Enqueue((now, tokens));
                _tokens += tokens;
                _open++;
            }

            var reset = _admitted.TryPeek(out var first) ? window - time.GetElapsedTime(first.At, now) : TimeSpan.Zero;
            return new RateState(limits, over, _admitted.Count, _tokens, reset, over is { } && limits.Enforced ? WaitFor(over.Value, tokens, now, window) : TimeSpan.Zero);
        }
    }

    /// <summary>Ends a request that was let in.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _open--;
        }
    }

    // When enough of the oldest arrivals will have left the window.
    private TimeSpan WaitFor(RateDimension over, int tokens, long now, TimeSpan window)
    {
        if (over == RateDimension.Concurrency)
        {
            return TimeSpan.FromMilliseconds(100);
        }

        var left = _tokens;
        foreach (var (at, count) in _admitted)
        {
            left -= count;
            if (over == RateDimension.Requests || left + tokens <= limits.TokensPerMinute)
            {
                return window - time.GetElapsedTime(at, now);
            }
        }

        return window;
    }
}

/// <summary>What a limit counts.</summary>
internal enum RateDimension
{
    Requests,
    Tokens,
    Concurrency,
}

/// <summary>The state of a limiter after a request.</summary>
internal sealed record RateState(RateLimits Limits, RateDimension? Over, int Requests, long Tokens, TimeSpan Reset, TimeSpan Wait)
{
    /// <summary>True where the request is sent away.</summary>
    public bool Refused => Over is not null && Limits.Enforced;
}
