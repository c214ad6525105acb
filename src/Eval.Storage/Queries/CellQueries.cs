using Eval.Core.Comparisons;
using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Queries;

/// <summary>Stored cells, whatever run they belong to.</summary>
public sealed class CellQueries
{
    private readonly EvalDatabase _database;

    internal CellQueries(EvalDatabase database) => _database = database;

    /// <summary>
    /// One cell of each suite that a filter lets through and that has a stored sample, by the suites' names: of the newest definition and model the one with the
    /// most stored samples, so that a trial with a limit does not hide a whole run; the newest among equals. A whole run hides all of other data. Selections of samples
    /// (<see cref="Core.Suites.SampleSelection"/>) are left out: they say nothing about the suite; imported runs too, which are
    /// meant only where they are named.
    /// </summary>
    public Task<IReadOnlyList<CellReference>> FullestAsync(CellFilter filter, CancellationToken cancellationToken) =>
        _database.ReadAsync(async context =>
        {
            var cells = await Matching(context, filter).Where(c => c.Filter == null && context.Runs.Any(r => r.Id == c.RunId && r.Import == null)).Select(c => new Stored(
                c.Id, c.Suite!.Name, c.SuiteId, c.Candidate!.Identity, c.DataHash, c.Limit, context.Runs.Any(r => r.Id == c.RunId && r.Trigger == "gate"),
                context.CellTotals.Where(t => t.CellId == c.Id).Sum(t => t.Samples))).ToListAsync(cancellationToken);
            var fullest = cells.GroupBy(c => c.Suite, StringComparer.Ordinal).Select(g => Fullest([.. g]).Id);
            return await ReadAsync(context, [.. fullest], cancellationToken);
        });

    /// <summary>The cells that a filter lets through and that have a stored sample, the newest first.</summary>
    /// <param name="filter">Which cells.</param>
    /// <param name="take">How many to give at most.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task<IReadOnlyList<CellReference>> ListAsync(CellFilter filter, int take, CancellationToken cancellationToken) =>
        _database.ReadAsync(async context =>
        {
            var ids = await Matching(context, filter).OrderByDescending(c => c.Id).Select(c => c.Id).Take(take).ToListAsync(cancellationToken);
            IReadOnlyList<CellReference> cells = [.. (await ReadAsync(context, ids, cancellationToken)).OrderByDescending(c => c.CellId)];
            return cells;
        });

    /// <summary>Names of the candidates that samples are stored of.</summary>
    public Task<IReadOnlyList<string>> CandidatesAsync(CancellationToken cancellationToken) => _database.ReadAsync(async context =>
        (IReadOnlyList<string>)await Matching(context, new CellFilter()).Select(c => c.Candidate!.Name).Distinct().OrderBy(n => n).ToListAsync(cancellationToken));

    /// <summary>A cell as one side of a comparison, or null where it is not stored.</summary>
    public async Task<ComparedCell?> GetAsync(CellReference cell, CancellationToken cancellationToken) =>
        await _database.RunQueries.GetAsync(cell.RunId, cancellationToken) is { } run && run.Cells.FirstOrDefault(c => c.Id == cell.CellId) is { } stored
            ? new ComparedCell(run, stored, _database.Runs)
            : null;

    // A gate may ask a suite in steps, each of other samples: no step tells what the data are today.
    private static Stored Fullest(IReadOnlyList<Stored> cells)
    {
        var newest = cells.MaxBy(c => c.Id)!;
        var same = cells.Where(c => c.SuiteId == newest.SuiteId && c.Model == newest.Model).ToList();
        var today = same.Where(c => !c.IsOfGate).MaxBy(c => c.Id);
        return same.Where(c => today is null || c.DataHash == today.DataHash || (today.Limit is not null && c is { Limit: null, IsOfGate: false }))
            .OrderByDescending(c => c.Samples).ThenByDescending(c => c.Id).First();
    }

    private static IQueryable<CellRow> Matching(EvalContext context, CellFilter filter)
    {
        var cells = context.Cells.AsNoTracking()
            .Where(c => c.SkipReason == null && context.CellTotals.Any(t => t.CellId == c.Id && t.Samples > 0));
        cells = filter.CandidateId is { } candidate ? cells.Where(c => c.Candidate!.Name == candidate) : cells;
        cells = filter.CandidateIdentity is { } identity ? cells.Where(c => c.Candidate!.Identity == identity) : cells;
        cells = filter.SuiteName is { } suite ? cells.Where(c => c.Suite!.Name == suite) : cells;
        cells = filter.DefinitionHash is { } definition ? cells.Where(c => c.Suite!.DefinitionHash == definition) : cells;
        cells = filter.DataHash is { } data ? cells.Where(c => c.DataHash == data) : cells;
        return filter.RunStatus is { } status ? cells.Where(c => context.Runs.Any(r => r.Id == c.RunId && r.Status == status)) : cells;
    }

    private static async Task<IReadOnlyList<CellReference>> ReadAsync(EvalContext context, List<long> ids, CancellationToken cancellationToken) =>
        await context.Cells.AsNoTracking().Where(c => ids.Contains(c.Id)).OrderBy(c => c.Suite!.Name).ThenByDescending(c => c.Id)
            .Select(c => new CellReference(
                c.RunId, c.Id, c.Candidate!.Name, c.Candidate.Identity, c.Suite!.Name, c.Suite.DefinitionHash, c.DataHash, c.Planned, c.Epochs, c.Limit))
            .ToListAsync(cancellationToken);

    private sealed record Stored(long Id, string Suite, long SuiteId, string Model, string DataHash, int? Limit, bool IsOfGate, long Samples);
}
