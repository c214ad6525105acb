using Eval.Core.Running;

namespace Eval.Cli.Documents;

/// <summary>What a run would do: written by <c>run --dry-run</c>.</summary>
internal sealed record PlanDocument(
    int Schema, string PlanHash, int Seed, double Confidence, string? Name, long? EstimatedLowMicroUsd,
    long? EstimatedMicroUsd, IReadOnlyList<PlannedCellEntry> Cells)
{
    public static PlanDocument Of(RunPlan plan) =>
        new(1, plan.Hash, plan.Seed, plan.Confidence, plan.Name, plan.EstimatedLowMicroUsd, plan.EstimatedMicroUsd, [.. plan.Cells.Select(PlannedCellEntry.Of)]);
}

/// <summary>One candidate on one suite, before it is run.</summary>
internal sealed record PlannedCellEntry(
    string Candidate, string Suite, string SuiteVersion, string SuiteKind, int Samples, int Epochs, int? Limit, string? Filter, long EstimatedCalls,
    long EstimatedTokens, double? EstimatedSeconds, long? EstimatedLowMicroUsd, long? EstimatedMicroUsd, string? SkipReason, bool AnswersAreStored)
{
    public static PlannedCellEntry Of(RunCell cell) => new(
        cell.Candidate.Id, cell.Suite.Name, cell.Suite.Version, cell.Suite.Kind, cell.Samples, cell.Epochs, cell.Limit, cell.Filter, cell.EstimatedCalls,
        cell.EstimatedTokens, cell.EstimatedTime?.TotalSeconds, cell.Estimate.Low?.MicroUsd, cell.Estimate.High?.MicroUsd, cell.SkipReason, cell.AnswersFrom is not null);
}
