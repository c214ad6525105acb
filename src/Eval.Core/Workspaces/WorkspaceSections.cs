using System.Text.Json.Nodes;

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

/// <summary>One entry of <c>selection:</c>: the profile of one decision.</summary>
/// <param name="Factors">What is weighed, as written.</param>
/// <param name="Weights">Factor name to weight, 0 or more.</param>
/// <param name="MustHaves">Knock-out rules, as written.</param>
public sealed record SelectionSpec(JsonArray Factors, IReadOnlyDictionary<string, double> Weights, JsonArray MustHaves);

/// <summary>One entry of <c>gates:</c>.</summary>
/// <param name="Margin">Suite name to the loss that is tolerated, in score points from 0 to 1.</param>
/// <param name="Confidence">Confidence of the one-sided limits, above 0.5 and below 1. Default 0.95.</param>
/// <param name="MinCoverage">The least share of planned samples that must be scored, 0 to 1. Null leaves the rule out.</param>
/// <param name="MaxCostIncrease">The greatest tolerated increase of cost as a share (0.10 is ten per cent). Null leaves the rule out.</param>
public sealed record GateSpec(
    IReadOnlyDictionary<string, double> Margin, double Confidence = 0.95, double? MinCoverage = null, double? MaxCostIncrease = null);

/// <summary>The <c>storage:</c> of a workspace.</summary>
/// <param name="Provider"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="ConnectionEnv">The environment variable that holds the connection string; required for PostgreSQL.</param>
public sealed record StorageSpec(string Provider = "sqlite", string? ConnectionEnv = null);
