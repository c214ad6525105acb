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
        ListAsync(new RunListFilter(), skip, take, cancellationToken);

    /// <summary>The runs that a filter lets through, the newest first.</summary>
    /// <param name="filter">Which runs.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many to give at most.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task<IReadOnlyList<RunListItem>> ListAsync(RunListFilter filter, int skip, int take, CancellationToken cancellationToken) =>
        _database.ReadAsync(async context =>
        {
            var runs = await Matching(context, filter).Include(r => r.Tags).Include(r => r.Import).OrderByDescending(r => r.Id).Skip(skip).Take(take).ToListAsync(cancellationToken);
            var ids = runs.ConvertAll(r => r.Id);
            var cells = await context.Cells.AsNoTracking().Where(c => ids.Contains(c.RunId)).OrderBy(c => c.Position)
                .Select(c => new ListedCell(
                    c.RunId, c.Id, c.Candidate!.Name, c.Suite!.Name, c.SkipReason == null ? (long)c.Planned * c.Epochs : 0, c.Filter != null))
                .ToListAsync(cancellationToken);
            var cellIds = cells.ConvertAll(c => c.CellId);
            var totals = (await context.CellTotals.AsNoTracking().Where(t => cellIds.Contains(t.CellId)).ToListAsync(cancellationToken))
                .ToLookup(t => t.CellId);
            return (IReadOnlyList<RunListItem>)[.. runs.Select(r => Item(r, cells.FindAll(c => c.RunId == r.Id), totals))];
        });

    /// <summary>
    /// The number of the run that a user means: its number, <c>latest</c>, or a name (the newest of that name); null where there is none. An imported run
    /// is the latest, or the one of a name, only where there is no other: archives bring names along that nobody here chose.
    /// </summary>
    public Task<long?> FindAsync(string reference, CancellationToken cancellationToken) => _database.ReadAsync(async context =>
    {
        var runs = context.Runs.OrderBy(r => r.Import == null ? 0 : 1).ThenByDescending(r => r.Id);
        if (reference == "latest")
        {
            return await runs.Select(r => (long?)r.Id).FirstOrDefaultAsync(cancellationToken);
        }

        var named = await runs.Where(r => r.Name == reference).Select(r => (long?)r.Id).FirstOrDefaultAsync(cancellationToken);
        return long.TryParse(reference, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await runs.Where(r => r.Id == id).Select(r => (long?)r.Id).FirstOrDefaultAsync(cancellationToken) ?? named
            : named;
    });

    /// <summary>The newest run of a plan, however it stands, or null; imported runs are not gone on with.</summary>
    public Task<long?> NewestOfPlanAsync(string planHash, CancellationToken cancellationToken) => _database.ReadAsync(context =>
        context.Runs.Where(r => r.PlanHash == planHash && r.Import == null).OrderByDescending(r => r.Id).Select(r => (long?)r.Id).FirstOrDefaultAsync(cancellationToken));

    /// <summary>The newest run that did not end, or null; imported runs are not gone on with, and the steps of a gate only by that gate.</summary>
    public Task<long?> NewestUnfinishedAsync(CancellationToken cancellationToken) => _database.ReadAsync(context =>
        context.Runs.Where(r => r.Status != RunStatus.Finished && r.Import == null && r.Trigger != "gate").OrderByDescending(r => r.Id).Select(r => (long?)r.Id).FirstOrDefaultAsync(cancellationToken));

    /// <summary>A run with its cells, their sums and estimates, or null.</summary>
    public Task<StoredRun?> GetAsync(long runId, CancellationToken cancellationToken) =>
        _database.ReadAsync(context => StoredRunReader.ReadAsync(context, runId, cancellationToken));

    /// <summary>Who works on a run at this moment, or null.</summary>
    public Task<RunOwner?> GetWorkerAsync(long runId, CancellationToken cancellationToken) => _database.ReadAsync(async context =>
        await context.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId, cancellationToken) is { } run ? Worker(run) : null);

    /// <summary>The runs that somebody works on at this moment.</summary>
    public Task<IReadOnlyDictionary<long, RunOwner>> UnderWayAsync(CancellationToken cancellationToken) => _database.ReadAsync(async context =>
        (IReadOnlyDictionary<long, RunOwner>)(await context.Runs.AsNoTracking().Where(r => r.Status == RunStatus.Running).ToListAsync(cancellationToken))
            .Select(r => (r.Id, Worker: Worker(r))).Where(r => r.Worker is not null).ToDictionary(r => r.Id, r => r.Worker!));

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
            Comment = run.Comment,
            Tags = run.Tags.OrderBy(t => t.Key, StringComparer.Ordinal).ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal),
            IsFiltered = cells.Exists(c => c.IsFiltered),
        };
    }

    private static IQueryable<RunRow> Matching(EvalContext context, RunListFilter filter)
    {
        var runs = context.Runs.AsNoTracking();
        if (filter.Name is { } name)
        {
            var pattern = Like(name);
            runs = runs.Where(r => r.Name != null && EF.Functions.Like(r.Name, pattern, @"\"));
        }

        foreach (var (key, value) in filter.Tags)
        {
            runs = runs.Where(r => r.Tags.Any(t => t.Key == key && (value == null || t.Value == value)));
        }

        if (filter.Candidate is { } candidate)
        {
            var pattern = Like(candidate);
            runs = runs.Where(r => r.Cells.Any(c => EF.Functions.Like(c.Candidate!.Name, pattern, @"\")));
        }

        if (filter.Suite is { } suite)
        {
            var pattern = Like(suite);
            runs = runs.Where(r => r.Cells.Any(c => EF.Functions.Like(c.Suite!.Name, pattern, @"\")));
        }

        return filter.Status is { } status ? runs.Where(r => r.Status == status) : runs;
    }

    private static string Like(string wildcard) =>
        wildcard.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_").Replace('*', '%').Replace('?', '_');

    private RunOwner? Worker(RunRow run) =>
        run is { Status: RunStatus.Running, OwnerProcess: { } process, OwnerMachine: { } machine, StartedAt: { } since }
            && ProcessLock.IsHeld(RunStore.LockPath(_database, run.Id))
            ? new RunOwner(process, machine, since)
            : null;

    private sealed record ListedCell(long RunId, long CellId, string Candidate, string Suite, long Planned, bool IsFiltered);
}
