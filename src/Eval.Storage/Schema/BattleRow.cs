using Eval.Core.Running;

namespace Eval.Storage.Schema;

/// <summary>
/// A battle of a tournament without what judges wrote; planned first, then played once. Written and read by prepared statements
/// (<see cref="Tournaments.BattleWriter"/>); the class exists for the schema.
/// </summary>
internal sealed class BattleRow
{
    public long Id { get; set; }

    public long RunId { get; set; }

    /// <summary>Name of the arena.</summary>
    public required string Suite { get; set; }

    public int Ordinal { get; set; }

    public int Round { get; set; }

    public required string CandidateA { get; set; }

    public required string CandidateB { get; set; }

    public int SampleOrdinal { get; set; }

    public int Epoch { get; set; }

    public required string SampleId { get; set; }

    public double Probability { get; set; }

    /// <summary>Null while it is still to be played.</summary>
    public SampleOutcome? Outcome { get; set; }

    public string? Reason { get; set; }

    /// <summary>Games and canaries as a JSON object, or null.</summary>
    public string? Games { get; set; }

    /// <summary>A JSON object of texts, or null while it is still to be played.</summary>
    public string? Slices { get; set; }

    public string? Cluster { get; set; }

    public long InputTokens { get; set; }

    public long OutputTokens { get; set; }

    public double DurationMs { get; set; }

    public bool Cached { get; set; }

    public long? CostMicroUsd { get; set; }
}

/// <summary>What judges said about a battle; absent where nobody said anything.</summary>
internal sealed class BattleTextRow
{
    /// <summary><see cref="BattleRow.Id"/>.</summary>
    public long Id { get; set; }

    public string? Detail { get; set; }
}
