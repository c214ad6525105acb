using Eval.Core.Gates;

namespace Eval.Storage.Schema;

/// <summary>A gate's decision with everything needed to replay it; see <see cref="Gates.GateRecord"/>.</summary>
internal sealed class GateDecisionRow
{
    public long Id { get; set; }

    /// <summary>Hash of policy, baseline and candidate: what makes two decisions attempts at the same gate.</summary>
    public required string AttemptKey { get; set; }

    /// <summary>Place among the attempts, from 1; a decision from the same evidence as an earlier one shares its number.</summary>
    public int Attempt { get; set; }

    public required string Gate { get; set; }

    public required string PolicyHash { get; set; }

    public required string PolicyText { get; set; }

    public required string Baseline { get; set; }

    public required string BaselineName { get; set; }

    public required string BaselineIdentity { get; set; }

    public required string CandidateName { get; set; }

    public required string CandidateIdentity { get; set; }

    public required GateVerdict Verdict { get; set; }

    public int ExitCode { get; set; }

    public required string EvidenceHash { get; set; }

    /// <summary>The decision as a JSON document.</summary>
    public required string Decision { get; set; }

    public required string WorkspaceFile { get; set; }

    public required string Program { get; set; }

    public required string Machine { get; set; }

    public required string DecidedBy { get; set; }

    public DateTimeOffset DecidedAt { get; set; }

    public List<GateEvidenceRow> Evidence { get; } = [];

    public List<GateWaiverRow> Waivers { get; } = [];
}

/// <summary>Where one side's scores of one suite came from. No foreign key to the cell: the record outlives a run that is deleted.</summary>
internal sealed class GateEvidenceRow
{
    public long DecisionId { get; set; }

    /// <summary>Place among the decision's evidence, from 0.</summary>
    public int Position { get; set; }

    public required Gates.GateSide Side { get; set; }

    public required string Suite { get; set; }

    public long? RunId { get; set; }

    public long? CellId { get; set; }

    public string? ArchiveFile { get; set; }

    public string? ArchiveHash { get; set; }

    public required string DefinitionHash { get; set; }

    public required string DataHash { get; set; }

    public int Samples { get; set; }

    public int Epochs { get; set; }

    public int Seed { get; set; }
}

/// <summary>Somebody took the responsibility for what a gate did not let through.</summary>
internal sealed class GateWaiverRow
{
    public long Id { get; set; }

    public long DecisionId { get; set; }

    public required string Reason { get; set; }

    public required string WaivedBy { get; set; }

    public DateTimeOffset WaivedAt { get; set; }

    /// <summary>The first moment at which it no longer holds, or null where it holds for good.</summary>
    public DateTimeOffset? Until { get; set; }
}
