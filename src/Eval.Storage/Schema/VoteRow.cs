using Eval.Core.Ratings;

namespace Eval.Storage.Schema;

/// <summary>A person's vote on two answers of a run; one for each rater, pair and prompt: a later one takes its place.</summary>
internal sealed class VoteRow
{
    public long Id { get; set; }

    public long RunId { get; set; }

    /// <summary>Name of the arena.</summary>
    public required string Suite { get; set; }

    public int SampleOrdinal { get; set; }

    public int Epoch { get; set; }

    public required string SampleId { get; set; }

    /// <summary>The candidate whose id comes first in ordinal order.</summary>
    public required string CandidateA { get; set; }

    public required string CandidateB { get; set; }

    public required string Rater { get; set; }

    /// <summary>For candidate A and B, whichever was shown first.</summary>
    public required BattleOutcome Outcome { get; set; }

    /// <summary>True where candidate A was shown first.</summary>
    public bool AFirst { get; set; }

    /// <summary>Name of the sheet that it came from.</summary>
    public required string Source { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
