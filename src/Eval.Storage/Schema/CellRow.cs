namespace Eval.Storage.Schema;

/// <summary>One candidate on one suite in one run.</summary>
internal sealed class CellRow
{
    public long Id { get; set; }

    public long RunId { get; set; }

    /// <summary>Place in the plan, from 0.</summary>
    public int Position { get; set; }

    public long CandidateId { get; set; }

    public CandidateRow? Candidate { get; set; }

    public long SuiteId { get; set; }

    public SuiteRow? Suite { get; set; }

    public required string DataHash { get; set; }

    /// <summary>Samples of one epoch.</summary>
    public int Planned { get; set; }

    public int Epochs { get; set; }

    public int? Limit { get; set; }

    /// <summary>Which samples were selected, in words; null for all.</summary>
    public string? Filter { get; set; }

    public string? SkipReason { get; set; }

    public long EstimatedCalls { get; set; }

    /// <summary>The candidate's, without its judges: its speed is told by them.</summary>
    public long EstimatedTokens { get; set; }

    public List<EstimateRow> Estimates { get; } = [];
}
