using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Core.Running.Tournaments;
using Eval.Storage.Opening;
using Eval.Storage.Schema;
using Eval.Storage.Tournaments;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Runs;

/// <summary>The store of runs on a database.</summary>
internal sealed class RunStore(EvalDatabase database) : IRunStore, IAsyncDisposable
{
    private static readonly RunStatus[] Unfinished = [RunStatus.Running, RunStatus.Interrupted, RunStatus.Stopped, RunStatus.Failed];
    private static readonly SampleOutcome[] Errors = [.. Enum.GetValues<SampleOutcome>().Where(o => o.IsError())];

    // A reader that looks whether a run is being worked on holds its lock for an instant.
    private static readonly TimeSpan LockPatience = TimeSpan.FromMilliseconds(200);

    private readonly BattleStore _battles = new(database);
    private SampleWriter? _writer;

    public IBattleStore Battles => _battles;

    public Task<RunInfo?> FindUnfinishedAsync(string planHash, CancellationToken cancellationToken) => database.ReadAsync(async context =>
    {
        var run = await context.Runs.AsNoTracking().Where(r => r.PlanHash == planHash && Unfinished.Contains(r.Status) && r.Import == null)
            .OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancellationToken);
        if (run is null)
        {
            return null;
        }

        var cells = await context.Cells.AsNoTracking().Where(c => c.RunId == run.Id)
            .Select(c => new { c.Id, Candidate = c.Candidate!.Name, Suite = c.Suite!.Name }).ToListAsync(cancellationToken);
        return new RunInfo(run.Id, cells.ToDictionary(c => $"{c.Candidate}/{c.Suite}", c => c.Id, StringComparer.Ordinal), run.CreatedAt);
    });

    public Task<RunInfo> CreateAsync(RunPlan plan, CancellationToken cancellationToken) => database.WriteAsync(async context =>
    {
        var run = await new PlanRows(context, database.Time.GetUtcNow()).AddAsync(plan);
        var ids = plan.Cells.Zip(run.Cells.OrderBy(c => c.Position), (planned, stored) => KeyValuePair.Create(planned.Key, stored.Id));
        return new RunInfo(run.Id, new Dictionary<string, long>(ids, StringComparer.Ordinal), run.CreatedAt);
    }, cancellationToken);

    public async Task<IAsyncDisposable> AcquireAsync(long runId, CancellationToken cancellationToken)
    {
        var held = await TakeLockAsync(runId, cancellationToken);
        if (held is null)
        {
            throw new RunInUseException(runId, await database.ReadAsync(context => OwnerAsync(context, runId, cancellationToken)));
        }

        try
        {
            var now = database.Time.GetUtcNow();
            var found = await database.WriteAsync(context => context.Runs.Where(r => r.Id == runId).ExecuteUpdateAsync(
                set => set.SetProperty(r => r.Status, RunStatus.Running)
                    .SetProperty(r => r.StatusNote, (string?)null)
                    .SetProperty(r => r.FinishedAt, (DateTimeOffset?)null)
                    .SetProperty(r => r.StartedAt, now)
                    .SetProperty(r => r.OwnerProcess, Environment.ProcessId)
                    .SetProperty(r => r.OwnerMachine, Environment.MachineName),
                CancellationToken.None), cancellationToken);
            return found == 1 ? new RunLease(held) : throw new ArgumentException($"there is no run {runId}", nameof(runId));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public async Task<StoredOrdinals> LoadStoredAsync(long cellId, CancellationToken cancellationToken)
    {
        var stored = new StoredOrdinals();
        var rows = RowStream.ReadAsync(database,
            """SELECT "Epoch", "Ordinal" FROM "Samples" WHERE "CellId" = @cell ORDER BY "Epoch", "Ordinal" """,
            [("@cell", cellId)], row => (Epoch: row.GetInt32(0), Ordinal: row.GetInt32(1)), cancellationToken);
        await foreach (var (epoch, ordinal) in rows)
        {
            stored.Add(epoch, ordinal);
        }

        return stored;
    }

    public async Task AppendAsync(IReadOnlyList<CellResult> results, IReadOnlyList<CellCalls> calls, CancellationToken cancellationToken)
    {
        using var turn = await database.TakeTurnAsync(cancellationToken);
        try
        {
            _writer ??= new SampleWriter(database.CreateContext());
            _writer.Append(results, calls);
        }
        catch (Exception e)
        {
            // After a failure nothing is assumed about the connection; what it had begun is rolled back as it closes.
            await DropWriterAsync();
            if (database.Translate(e) is null)
            {
                throw;
            }

            throw database.Translate(e)!;
        }
    }

    public Task<int> DeleteErrorsAsync(long cellId, CancellationToken cancellationToken) => database.WriteAsync(
        async context =>
        {
            await context.CellTotals.Where(t => t.CellId == cellId && Errors.Contains(t.Outcome)).ExecuteDeleteAsync(CancellationToken.None);
            return await context.Samples.Where(s => s.CellId == cellId && Errors.Contains(s.Outcome)).ExecuteDeleteAsync(CancellationToken.None);
        },
        cancellationToken);

    public Task UpdateCellAsync(long cellId, int planned, string? skipReason, CancellationToken cancellationToken) => database.WriteAsync(
        context => context.Cells.Where(c => c.Id == cellId).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.Planned, planned).SetProperty(c => c.SkipReason, skipReason), CancellationToken.None),
        cancellationToken);

    public IAsyncEnumerable<SampleResult> ReadSamplesAsync(long cellId, bool texts, CancellationToken cancellationToken) => RowStream.ReadAsync(
        database,
        $"""
        SELECT {SampleReader.Columns}{(texts ? SampleReader.TextColumns : "")} FROM "Samples" s
        {(texts ? """LEFT JOIN "SampleTexts" t ON t."Id" = s."Id" """ : "")}
        WHERE s."CellId" = @cell ORDER BY s."Epoch", s."Ordinal"
        """,
        [("@cell", cellId)],
        row => SampleReader.Read(row, texts),
        cancellationToken);

    public Task SaveEstimatesAsync(long cellId, IReadOnlyList<Estimate> estimates, CancellationToken cancellationToken) =>
        database.WriteAsync(async context =>
        {
            await context.Estimates.Where(e => e.CellId == cellId).ExecuteDeleteAsync(CancellationToken.None);
            context.Estimates.AddRange(estimates.Select((e, i) => EstimateRows.From(cellId, i, e)));
            return await context.SaveChangesAsync(CancellationToken.None);
        }, cancellationToken);

    public Task FinishAsync(long runId, RunStatus status, string? note, CancellationToken cancellationToken)
    {
        DateTimeOffset? finished = status == RunStatus.Running ? null : database.Time.GetUtcNow();
        return database.WriteAsync(
            context => context.Runs.Where(r => r.Id == runId).ExecuteUpdateAsync(
                set => set.SetProperty(r => r.Status, status).SetProperty(r => r.StatusNote, note).SetProperty(r => r.FinishedAt, finished),
                CancellationToken.None),
            cancellationToken);
    }

    public Task<StoredRun?> GetRunAsync(long runId, CancellationToken cancellationToken) =>
        database.ReadAsync(context => StoredRunReader.ReadAsync(context, runId, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await DropWriterAsync();
        await _battles.DisposeAsync();
    }

    /// <summary>Where a run's lock lies.</summary>
    internal static string LockPath(EvalDatabase database, long runId) => $"{database.Path}.run-{runId}.lock";

    private async Task<ProcessLock?> TakeLockAsync(long runId, CancellationToken cancellationToken)
    {
        try
        {
            return await ProcessLock.TakeAsync(LockPath(database, runId), LockPatience, cancellationToken);
        }
        catch (Exception e) when (FileErrors.Translate(e, database.Path) is not null)
        {
            throw FileErrors.Translate(e, database.Path)!;
        }
    }

    private static async Task<RunOwner?> OwnerAsync(EvalContext context, long runId, CancellationToken cancellationToken)
    {
        var run = await context.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId, cancellationToken);
        return run is { OwnerProcess: { } process, OwnerMachine: { } machine, StartedAt: { } since } ? new RunOwner(process, machine, since) : null;
    }

    private async ValueTask DropWriterAsync()
    {
        var writer = _writer;
        _writer = null;
        if (writer is not null)
        {
            await writer.DisposeAsync();
        }
    }

    private sealed class RunLease(ProcessLock held) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            held.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
