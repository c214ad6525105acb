using Eval.Core.Models;
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
            .Include(r => r.Import)
            .Include(r => r.Cells).ThenInclude(c => c.Candidate)
            .Include(r => r.Cells).ThenInclude(c => c.Suite)
            .Include(r => r.Cells).ThenInclude(c => c.Estimates)
            .Include(r => r.Tags)
            .SingleOrDefaultAsync(r => r.Id == runId, cancellationToken);
        if (run is null)
        {
            return null;
        }

        var cells = run.Cells.ConvertAll(c => c.Id);
        var totals = (await context.CellTotals.AsNoTracking().Where(t => cells.Contains(t.CellId) && t.Samples > 0)
            .ToListAsync(cancellationToken)).ToLookup(t => t.CellId);
        var calls = await context.CellCalls.AsNoTracking().Where(c => cells.Contains(c.CellId)).ToDictionaryAsync(c => c.CellId, cancellationToken);
        return new StoredRun(
            run.Id, run.Name, run.PlanHash, run.Status, run.StatusNote, run.Trigger, run.Seed, run.CreatedAt, run.FinishedAt,
            [.. run.Cells.OrderBy(c => c.Position).Select(c => ToCell(c, [.. totals[c.Id]]) with { Calls = CallSums.Of(calls.GetValueOrDefault(c.Id)) })])
        {
            Machine = run.Machine,
            Program = run.Program,
            Confidence = run.Confidence,
            Import = run.Import?.ToOrigin(),
            Comment = run.Comment,
            Tags = run.Tags.OrderBy(t => t.Key, StringComparer.Ordinal).ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal),
        };
    }

    private static StoredCell ToCell(CellRow cell, List<CellTotalRow> totals) => new(
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
        totals.ToDictionary(t => t.Outcome, t => (int)t.Samples),
        totals.Sum(t => t.InputTokens),
        totals.Sum(t => t.OutputTokens),
        totals.Sum(t => t.DurationMs),
        totals.Sum(t => t.Cached),
        totals.Exists(t => t.Priced > 0) ? totals.Sum(t => t.CostMicroUsd) : null,
        [.. cell.Estimates.OrderBy(e => e.Position).Select(EstimateRows.ToEstimate)])
    {
        Model = new ModelIdentity(cell.Candidate.Kind, cell.Candidate.Weights, cell.Candidate.Engine, cell.Candidate.Settings),
        Filter = cell.Filter,
        DefinitionText = cell.Suite.DefinitionText,
        Metrics = StorageText.ReadTexts(cell.Suite.Metrics),
    };
}
