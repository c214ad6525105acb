namespace Eval.Core.Models.Pipeline;

/// <summary>
/// The permits of the last minute, one by one, so that no minute, wherever it begins, holds more than allowed. (The limiters of
/// System.Threading.RateLimiting refill by segments or buckets, take no other clock and cannot correct a permit afterwards.) Not thread-safe.
/// </summary>
internal sealed class SlidingMinute(TimeProvider time)
{
    /// <summary>
    /// A second more than the minute: the endpoint counts requests when they arrive, and two that left 60 s apart may arrive closer together.
    /// </summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(61);

    private readonly Queue<Entry> _entries = new();

    public int Requests { get; private set; }

    public long Tokens { get; private set; }

    public Entry Add(long tokens)
    {
        var entry = new Entry(time.GetTimestamp(), tokens);
        _entries.Enqueue(entry);
        Requests++;
        Tokens += tokens;
        return entry;
    }

    /// <summary>Puts the true number of tokens in place of the estimate.</summary>
    public void Correct(Entry entry, long tokens)
    {
        if (!entry.IsGone)
        {
            Tokens += tokens - entry.Tokens;
            entry.Tokens = tokens;
        }
    }

    /// <summary>Takes a request back that was never sent.</summary>
    public void Cancel(Entry entry)
    {
        Correct(entry, 0);
        if (entry is { IsGone: false, Requests: 1 })
        {
            entry.Requests = 0;
            Requests--;
        }
    }

    /// <summary>Forgets what is older than the window.</summary>
    public void Expire()
    {
        while (_entries.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= Length)
        {
            _entries.Dequeue();
            Tokens -= oldest.Tokens;
            Requests -= oldest.Requests;
            oldest.IsGone = true;
        }
    }

    /// <summary>How long until a request of this size fits; zero where it fits now.</summary>
    public TimeSpan Until(long tokens, int? requestLimit, long? tokenLimit)
    {
        var (tooMany, tooMuch) = (Requests + 1 - (requestLimit ?? int.MaxValue), Tokens + tokens - (tokenLimit ?? long.MaxValue));
        if (tooMany <= 0 && tooMuch <= 0)
        {
            return TimeSpan.Zero;
        }

        var wait = Length;
        foreach (var entry in _entries)
        {
            tooMany -= entry.Requests;
            tooMuch -= entry.Tokens;
            if (tooMany <= 0 && tooMuch <= 0)
            {
                wait = Length - time.GetElapsedTime(entry.At);
                break;
            }
        }

        return wait;
    }

    /// <summary>One permit.</summary>
    internal sealed class Entry(long at, long tokens)
    {
        public long At { get; } = at;

        public long Tokens { get; set; } = tokens;

        public int Requests { get; set; } = 1;

        public bool IsGone { get; set; }
    }
}
