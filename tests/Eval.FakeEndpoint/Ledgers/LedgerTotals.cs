using Eval.FakeEndpoint.Faults;

namespace Eval.FakeEndpoint.Ledgers;

/// <summary>Sums over everything that came.</summary>
public sealed record LedgerTotals
{
    /// <summary>Requests that came.</summary>
    public long Requests { get; init; }

    /// <summary>Different contents among them.</summary>
    public int Contents { get; init; }

    /// <summary>Requests being served now.</summary>
    public int Open { get; init; }

    /// <summary>Most requests served at the same time.</summary>
    public int PeakOpen { get; init; }

    /// <summary>Requests that are charged: <see cref="Answered"/> + <see cref="Lost"/>, once nothing is open.</summary>
    public long Billed { get; init; }

    /// <summary>Charged, and the whole answer was sent.</summary>
    public long Answered { get; init; }

    /// <summary>Charged, but no usable answer could arrive.</summary>
    public long Lost { get; init; }

    /// <summary>Requests whose content had been answered before.</summary>
    public long AskedAgain { get; init; }

    /// <summary>Requests above a limit.</summary>
    public long OverLimit { get; init; }

    /// <summary>Tokens read, as charged.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens written, as charged.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Requests that met each fault.</summary>
    public IReadOnlyDictionary<FaultKind, long> Faults { get; init; } = new Dictionary<FaultKind, long>();

    /// <summary>Processor time of the endpoint's process, in milliseconds.</summary>
    public double ProcessorMs { get; init; }
}
