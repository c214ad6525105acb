using Eval.Core.Workspaces;

namespace Eval.Core.Running;

/// <summary>What somebody wants to have scored again: stored answers, by another judge or another rubric. No candidate is asked.</summary>
public sealed record RescoreRequest
{
    /// <summary>The workspace, loaded and valid: it has the suites, the data and the judges.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>The run whose answers are scored.</summary>
    public required StoredRun Source { get; init; }

    /// <summary>Names or wildcards of its suites; empty takes all that can be judged.</summary>
    public IReadOnlyList<string> Suites { get; init; } = [];

    /// <summary>Ids or wildcards of its candidates; empty takes all.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>Who judges; empty leaves it to the suite.</summary>
    public IReadOnlyList<string> Judges { get; init; } = [];

    /// <summary>The rubric, a name or a path from the workspace's folder; null leaves it to the suite. A generation suite needs one.</summary>
    public string? Rubric { get; init; }

    /// <summary>The method of judging; null leaves it to the suite, or else to the rubric.</summary>
    public string? Method { get; init; }

    /// <summary>A name for the new run, or null.</summary>
    public string? Name { get; init; }

    /// <summary>What the user writes about it, behind which run's answers they are; or null.</summary>
    public string? Comment { get; init; }

    /// <summary>The user's labels.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
