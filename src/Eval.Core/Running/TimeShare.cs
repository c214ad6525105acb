namespace Eval.Core.Running;

/// <summary>
/// Shares a model's busy time out among the calls that are under way at once: while n are, each takes an n-th. The shares of all calls add up to the
/// time that the model was busy, where their durations would count shared batches and waiting several times. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class TimeShare(TimeProvider time)
{
    private readonly Lock _gate = new();
    private long _last;
    private double _perCallMs;
    private int _calls;

    /// <summary>A call begins; what is returned is handed to <see cref="Leave"/> when it ends.</summary>
    public double Enter()
    {
        lock (_gate)
        {
            Advance();
            _calls++;
            return _perCallMs;
        }
    }

    /// <summary>A call ends. Returns its share in milliseconds.</summary>
    public double Leave(double entered)
    {
        lock (_gate)
        {
            Advance();
            _calls--;
            return _perCallMs - entered;
        }
    }

    // How much one call that was under way all the time has got so far.
    private void Advance()
    {
        var now = time.GetTimestamp();
        _perCallMs += _calls > 0 ? time.GetElapsedTime(_last, now).TotalMilliseconds / _calls : 0;
        _last = now;
    }
}
