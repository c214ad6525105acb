using Eval.Core.Metrics;

namespace Eval.Core.Running;

/// <summary>A stored run as tables and pages show it.</summary>
public sealed record StoredRun(
    long Id,
    string? Name,
    string PlanHash,
    RunStatus Status,
    string? Note,
    string Trigger,
    int Seed,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    IReadOnlyList<StoredCell> Cells);

/// <summary>A stored cell: one candidate on one suite.</summary>
public sealed record StoredCell(
    long Id,
    string CandidateId,
    string CandidateIdentity,
    string SuiteName,
    string SuiteVersion,
    string SuiteKind,
    string DefinitionHash,
    string DataHash,
    int Planned,
    int Epochs,
    int? Limit,
    string? SkipReason,
    IReadOnlyDictionary<SampleOutcome, int> Outcomes,
    long InputTokens,
    long OutputTokens,
    double DurationMs,
    long CachedSamples,
    long? CostMicroUsd,
    IReadOnlyList<Estimate> Estimates);

/// <summary>Which (ordinal, epoch) pairs of a cell are stored.</summary>
public sealed class StoredOrdinals
{
    private readonly Dictionary<int, System.Collections.BitArray> _byEpoch = [];

    /// <summary>How many are stored.</summary>
    public int Count { get; private set; }

    /// <summary>Marks one as stored.</summary>
    public void Add(int epoch, int ordinal)
    {
        if (!_byEpoch.TryGetValue(epoch, out var bits))
        {
            _byEpoch[epoch] = bits = new System.Collections.BitArray(Math.Max(64, ordinal + 1));
        }

        if (ordinal >= bits.Length)
        {
            bits.Length = Math.Max(ordinal + 1, bits.Length * 2);
        }

        if (!bits[ordinal])
        {
            bits[ordinal] = true;
            Count++;
        }
    }

    /// <summary>True where it is stored.</summary>
    public bool Contains(int epoch, int ordinal) =>
        _byEpoch.TryGetValue(epoch, out var bits) && ordinal < bits.Length && bits[ordinal];
}
