using System.Text.Json;
using Eval.FakeEndpoint.Faults;

namespace Eval.FakeEndpoint.Ledgers;

/// <summary>
/// What an endpoint saw: the witness that nothing was asked twice, that billed = answered + lost, that limits were kept, and what the
/// true delays were. Safe for use by several threads.
/// </summary>
public sealed class Ledger : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly int _keep;
    private readonly StreamWriter? _file;
    private readonly Queue<LedgerEntry> _entries = [];
    private readonly Dictionary<string, Tally> _contents = new(StringComparer.Ordinal);
    private readonly Dictionary<FaultKind, long> _faults = [];
    private LedgerTotals _totals = new();
    private long _numbers;

    internal Ledger(TimeProvider time, int keep, string? file)
    {
        _time = time;
        _start = time.GetTimestamp();
        _keep = keep;
        _file = file is null ? null : new StreamWriter(file, append: true) { AutoFlush = true };
    }

    /// <summary>Milliseconds since the endpoint started.</summary>
    public double NowMs => _time.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>The requests in order of arrival, those in work included.</summary>
    public IReadOnlyList<LedgerEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>Sums over everything since the start.</summary>
    public LedgerTotals Totals
    {
        get
        {
            lock (_lock)
            {
                return _totals with
                {
                    Contents = _contents.Count,
                    Faults = new Dictionary<FaultKind, long>(_faults),
                    ProcessorMs = Environment.CpuUsage.TotalTime.TotalMilliseconds,
                };
            }
        }
    }

    /// <summary>The sums once no request is being served: a client may have its answer a moment before the endpoint has written that down.</summary>
    public async Task<LedgerTotals> SettleAsync(CancellationToken cancellationToken = default)
    {
        while (Totals.Open > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), _time, cancellationToken);
        }

        return Totals;
    }

    /// <summary>Most requests that arrived within any window of a length, refused ones included.</summary>
    public int PeakRequests(TimeSpan window, string? model = null) => (int)Peak(window, model, _ => 1);

    /// <summary>Most tokens (read and written) of the requests that arrived within any window of a length; those sent away by a limit count nothing.</summary>
    public long PeakTokens(TimeSpan window, string? model = null) => Peak(window, model, e => e.LimitTokens);

    /// <summary>Forgets everything, attempts included.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _contents.Clear();
            _faults.Clear();
            _totals = new LedgerTotals { Open = _totals.Open, PeakOpen = _totals.Open };
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file?.Dispose();

    internal LedgerEntry Begin(string route)
    {
        lock (_lock)
        {
            var entry = new LedgerEntry { Number = ++_numbers, Route = route, ArrivedMs = NowMs };
            _entries.Enqueue(entry);
            if (_entries.Count > _keep)
            {
                _entries.Dequeue();
            }

            var open = _totals.Open + 1;
            _totals = _totals with { Requests = _totals.Requests + 1, Open = open, PeakOpen = Math.Max(open, _totals.PeakOpen) };
            return entry;
        }
    }

    /// <summary>Names an entry's content and counts the attempt.</summary>
    internal void Identify(LedgerEntry entry, string model, string content, string question)
    {
        lock (_lock)
        {
            if (!_contents.TryGetValue(content, out var tally))
            {
                _contents[content] = tally = new Tally();
            }

            (entry.Model, entry.Content, entry.Question, entry.Attempt) = (model, content, Short(question), ++tally.Attempts);
            if (tally.Answered > 0)
            {
                _totals = _totals with { AskedAgain = _totals.AskedAgain + 1 };
            }
        }
    }

    internal void Send(LedgerEntry entry, int tokens)
    {
        lock (_lock)
        {
            entry.Sent.Add(new SentChunk(NowMs, tokens));
        }
    }

    internal void End(LedgerEntry entry)
    {
        lock (_lock)
        {
            entry.EndedMs = NowMs;
            if (entry.Fault != FaultKind.None)
            {
                _faults[entry.Fault] = _faults.GetValueOrDefault(entry.Fault) + 1;
            }

            if (entry is { Billed: true, Delivered: true } && _contents.TryGetValue(entry.Content, out var tally))
            {
                tally.Answered++;
            }

            _totals = _totals with
            {
                Open = _totals.Open - 1,
                Billed = _totals.Billed + (entry.Billed ? 1 : 0),
                Answered = _totals.Answered + (entry is { Billed: true, Delivered: true } ? 1 : 0),
                Lost = _totals.Lost + (entry is { Billed: true, Delivered: false } ? 1 : 0),
                OverLimit = _totals.OverLimit + (entry.OverLimit ? 1 : 0),
                InputTokens = _totals.InputTokens + entry.InputTokens,
                OutputTokens = _totals.OutputTokens + entry.OutputTokens,
            };
            _file?.WriteLine(JsonSerializer.Serialize(entry, EndpointJson.Options));
        }
    }

    internal static string Short(string text) => text.Length <= 400 ? text : text[..400];

    private long Peak(TimeSpan window, string? model, Func<LedgerEntry, long> weight)
    {
        var entries = Entries.Where(e => model is null || e.Model == model).ToList();
        var (first, sum, peak) = (0, 0L, 0L);
        foreach (var entry in entries)
        {
            sum += weight(entry);
            while (entry.ArrivedMs - entries[first].ArrivedMs >= window.TotalMilliseconds)
            {
                sum -= weight(entries[first++]);
            }

            peak = Math.Max(peak, sum);
        }

        return peak;
    }

    private sealed class Tally
    {
        public int Attempts { get; set; }

        public int Answered { get; set; }
    }
}
