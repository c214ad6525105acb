using Eval.Core.Imports;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Storage.Runs;
using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Imports;

/// <summary>Stores runs that other tools, or other databases, made.</summary>
public sealed class ImportStore
{
    private readonly EvalDatabase _database;

    internal ImportStore(EvalDatabase database) => _database = database;

    /// <summary>
    /// The newest stored run that was taken from this very content (<see cref="ImportOrigin.Sha256"/>) and has all of its cells, or null: an archive may
    /// hold a part of a run. One that was left half taken is none.
    /// </summary>
    /// <param name="run">The run that may be stored already.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task<long?> FindAsync(ImportedRun run, CancellationToken cancellationToken) => _database.ReadAsync(async context =>
    {
        var wanted = run.Cells.Select(c => (StorageText.Clean(c.Candidate), StorageText.Clean(c.Suite))).ToHashSet();
        var stored = await Of(context, run.Origin.Sha256).Where(r => r.Status != RunStatus.Running).OrderByDescending(r => r.Id)
            .Select(r => new { r.Id, Cells = r.Cells.Select(c => new { Candidate = c.Candidate!.Name, Suite = c.Suite!.Name }).ToList() })
            .ToListAsync(cancellationToken);
        return stored.Find(r => wanted.IsSubsetOf(r.Cells.Select(c => (c.Candidate, c.Suite))))?.Id;
    });

    /// <summary>
    /// Stores a run with its samples and estimates. It is whole or it is not there: a failure takes it back, and what a killed process left is removed by
    /// the next import of the same content.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="stored">Told how many samples are stored, from time to time; null for nobody.</param>
    /// <param name="cancellationToken">Stops the import; nothing is kept.</param>
    /// <returns>The run's number.</returns>
    /// <exception cref="EvalConfigurationException">The samples contradict each other or cannot be read.</exception>
    public async Task<long> WriteAsync(ImportedRun run, IProgress<long>? stored, CancellationToken cancellationToken)
    {
        await RemoveLeftoversAsync(run.Origin.Sha256, cancellationToken);
        var now = _database.Time.GetUtcNow();
        var (id, cells) = await _database.WriteAsync(
            async context =>
            {
                var row = await new ImportRows(context, now).AddAsync(run);
                return (row.Id, row.Cells.OrderBy(c => c.Position).Select(c => c.Id).ToList());
            },
            cancellationToken);
        try
        {
            await using var lease = await _database.Runs.AcquireAsync(id, cancellationToken);
            long before = 0;
            for (var i = 0; i < cells.Count; i++)
            {
                var cell = new ImportCellWriter(_database, run, run.Cells[i], cells[i]);
                await cell.WriteAsync(n => stored?.Report(before + n), cancellationToken);
                before += cell.Count;
            }

            await FinishAsync(id, run, now);
            return id;
        }
        catch
        {
            await RemoveAsync(id);
            throw;
        }
    }

    private Task<int> FinishAsync(long id, ImportedRun run, DateTimeOffset now) => _database.WriteAsync(
        context => context.Runs.Where(r => r.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Status, run.Status)
                .SetProperty(r => r.StatusNote, run.StatusNote)
                .SetProperty(r => r.StartedAt, (DateTimeOffset?)null)
                .SetProperty(r => r.OwnerProcess, (int?)null)
                .SetProperty(r => r.FinishedAt, run.FinishedAt ?? run.CreatedAt ?? now),
            CancellationToken.None),
        CancellationToken.None);

    private async Task RemoveLeftoversAsync(string sha256, CancellationToken cancellationToken)
    {
        var left = await _database.ReadAsync(context =>
            Of(context, sha256).Where(r => r.Status == RunStatus.Running).Select(r => r.Id).ToListAsync(cancellationToken));
        foreach (var id in left)
        {
            // Throws where another process is importing it at this moment.
            await using var lease = await _database.Runs.AcquireAsync(id, cancellationToken);
            await RemoveAsync(id);
        }
    }

    private Task RemoveAsync(long id) => _database.WriteAsync(
        context => context.Runs.Where(r => r.Id == id).ExecuteDeleteAsync(CancellationToken.None), CancellationToken.None);

    private static IQueryable<RunRow> Of(EvalContext context, string sha256) => context.Runs.AsNoTracking().Where(r => r.Import!.Sha256 == sha256);
}
