using Eval.Core.Suites;
using Eval.Core.Workspaces;

namespace Eval.Core.Running;

/// <summary>What somebody wants to have run.</summary>
public sealed record RunRequest
{
    /// <summary>The workspace, loaded and valid.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>Names or wildcards of suites; empty takes all of the workspace.</summary>
    public IReadOnlyList<string> Suites { get; init; } = [];

    /// <summary>Tags or wildcards, of which a suite must have one; empty takes all.</summary>
    public IReadOnlyList<string> SuiteTags { get; init; } = [];

    /// <summary>Which samples to take, before any limit; null for all. A suite of which none is left is left out.</summary>
    public SampleSelection? Selection { get; init; }

    /// <summary>Ids or wildcards of candidates; empty takes all.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>Take at most this many samples of each suite (seeded, stratified), or null for what the suite says.</summary>
    public int? Limit { get; init; }

    /// <summary>Which part of a suite's seeded sample to take, by suite, in place of <see cref="Limit"/>: for what is evaluated in steps.</summary>
    public IReadOnlyDictionary<string, SampleRange> Ranges { get; init; } = new Dictionary<string, SampleRange>();

    /// <summary>Seed of subsets, few-shots and sampling, or null for the workspace's.</summary>
    public int? Seed { get; init; }

    /// <summary>Repetitions of each sample, or null for what the suite or workspace says.</summary>
    public int? Epochs { get; init; }

    /// <summary>Confidence of the two-sided intervals. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>True where suites may use programs as scorers; else such a suite is a mistake. Planning starts none.</summary>
    public bool AllowCommands { get; init; }

    /// <summary>A name for the run, or null.</summary>
    public string? Name { get; init; }

    /// <summary>What the user wrote about the run, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>The user's labels of the run.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What started it: <c>cli</c>, <c>schedule</c>, <c>api</c>.</summary>
    public string Trigger { get; init; } = "cli";
}
