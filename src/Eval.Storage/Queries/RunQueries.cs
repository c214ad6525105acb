using System.Globalization;
using Eval.Core.Running;
using Eval.Storage.Opening;
using Eval.Storage.Runs;
using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Queries;

/// <summary>Stored runs as tables and pages show them.</summary>
public sealed class RunQueries
{
    private readonly EvalDatabase _database;

    internal RunQueries(EvalDatabase database) => _database = database;

    /// <summary>How many runs are stored.</summary>
    public Task<int> CountAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(context => context.Runs.CountAsync(cancellationToken));

    /// <summary>Runs, the newest first.</summary>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many to give at most.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task<IReadOnlyList<RunListItem>> ListAsync(int skip, int take, CancellationToken cancellationToken) =>
        _database.ReadAsync(async context =>
        {
            var runs = await context.Runs.AsNoTracking().Include(r => r.Import).OrderByDescending(r => r.Id).Skip(skip).Take(take).ToListAsync(cancellationToken);
            var ids = runs.ConvertAll(r => r.Id);
            var cells = await context.Cells.AsNoTracking().Where(c => ids.Contains(c.RunId)).OrderBy(c => c.Position)
                .Select(c => new ListedCell(c.RunId, c.Id, c.Candidate!.Name, c.Suite!.Name, c.SkipReason == null ? (long)c.Planned * c.Epochs : 0))
                .ToListAsync(cancellationToken);
            var cellIds = cells.ConvertAll(c => c.CellId);
            var totals = (await context.CellTotals.AsNoTracking().Where(t => cellIds.Contains(t.CellId)).ToListAsync(cancellationToken))
                .ToLookup(t => t.CellId);
            return (IReadOnlyList<RunListItem>)[.. runs.Select(r => Item(r, cells.FindAll(c => c.RunId == r.Id), totals))];
        });

    /// <summary>
    /// The number of the run that a user means: its number, <c>latest</c>, or a name (the newest of that name); null where there is none. An imported run
    /// is the latest only where there is no other.
    /// </summary>
    public Task<long?> FindAsync(string reference, CancellationToken cancellationToken) => _database.ReadAsync(async context =>
    {
        var runs = context.Runs.OrderByDescending(r => r.Id);
        if (reference == "latest")
        {
            return await runs.OrderBy(r => r.Import == null ? 0 : 1).ThenByDescending(r => r.Id).Select(r => (long?)r.Id).FirstOrDefaultAsync(cancellationToken);
        }

        var named = await runs.Where(r => r.Name == reference).Select(r => (long?)r.Id).FirstOrDefaultAsync(cancellationToken);
        return long.TryParse(reference, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await runs.Where(r => r.Id == id).Select(r => (long?)r.Id).FirstOrDefaultAsync(cancellationToken) ?? named
            : named;
    });

    /// <summary>A run with its cells, their sums and estimates, or null.</summary>
    public Task<StoredRun?> GetAsync(long runId, CancellationToken cancellationToken) =>
        _database.ReadAsync(context => StoredRunReader.ReadAsync(context, runId, cancellationToken));

    /// <summary>Who works on a run at this moment, or null.</summary>
    public Task<RunOwner?> GetWorkerAsync(long runId, CancellationToken cancellationToken) => _database.ReadAsync(async context =>
        await context.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId, cancellationToken) is { } run ? Worker(run) : null);

    private RunListItem Item(RunRow run, List<ListedCell> cells, ILookup<long, CellTotalRow> totals)
    {
        var outcomes = cells.SelectMany(c => totals[c.CellId]).ToList();
        return new RunListItem(
            run.Id, run.Name, run.Status, run.StatusNote, run.Trigger, run.PlanHash, run.CreatedAt, run.FinishedAt, Worker(run),
            [.. cells.Select(c => c.Candidate).Distinct(StringComparer.Ordinal)],
            [.. cells.Select(c => c.Suite).Distinct(StringComparer.Ordinal)],
            cells.Sum(c => c.Planned),
            outcomes.Sum(o => o.Samples),
            outcomes.Where(o => o.Outcome.IsError()).Sum(o => o.Samples))
        {
            Import = run.Import?.ToOrigin(),
        };
    }

    private RunOwner? Worker(RunRow run) =>
        run is { Status: RunStatus.Running, OwnerProcess: { } process, OwnerMachine: { } machine, StartedAt: { } since }
            && ProcessLock.IsHeld(RunStore.LockPath(_database, run.Id))
            ? new RunOwner(process, machine, since)
            : null;

    private sealed record ListedCell(long RunId, long CellId, string Candidate, string Suite, long Planned);
}
