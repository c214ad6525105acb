namespace Eval.TestSupport;

/// <summary>
/// A clock that stands still until it is told to move. Timers fire in the order of their times while it is moved past them. Thread-safe;
/// callbacks run on the thread that moves it, with the clock at their own time.
/// </summary>
public sealed class ManualTimeProvider(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly DateTimeOffset _start = start ?? new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    private readonly PriorityQueue<ManualTimer, (long At, long Number)> _due = new();
    private long _now;
    private long _numbers;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _now));

    /// <summary>When the next timer is due, as time since the start, or null where none is set.</summary>
    public TimeSpan? NextTimer
    {
        get
        {
            lock (_gate)
            {
                return Peek() is { } timer ? TimeSpan.FromTicks(timer.At!.Value) : null;
            }
        }
    }

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock and fires what is due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        var until = Elapsed + by;
        while (FireNext(until))
        {
        }

        lock (_gate)
        {
            _now = until.Ticks;
        }
    }

    /// <summary>Moves the clock to the next timer that is due not later than a time, and fires it; false where there is none.</summary>
    public bool FireNext(TimeSpan until)
    {
        ManualTimer timer;
        lock (_gate)
        {
            if (Peek() is not { } next || next.At > until.Ticks)
            {
                return false;
            }

            _due.Dequeue();
            timer = next;
            _now = Math.Max(_now, timer.At!.Value);
            timer.Fired();
        }

        timer.Call();
        return true;
    }

    private ManualTimer? Peek()
    {
        // Entries of timers that were changed or disposed since are passed over.
        while (_due.TryPeek(out var timer, out var key))
        {
            if (timer.At == key.At && timer.Number == key.Number)
            {
                return timer;
            }

            _due.Dequeue();
        }

        return null;
    }

    private sealed class ManualTimer(ManualTimeProvider owner, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long? At { get; private set; }

        public long Number { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool now;
            lock (owner._gate)
            {
                _period = period;
                now = dueTime == TimeSpan.Zero;
                Set(dueTime > TimeSpan.Zero ? owner._now + dueTime.Ticks : null);
                if (now && period > TimeSpan.Zero)
                {
                    Set(owner._now + period.Ticks);
                }
            }

            if (now)
            {
                Call();
            }

            return true;
        }

        public void Fired() => Set(_period > TimeSpan.Zero ? At + _period.Ticks : null);

        public void Call() => callback(state);

        public void Dispose()
        {
            lock (owner._gate)
            {
                Set(null);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Set(long? at)
        {
            At = at;
            if (at is { } due)
            {
                owner._due.Enqueue(this, (due, Number = ++owner._numbers));
            }
        }
    }
}
