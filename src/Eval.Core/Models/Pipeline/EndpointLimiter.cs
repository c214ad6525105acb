namespace Eval.Core.Models.Pipeline;

/// <summary>
/// Hands out the permits of one endpoint: requests and tokens per sliding minute, calls at once, fewer of them after the endpoint asked to slow
/// down. Those who wait take turns by lane (candidate and suite), in order within each. Thread-safe.
/// </summary>
internal sealed class EndpointLimiter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly RateLimits _limits;
    private readonly TimeProvider _time;
    private readonly SlidingMinute _minute;
    private readonly ITimer _timer;
    private readonly Dictionary<string, Queue<Waiter>> _lanes = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();
    private int _inFlight;
    private int _allowed;
    private int _successes;
    private long _slowedAt;
    private long _pausedUntil;

    public EndpointLimiter(RateLimits limits, TimeProvider time)
    {
        (_limits, _time, _minute, _allowed) = (limits, time, new SlidingMinute(time), limits.Concurrency);
        _slowedAt = _pausedUntil = time.GetTimestamp() - 1;
        _timer = time.CreateTimer(static state => ((EndpointLimiter)state!).Pump(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls that may be under way at once now.</summary>
    public int Allowed
    {
        get
        {
            lock (_gate)
            {
                return _allowed;
            }
        }
    }

    /// <summary>Waits for a permit; it is given back by disposing it.</summary>
    /// <param name="lane">Who asks.</param>
    /// <param name="tokens">Tokens the call may take at most, as estimated.</param>
    /// <param name="cancellationToken">Gives the place in the queue up.</param>
    /// <exception cref="ModelCallException">The call alone is larger than the limit of a minute.</exception>
    public async Task<Permit> AcquireAsync(string lane, long tokens, CancellationToken cancellationToken)
    {
        if (tokens > _limits.TokensPerMinute)
        {
            throw new ModelCallException(
                CallFailure.BadRequest, $"the call may take {tokens} tokens, which is more than tokensPerMinute: {_limits.TokensPerMinute}");
        }

        var waiter = new Waiter(tokens, _time.GetTimestamp());
        lock (_gate)
        {
            if (!_lanes.TryGetValue(lane, out var queue))
            {
                _lanes.Add(lane, queue = new Queue<Waiter>());
            }

            if (queue.Count == 0)
            {
                _turns.Enqueue(lane);
            }

            queue.Enqueue(waiter);
            PumpLocked();
        }

        await using var registration = cancellationToken.Register(
            static (state, token) => ((TaskCompletionSource<Permit>)state!).TrySetCanceled(token), waiter.Turn);
        return await waiter.Turn.Task;
    }

    public void Dispose() => _timer.Dispose();

    private void Pump()
    {
        lock (_gate)
        {
            PumpLocked();
        }
    }

    private void PumpLocked()
    {
        _minute.Expire();
        while (Next() is { } waiter)
        {
            if (_inFlight >= _allowed)
            {
                // Somebody will give a permit back.
                return;
            }

            var paused = _time.GetElapsedTime(_time.GetTimestamp(), _pausedUntil);
            var wait = paused > TimeSpan.Zero ? paused : _minute.Until(waiter.Tokens, _limits.RequestsPerMinute, _limits.TokensPerMinute);
            if (wait > TimeSpan.Zero)
            {
                // Timers may run a little early; a millisecond more saves a second look.
                _timer.Change(wait + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }

            EndTurn();
            var permit = new Permit(this, _minute.Add(waiter.Tokens), _time.GetElapsedTime(waiter.Since));
            _inFlight++;
            if (!waiter.Turn.TrySetResult(permit))
            {
                permit.Cancel();
                _inFlight--;
                permit.IsReturned = true;
            }
        }
    }

    // The first waiter of the lane whose turn it is; lanes of which all gave up are passed over.
    private Waiter? Next()
    {
        while (_turns.TryPeek(out var lane))
        {
            var queue = _lanes[lane];
            while (queue.TryPeek(out var waiter))
            {
                if (!waiter.Turn.Task.IsCompleted)
                {
                    return waiter;
                }

                queue.Dequeue();
            }

            _turns.Dequeue();
        }

        return null;
    }

    private void EndTurn()
    {
        var lane = _turns.Dequeue();
        var queue = _lanes[lane];
        queue.Dequeue();
        if (queue.Count > 0)
        {
            _turns.Enqueue(lane);
        }
    }

    private sealed record Waiter(long Tokens, long Since)
    {
        // Continuations run elsewhere: here the lock is held.
        public TaskCompletionSource<Permit> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Leave to send one request.</summary>
    internal sealed class Permit(EndpointLimiter owner, SlidingMinute.Entry entry, TimeSpan waited) : IDisposable
    {
        private readonly long _grantedAt = owner._time.GetTimestamp();

        /// <summary>How long the call waited for it.</summary>
        public TimeSpan Waited => waited;

        internal bool IsReturned { get; set; }

        /// <summary>Puts the true number of tokens in place of the estimate.</summary>
        public void Correct(long tokens)
        {
            lock (owner._gate)
            {
                owner._minute.Correct(entry, tokens);
                owner.PumpLocked();
            }
        }

        /// <summary>Nothing was sent.</summary>
        public void Cancel()
        {
            lock (owner._gate)
            {
                owner._minute.Cancel(entry);
            }
        }

        /// <summary>The endpoint answered: slowly back to the configured number of calls at once.</summary>
        public void Succeed()
        {
            lock (owner._gate)
            {
                if (owner._allowed < owner._limits.Concurrency && ++owner._successes >= owner._allowed)
                {
                    owner._allowed++;
                    owner._successes = 0;
                }
            }
        }

        /// <summary>The endpoint asked to slow down: half as many calls at once, and none before the time it named.</summary>
        public void Slow(TimeSpan? pause)
        {
            lock (owner._gate)
            {
                var now = owner._time.GetTimestamp();
                if (_grantedAt > owner._slowedAt)
                {
                    // Calls that were under way at that time tell nothing new.
                    owner._allowed = Math.Max(1, owner._allowed / 2);
                    (owner._slowedAt, owner._successes) = (now, 0);
                }

                if (pause is { } span)
                {
                    owner._pausedUntil = Math.Max(owner._pausedUntil, now + (long)(span.TotalSeconds * owner._time.TimestampFrequency));
                }
            }
        }

        public void Dispose()
        {
            lock (owner._gate)
            {
                if (!IsReturned)
                {
                    IsReturned = true;
                    owner._inFlight--;
                    owner.PumpLocked();
                }
            }
        }
    }
}
