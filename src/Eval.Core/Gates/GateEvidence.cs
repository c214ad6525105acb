using Eval.Core.Comparisons;

namespace Eval.Core.Gates;

/// <summary>Everything that a gate decides from. It is gathered elsewhere: the decision is a pure function of this and the policy.</summary>
public sealed record GateEvidence
{
    /// <summary>Name of the baseline, for sentences.</summary>
    public required string Baseline { get; init; }

    /// <summary>Name of the candidate, for sentences.</summary>
    public required string Candidate { get; init; }

    /// <summary>Evidence of each guarded suite, by name; a guarded suite that is absent counts as broken.</summary>
    public required IReadOnlyDictionary<string, SuiteEvidence> Suites { get; init; }

    /// <summary>Cost of the same samples in US dollars on both sides, or null where it is not known (then a cap on it cannot be proven).</summary>
    public PairedAmounts? Cost { get; init; }

    /// <summary>Time of the same answers in milliseconds on both sides, those from the cache left out; null where not known.</summary>
    public PairedAmounts? Latency { get; init; }

    /// <summary>Facts that the candidate's author states.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>The candidate's longest context in tokens as probed, or null where unknown.</summary>
    public int? ContextLength { get; init; }
}

/// <summary>Evidence of one guarded suite.</summary>
public sealed record SuiteEvidence
{
    /// <summary>The scores side by side, or null where there are none.</summary>
    public PairedScores? Scores { get; init; }

    /// <summary>Why <see cref="Scores"/> is null (an unreachable endpoint, different data …), one sentence; null where nothing is wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// Why the suite informs and decides nothing (a judge of unknown worth; see <see cref="Judging.Agreement.JudgeTrust"/>), one clause; null where it decides.
    /// </summary>
    public string? InformsOnly { get; init; }

    /// <summary>The looks taken so far under <see cref="GatePolicy.EarlyStopping"/>, or null where the evidence is complete and seen once.</summary>
    public LooksTaken? Looks { get; init; }
}

/// <summary>What was seen at the looks so far; the evidence beside it is that of the last one.</summary>
/// <param name="Shared">Shared samples at each look so far, strictly growing; the last is that of the evidence.</param>
/// <param name="Planned">Samples planned for the whole gate.</param>
/// <param name="IsLast">True where no further look will be taken, whatever comes out: all error that is left is spent.</param>
public sealed record LooksTaken(IReadOnlyList<int> Shared, int Planned, bool IsLast);

/// <summary>An amount per shared sample on both sides: money or time.</summary>
/// <param name="Old">The baseline's, 0 or more.</param>
/// <param name="New">The candidate's, in the same order.</param>
public sealed record PairedAmounts(double[] Old, double[] New)
{
    /// <summary>Number of each sample's cluster, or null where independent.</summary>
    public int[]? Clusters { get; init; }
}
