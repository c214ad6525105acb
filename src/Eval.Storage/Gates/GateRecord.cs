using Eval.Core.Gates;

namespace Eval.Storage.Gates;

/// <summary>A gate's decision as it is stored: what was asked, by which policy, from which evidence, and what came out.</summary>
public sealed record GateRecord
{
    /// <summary>Its number; 0 before it is stored.</summary>
    public long Id { get; init; }

    /// <summary>Name of the gate: its key under <c>gates:</c>, or the name of the policy file.</summary>
    public required string Gate { get; init; }

    /// <summary>Hash of everything in the policy that decides; see <see cref="GatePolicyFile.Hash"/>.</summary>
    public required string PolicyHash { get; init; }

    /// <summary>The policy as JSON, from which it can be read again.</summary>
    public required string PolicyText { get; init; }

    /// <summary>The baseline as the user named it: a candidate, a run, <c>@last-passed</c>, a file.</summary>
    public required string Baseline { get; init; }

    /// <summary>The candidate that the baseline turned out to be.</summary>
    public required string BaselineName { get; init; }

    /// <summary>What was measured on the baseline's side; see <see cref="Core.Models.ModelIdentity.Canonical"/>.</summary>
    public required string BaselineIdentity { get; init; }

    /// <summary>The candidate.</summary>
    public required string CandidateName { get; init; }

    /// <summary>What was measured on the candidate's side.</summary>
    public required string CandidateIdentity { get; init; }

    /// <summary>The verdict.</summary>
    public required GateVerdict Verdict { get; init; }

    /// <summary>What the command exited with.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Hash of everything that the decision was computed from: equal for a decision that was only repeated.</summary>
    public required string EvidenceHash { get; init; }

    /// <summary>The decision with limits, sentences and detectable effects as a JSON document.</summary>
    public required string Decision { get; init; }

    /// <summary>Absolute path of the workspace file.</summary>
    public required string WorkspaceFile { get; init; }

    /// <summary>Who ran the gate.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>When (UTC).</summary>
    public DateTimeOffset DecidedAt { get; init; }

    /// <summary>Version of the program that decided.</summary>
    public string Program { get; init; } = "";

    /// <summary>The machine that decided.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Which attempt at this gate (same policy, baseline and candidate) it is, from 1. A decision that was only repeated is none.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Where the scores came from, suite by suite.</summary>
    public IReadOnlyList<GateSource> Evidence { get; init; } = [];

    /// <summary>Who overrode it, the newest first.</summary>
    public IReadOnlyList<GateWaiver> Waivers { get; init; } = [];

    /// <summary>The waiver that holds at a moment, or null.</summary>
    public GateWaiver? WaiverAt(DateTimeOffset moment) => Waivers.FirstOrDefault(w => w.HoldsAt(moment));
}

/// <summary>A side of a gate.</summary>
public enum GateSide
{
    /// <summary>What is there already.</summary>
    Baseline,

    /// <summary>What is to replace it.</summary>
    Candidate,
}

/// <summary>Where one side's scores of one suite came from.</summary>
public sealed record GateSource
{
    /// <summary>Whose scores.</summary>
    public required GateSide Side { get; init; }

    /// <summary>The suite.</summary>
    public required string Suite { get; init; }

    /// <summary>The stored run, or null where they came from an archive.</summary>
    public long? RunId { get; init; }

    /// <summary>The run's cell, or null where they came from an archive.</summary>
    public long? CellId { get; init; }

    /// <summary>The archive's file name, or null.</summary>
    public string? ArchiveFile { get; init; }

    /// <summary>The archive's content hash, or null.</summary>
    public string? ArchiveHash { get; init; }

    /// <summary>Hash of the suite's definition.</summary>
    public required string DefinitionHash { get; init; }

    /// <summary>Hash of the planned samples.</summary>
    public required string DataHash { get; init; }

    /// <summary>Samples planned, before epochs.</summary>
    public required int Samples { get; init; }

    /// <summary>Repetitions.</summary>
    public required int Epochs { get; init; }

    /// <summary>The run's seed.</summary>
    public required int Seed { get; init; }
}

/// <summary>Somebody took the responsibility for what a gate did not let through. The verdict stays what it is.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">Who.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Until">The first moment at which it no longer holds, or null where it holds for good.</param>
public sealed record GateWaiver(string Reason, string By, DateTimeOffset At, DateTimeOffset? Until)
{
    /// <summary>True where it holds at a moment.</summary>
    public bool HoldsAt(DateTimeOffset moment) => Until is not { } until || moment < until;
}
