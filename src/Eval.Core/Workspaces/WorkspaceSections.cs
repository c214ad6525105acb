namespace Eval.Core.Workspaces;

/// <summary>One entry of <c>schedules:</c>.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Cron">Quartz cron expression: six or seven fields, seconds first.</param>
/// <param name="TimeZone">IANA name of the time zone. Default: UTC.</param>
/// <param name="Suites">Names or wildcards; empty takes all.</param>
/// <param name="Candidates">Ids or wildcards; empty takes all.</param>
/// <param name="Then">What follows the run: <c>gate NAME</c>, <c>rank</c>, <c>report</c>.</param>
public sealed record ScheduleSpec(
    string Name,
    string Cron,
    string TimeZone,
    IReadOnlyList<string> Suites,
    IReadOnlyList<string> Candidates,
    IReadOnlyList<string> Then);

/// <summary>The <c>storage:</c> of a workspace.</summary>
/// <param name="Provider"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="ConnectionEnv">The environment variable that holds the connection string; required for PostgreSQL.</param>
public sealed record StorageSpec(string Provider = "sqlite", string? ConnectionEnv = null);
