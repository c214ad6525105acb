using Eval.Core.Running;
using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Queries;

/// <summary>How fast models were in stored runs.</summary>
public sealed class SpeedQueries
{
    private const int NewestCells = 1_000;
    private readonly EvalDatabase _database;

    internal SpeedQueries(EvalDatabase database) => _database = database;

    /// <summary>
    /// The speeds of some models, the newest first. Only complete cells count, without a cached answer; those of a local model only where
    /// they ran on this machine.
    /// </summary>
    /// <param name="identities">The models; see <see cref="Core.Models.ModelIdentity.Canonical"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task<IReadOnlyList<MeasuredSpeed>> ReadAsync(IReadOnlyCollection<string> identities, CancellationToken cancellationToken) =>
        _database.ReadAsync(async context =>
        {
            var cells = await Cells(context, identities).Take(NewestCells).ToListAsync(cancellationToken);
            var ids = cells.ConvertAll(c => c.Id);
            var totals = (await context.CellTotals.AsNoTracking().Where(t => ids.Contains(t.CellId)).ToListAsync(cancellationToken)).ToLookup(t => t.CellId);
            return (IReadOnlyList<MeasuredSpeed>)[.. cells.Where(c => IsMeasured(c, totals[c.Id])).Select(c => new MeasuredSpeed(
                c.Identity, c.Kind, c.Suite, c.DefinitionHash, c.EstimatedTokens * 1000 / totals[c.Id].Sum(t => t.DurationMs)))];
        });

    private static IQueryable<PlannedCell> Cells(EvalContext context, IReadOnlyCollection<string> identities)
    {
        var machine = Environment.MachineName;
        return from cell in context.Cells.AsNoTracking()
               join run in context.Runs on cell.RunId equals run.Id
               where identities.Contains(cell.Candidate!.Identity)
                   && cell.SkipReason == null
                   && run.Import == null
                   && cell.EstimatedTokens > 0
                   && (cell.Candidate!.Kind == "hosted" || run.Machine == machine)
               orderby cell.Id descending
               select new PlannedCell(
                   cell.Id, cell.Candidate!.Identity, cell.Suite!.Kind, cell.Suite.Name, cell.Suite.DefinitionHash, (long)cell.Planned * cell.Epochs,
                   cell.EstimatedTokens);
    }

    private static bool IsMeasured(PlannedCell cell, IEnumerable<CellTotalRow> totals) =>
        totals.Sum(t => t.Samples) >= cell.Samples && totals.All(t => t.Cached == 0) && totals.Sum(t => t.DurationMs) > 0;

    private sealed record PlannedCell(
        long Id, string Identity, string Kind, string Suite, string DefinitionHash, long Samples, long EstimatedTokens);
}
