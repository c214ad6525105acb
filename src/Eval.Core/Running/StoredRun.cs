using Eval.Core.Imports;
using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Models.Pipeline;

namespace Eval.Core.Running;

/// <summary>A stored run as tables and pages show it.</summary>
/// <param name="Id">The run's number.</param>
/// <param name="Name">The name it was given, or null.</param>
/// <param name="PlanHash">Hash of its plan; see <see cref="RunPlan.Hash"/>.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Note">Why it stands so, or null.</param>
/// <param name="Trigger">What started it.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="CreatedAt">When it was created (UTC).</param>
/// <param name="FinishedAt">When it ended or was interrupted last (UTC), or null while it is running.</param>
/// <param name="Cells">Candidates × suites, in the plan's order.</param>
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
    IReadOnlyList<StoredCell> Cells)
{
    /// <summary>What the user wrote about it, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>The user's labels, by their key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Name of the machine that created it; empty where it is not known.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Version of the program that created it; empty where it is not known.</summary>
    public string Program { get; init; } = "";

    /// <summary>Confidence of its intervals. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Where it was imported from; null for a run of this program.</summary>
    public ImportOrigin? Import { get; init; }
}

/// <summary>A stored cell: one candidate on one suite. Sums run over the samples that are stored.</summary>
/// <param name="Id">The cell's id in the store.</param>
/// <param name="CandidateId">The candidate's name.</param>
/// <param name="CandidateIdentity">What was measured; see <see cref="Models.ModelIdentity.Canonical"/>.</param>
/// <param name="SuiteName">The suite's name.</param>
/// <param name="SuiteVersion">Its version.</param>
/// <param name="SuiteKind">Its kind.</param>
/// <param name="DefinitionHash">Hash of its definition.</param>
/// <param name="DataHash">Hash of the planned samples.</param>
/// <param name="Planned">Samples of one epoch.</param>
/// <param name="Epochs">Repetitions; <paramref name="Planned"/> × epochs samples are wanted in all.</param>
/// <param name="Limit">The limit that was applied, or null.</param>
/// <param name="SkipReason">Why the cell was left out as a whole, or null.</param>
/// <param name="Outcomes">Stored samples by outcome, all epochs together; outcomes that did not occur are absent.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="DurationMs">Time of the samples' own work in milliseconds, those from the cache left out.</param>
/// <param name="CachedSamples">Samples whose answer came from the cache.</param>
/// <param name="CostMicroUsd">Spend in micro-dollars, samples from the cache left out; null where no price is known.</param>
/// <param name="Estimates">Metrics with their intervals.</param>
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
    IReadOnlyList<Estimate> Estimates)
{
    /// <summary>Which samples of the suite were selected, in words; null for all. A selection says nothing about the whole suite.</summary>
    public string? Filter { get; init; }

    /// <summary>What was measured, as it may leave the program; see <see cref="ModelIdentity.WithoutHeaders()"/>.</summary>
    public string ShownIdentity => ModelIdentity.WithoutHeaders(CandidateIdentity);

    /// <summary>What was measured, part by part; null where only <see cref="CandidateIdentity"/> is known.</summary>
    public ModelIdentity? Model { get; init; }

    /// <summary>The canonical definition that <see cref="DefinitionHash"/> is taken over; null where it was not kept.</summary>
    public string? DefinitionText { get; init; }

    /// <summary>Metric ids in the order they are reported.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Stored samples, all epochs and outcomes together.</summary>
    public long StoredSamples => Outcomes.Values.Sum(n => (long)n);

    /// <summary>What its calls took beyond what the samples tell.</summary>
    public CallTotals Calls { get; init; }

    /// <summary>
    /// Money spent in micro-dollars: also on calls whose sample was never finished or was asked again; null where no price is known.
    /// </summary>
    /// <remarks>
    /// What a hosted candidate's samples cost is part of its calls' cost. A local one has no calls that cost anything, only time: there the calls are
    /// its judges'.
    /// </remarks>
    public long? SpentMicroUsd => CostMicroUsd is null && Calls.CostMicroUsd == 0 ? null
        : CandidateIdentity.StartsWith("local|", StringComparison.Ordinal) ? (CostMicroUsd ?? 0) + Calls.CostMicroUsd
        : Math.Max(CostMicroUsd ?? 0, Calls.CostMicroUsd);
}

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
