using Eval.Core.Running;
using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Runs;

/// <summary>Reads a run with its cells, their sums over stored samples, and their estimates.</summary>
internal static class StoredRunReader
{
    public static async Task<StoredRun?> ReadAsync(EvalContext context, long runId, CancellationToken cancellationToken)
    {
        var run = await context.Runs.AsNoTracking().AsSplitQuery()
            .Include(r => r.Cells).ThenInclude(c => c.Candidate)
            .Include(r => r.Cells).ThenInclude(c => c.Suite)
            .Include(r => r.Cells).ThenInclude(c => c.Estimates)
            .SingleOrDefaultAsync(r => r.Id == runId, cancellationToken);
        if (run is null)
        {
            return null;
        }

        var sums = await SumAsync(context, [.. run.Cells.Select(c => c.Id)], cancellationToken);
        return new StoredRun(
            run.Id, run.Name, run.PlanHash, run.Status, run.StatusNote, run.Trigger, run.Seed, run.CreatedAt, run.FinishedAt,
            [.. run.Cells.OrderBy(c => c.Position).Select(c => ToCell(c, [.. sums[c.Id]]))]);
    }

    private static async Task<ILookup<long, OutcomeSum>> SumAsync(EvalContext context, long[] cells, CancellationToken cancellationToken)
    {
        var sums = await context.Samples.Where(s => cells.Contains(s.CellId))
            .GroupBy(s => new { s.CellId, s.Outcome })
            .Select(g => new OutcomeSum(
                g.Key.CellId,
                g.Key.Outcome,
                g.Count(),
                g.Sum(s => (long)s.InputTokens),
                g.Sum(s => (long)s.OutputTokens),
                g.Sum(s => s.Cached ? 0d : s.DurationMs),
                g.Count(s => s.Cached),
                g.Count(s => s.CostMicroUsd != null),
                g.Sum(s => s.Cached ? 0 : s.CostMicroUsd ?? 0)))
            .ToListAsync(cancellationToken);
        return sums.ToLookup(s => s.CellId);
    }

    private static StoredCell ToCell(CellRow cell, List<OutcomeSum> sums) => new(
        cell.Id,
        cell.Candidate!.Name,
        cell.Candidate.Identity,
        cell.Suite!.Name,
        cell.Suite.Version,
        cell.Suite.Kind,
        cell.Suite.DefinitionHash,
        cell.DataHash,
        cell.Planned,
        cell.Epochs,
        cell.Limit,
        cell.SkipReason,
        sums.ToDictionary(s => s.Outcome, s => s.Count),
        sums.Sum(s => s.InputTokens),
        sums.Sum(s => s.OutputTokens),
        sums.Sum(s => s.DurationMs),
        sums.Sum(s => s.Cached),
        sums.Exists(s => s.Priced > 0) ? sums.Sum(s => s.CostMicroUsd) : null,
        [.. cell.Estimates.OrderBy(e => e.Position).Select(EstimateRows.ToEstimate)]);

    private sealed record OutcomeSum(
        long CellId, SampleOutcome Outcome, int Count, long InputTokens, long OutputTokens, double DurationMs, int Cached, int Priced, long CostMicroUsd);
}
