using Eval.Core.Imports;
using Eval.Core.Running;

namespace Eval.Storage.Queries;

/// <summary>A run as a list shows it.</summary>
/// <param name="Id">The run's number.</param>
/// <param name="Name">Its name, or null.</param>
/// <param name="Status">How it stands, as last recorded.</param>
/// <param name="StatusNote">Why, or null.</param>
/// <param name="Trigger">What started it.</param>
/// <param name="PlanHash">Hash of its plan.</param>
/// <param name="CreatedAt">When it was created (UTC).</param>
/// <param name="FinishedAt">When it ended or was interrupted last (UTC), or null.</param>
/// <param name="Worker">Who works on it at this moment, or null: a run that is <see cref="RunStatus.Running"/> without a worker died.</param>
/// <param name="Candidates">Its candidates, in the plan's order.</param>
/// <param name="Suites">Its suites, in the plan's order.</param>
/// <param name="Planned">Samples wanted in all (× epochs, skipped cells left out).</param>
/// <param name="Done">Samples stored.</param>
/// <param name="Errors">Stored samples with an error outcome.</param>
public sealed record RunListItem(
    long Id,
    string? Name,
    RunStatus Status,
    string? StatusNote,
    string Trigger,
    string PlanHash,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    RunOwner? Worker,
    IReadOnlyList<string> Candidates,
    IReadOnlyList<string> Suites,
    long Planned,
    long Done,
    long Errors)
{
    /// <summary>Where it was imported from; null for a run of this program.</summary>
    public ImportOrigin? Import { get; init; }

    /// <summary>What the user wrote about it, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>The user's labels, by their key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True where it asked only selected samples.</summary>
    public bool IsFiltered { get; init; }
}

/// <summary>Which runs are wanted. Conditions that are left out hold for every run; all given ones must hold.</summary>
public sealed record RunListFilter
{
    /// <summary>A name or wildcard (<c>*</c>, <c>?</c>).</summary>
    public string? Name { get; init; }

    /// <summary>Labels that the run must have; a null value takes any.</summary>
    public IReadOnlyDictionary<string, string?> Tags { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>A candidate that it has: an id or wildcard.</summary>
    public string? Candidate { get; init; }

    /// <summary>A suite that it has: a name or wildcard.</summary>
    public string? Suite { get; init; }

    /// <summary>How it stands.</summary>
    public RunStatus? Status { get; init; }
}
