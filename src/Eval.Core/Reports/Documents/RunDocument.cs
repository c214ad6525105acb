using Eval.Core.Metrics;
using Eval.Core.Models.Pipeline;
using Eval.Core.Running;

namespace Eval.Core.Reports.Documents;

/// <summary>A stored run with everything that is known of it: written by <c>run</c> and <c>show</c>.</summary>
public sealed record RunDocument(
    int Schema,
    long Id,
    string? Name,
    string? Comment,
    IReadOnlyDictionary<string, string> Tags,
    RunStatus Status,
    int? ExitCode,
    bool? Resumed,
    string? Note,
    string Trigger,
    int Seed,
    string PlanHash,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    string Database,
    OriginEntry? Import,
    IReadOnlyList<CellEntry> Cells)
{
    /// <summary>The document of a run.</summary>
    /// <param name="run">The run as stored.</param>
    /// <param name="database">Absolute path of the database.</param>
    /// <param name="exitCode">What the command exits with; null for a run that is only shown.</param>
    /// <param name="resumed">Whether an unfinished run was resumed; null for a run that is only shown.</param>
    public static RunDocument Of(StoredRun run, string database, int? exitCode = null, bool? resumed = null) => new(
        1, run.Id, run.Name, run.Comment, run.Tags, run.Status, exitCode, resumed, run.Note, run.Trigger, run.Seed, run.PlanHash, run.CreatedAt, run.FinishedAt,
        database, OriginEntry.Of(run.Import), [.. run.Cells.Select(CellEntry.Of)]);
}

/// <summary>One candidate on one suite.</summary>
public sealed record CellEntry(
    string Candidate,
    string CandidateIdentity,
    string Suite,
    string SuiteVersion,
    string SuiteKind,
    string DefinitionHash,
    string DataHash,
    int Planned,
    int Epochs,
    int? Limit,
    string? Filter,
    string? SkipReason,
    IReadOnlyDictionary<SampleOutcome, int> Outcomes,
    long InputTokens,
    long OutputTokens,
    double DurationMs,
    long CachedSamples,
    long? CostMicroUsd,
    CallsEntry Calls,
    IReadOnlyList<EstimateEntry> Estimates)
{
    /// <summary>The entry of a cell.</summary>
    public static CellEntry Of(StoredCell cell) => new(
        cell.CandidateId, cell.ShownIdentity, cell.SuiteName, cell.SuiteVersion, cell.SuiteKind, cell.DefinitionHash, cell.DataHash,
        cell.Planned, cell.Epochs, cell.Limit, cell.Filter, cell.SkipReason, cell.Outcomes.Where(o => o.Value > 0).OrderBy(o => o.Key).ToDictionary(o => o.Key, o => o.Value), cell.InputTokens, cell.OutputTokens,
        cell.DurationMs, cell.CachedSamples, cell.CostMicroUsd, CallsEntry.Of(cell.Calls), [.. cell.Estimates.Select(EstimateEntry.Of)]);
}

/// <summary>What the calls of a cell took beyond its samples.</summary>
public sealed record CallsEntry(
    long Sent, long Retries, long RateLimited, long LostAnswers, double WaitMs, long CostMicroUsd, long LostMicroUsd)
{
    /// <summary>The entry of the calls.</summary>
    public static CallsEntry Of(CallTotals calls) => new(
        calls.Calls, calls.Retries, calls.RateLimited, calls.LostAnswers, calls.WaitMs, calls.CostMicroUsd, calls.LostMicroUsd);
}

/// <summary>A metric's value with its interval, n and coverage.</summary>
public sealed record EstimateEntry(
    string Metric,
    string? Slice,
    double? Value,
    double? Low,
    double? High,
    double Confidence,
    string? IntervalMethod,
    double? StandardError,
    int N,
    int Planned,
    double Coverage,
    int? Clusters,
    double? BoundLow,
    double? BoundHigh,
    string? Note)
{
    /// <summary>The entry of an estimate.</summary>
    public static EstimateEntry Of(Estimate e) => new(
        e.MetricId, e.Slice, Finite(e.Value), Finite(e.Low), Finite(e.High), e.Confidence, e.IntervalMethod, Finite(e.StandardError), e.N,
        e.Planned, e.Coverage, e.Clusters, Finite(e.BoundLow), Finite(e.BoundHigh), e.Note);

    // JSON has no NaN and no infinity.
    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
