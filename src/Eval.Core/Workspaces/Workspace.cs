using System.Text.Json.Nodes;
using Eval.Core.Gates;
using Eval.Core.Models;
using Eval.Core.Selection.Profiles;

namespace Eval.Core.Workspaces;

/// <summary>A loaded and valid <c>eval.yaml</c>. Suites are loaded apart, because only the chosen ones need to be sound.</summary>
public sealed record Workspace
{
    /// <summary>Absolute path of the file.</summary>
    public required string File { get; init; }

    /// <summary>Absolute path of its folder; every path in it is relative to this.</summary>
    public required string Directory { get; init; }

    /// <summary>The candidates, in the file's order; ids are unique.</summary>
    public required IReadOnlyList<Candidate> Candidates { get; init; }

    /// <summary>Absolute paths of the suite files that the globs under <c>suites:</c> matched, sorted.</summary>
    public required IReadOnlyList<string> SuiteFiles { get; init; }

    /// <summary>Defaults for runs.</summary>
    public RunDefaults Defaults { get; init; } = new();

    /// <summary>Runs that <c>serve</c> starts by the clock, in the file's order; names are unique.</summary>
    public IReadOnlyList<ScheduleSpec> Schedules { get; init; } = [];

    /// <summary>The decisions to take, by name.</summary>
    public IReadOnlyDictionary<string, DecisionProfile> Selection { get; init; } = new Dictionary<string, DecisionProfile>();

    /// <summary>The gates, by name.</summary>
    public IReadOnlyDictionary<string, GatePolicy> Gates { get; init; } = new Dictionary<string, GatePolicy>();

    /// <summary>Where results are kept.</summary>
    public StorageSpec Storage { get; init; } = new();

    /// <summary>Whom to tell, as written: each entry is a map.</summary>
    public JsonArray Notify { get; init; } = [];

    /// <summary>What else starts a run, as written: each entry is a map.</summary>
    public JsonArray Triggers { get; init; } = [];

    /// <summary>Settings of <c>serve</c>, as written.</summary>
    public JsonObject Service { get; init; } = [];
}

/// <summary>The <c>defaults:</c> of a workspace.</summary>
/// <param name="Epochs">Repetitions of each sample.</param>
/// <param name="Seed">Seed of subsets, few-shots and sampling.</param>
/// <param name="BudgetUsd">Hard limit of money for one run in US dollars, or null.</param>
public sealed record RunDefaults(int Epochs = 1, int Seed = 17, decimal? BudgetUsd = null);
