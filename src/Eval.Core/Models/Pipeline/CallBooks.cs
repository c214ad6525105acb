namespace Eval.Core.Models.Pipeline;

/// <summary>The books of one unit of work. Thread-safe.</summary>
internal sealed class CallBooks
{
    private readonly Lock _gate = new();
    private readonly List<CallRecord> _records = [];
    private CallTotals _totals;

    /// <summary>Why the budget refused a call of this unit, or null where it did not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What the calls took so far.</summary>
    public CallTotals Totals
    {
        get
        {
            lock (_gate)
            {
                return _totals;
            }
        }
    }

    /// <summary>One record for each answered call.</summary>
    public IReadOnlyList<CallRecord> Records
    {
        get
        {
            lock (_gate)
            {
                return [.. _records];
            }
        }
    }

    public void Add(CallTotals totals)
    {
        lock (_gate)
        {
            _totals += totals;
        }
    }

    public void Add(CallRecord record)
    {
        lock (_gate)
        {
            _records.Add(record);
        }
    }

    public void Refuse(string reason) => Refusal = reason;
}
