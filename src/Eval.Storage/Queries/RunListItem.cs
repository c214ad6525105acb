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
}
