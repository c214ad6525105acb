using Eval.Core.Running;
using Eval.Storage.Queries;

namespace Eval.Cli.Documents;

/// <summary>The stored runs, newest first: written by <c>show --list</c>.</summary>
internal sealed record RunListDocument(int Schema, string Database, IReadOnlyList<RunListEntry> Runs)
{
    public static RunListDocument Of(IEnumerable<RunListItem> runs, string database) => new(1, database, [.. runs.Select(RunListEntry.Of)]);
}

/// <summary>One run in a list.</summary>
internal sealed record RunListEntry(
    long Id, string? Name, string? Comment, IReadOnlyDictionary<string, string> Tags, bool Filtered, RunStatus Status, bool InProgress, string Trigger, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt,
    IReadOnlyList<string> Candidates, IReadOnlyList<string> Suites, long Planned, long Done, long Errors, OriginEntry? Import)
{
    public static RunListEntry Of(RunListItem run) => new(
        run.Id, run.Name, run.Comment, run.Tags, run.IsFiltered, run.Status, run.Worker is not null, run.Trigger, run.CreatedAt, run.FinishedAt, run.Candidates, run.Suites,
        run.Planned, run.Done, run.Errors, OriginEntry.Of(run.Import));
}
