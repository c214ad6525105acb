using Eval.Core.Gates;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Service.Gating;

/// <summary>What somebody wants to have decided.</summary>
public sealed record GateRequest
{
    /// <summary>The workspace, loaded and valid.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>The policy.</summary>
    public required GatePolicy Policy { get; init; }

    /// <summary>
    /// What the candidate is compared with: a candidate's id, a run (<c>12</c>, a name, <c>12/candidate</c>), <c>@last-passed</c>, or an archive
    /// file. Null takes the policy's.
    /// </summary>
    public string? Baseline { get; init; }

    /// <summary>The candidate: an id of the workspace, or a run or an archive file that holds its results. Null only where the gate checks itself.</summary>
    public string? Candidate { get; init; }

    /// <summary>Take at most this many samples of each suite (seeded, stratified), or null for what the suite says.</summary>
    public int? Limit { get; init; }

    /// <summary>Seed of subsets, few-shots and sampling, or null for the workspace's.</summary>
    public int? Seed { get; init; }

    /// <summary>Repetitions of each sample, or null for what the suite or workspace says.</summary>
    public int? Epochs { get; init; }

    /// <summary>Use stored results only and ask nothing.</summary>
    public bool NoRun { get; init; }

    /// <summary>Ask the candidate anew, whatever is stored of it: a hosted model may have changed behind its name.</summary>
    public bool Fresh { get; init; }

    /// <summary>Refuse to pay for evidence that cannot detect the margin. Default true.</summary>
    public bool PowerCheck { get; init; } = true;

    /// <summary>How missing results are run; its budget holds for the whole gate.</summary>
    public RunOptions Options { get; init; } = new();

    /// <summary>Who asks.</summary>
    public required string DecidedBy { get; init; }
}
