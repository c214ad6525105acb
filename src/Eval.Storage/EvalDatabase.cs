using Eval.Core.Running;
using Eval.Storage.Answers;
using Eval.Storage.Gates;
using Eval.Storage.Imports;
using Eval.Storage.Judging;
using Eval.Storage.Opening;
using Eval.Storage.Queries;
using Eval.Storage.Runs;
using Eval.Storage.Schema;
using Eval.Storage.Sqlite;
using Eval.Storage.Tournaments;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Eval.Storage;

/// <summary>
/// An open database. Any number of processes may read it; writers take turns, here by one gate for this process and by
/// <c>BEGIN IMMEDIATE</c> between processes.
/// </summary>
public sealed class EvalDatabase : IAsyncDisposable
{
    private readonly PooledDbContextFactory<EvalContext> _contexts;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly RunStore _runs;
    private readonly AnswerCache _answers;

    private EvalDatabase(EvalDatabaseOptions options, string connectionString)
    {
        Options = options;
        ConnectionString = connectionString;
        _contexts = new PooledDbContextFactory<EvalContext>(SqliteContexts.Configure(options, connectionString), 16);
        _runs = new RunStore(this);
        _answers = new AnswerCache(this);
        RunQueries = new RunQueries(this);
        SampleQueries = new SampleQueries(this);
        SpeedQueries = new SpeedQueries(this);
        GateEvidence = new EvidenceQueries(this);
        Gates = new GateStore(this);
        CellQueries = new CellQueries(this);
        Imports = new ImportStore(this);
        JudgeCards = new JudgeCardStore(this);
        Votes = new VoteStore(this);
        AnswerQueries = new AnswerQueries(this);
    }

    /// <summary>Absolute path of the file.</summary>
    public string Path => Options.Path;

    /// <summary>Storage of runs.</summary>
    public IRunStore Runs => _runs;

    /// <summary>Cached answers.</summary>
    public IAnswerCache Answers => _answers;

    /// <summary>Stored runs as tables and pages show them.</summary>
    public RunQueries RunQueries { get; }

    /// <summary>Stored samples, filtered.</summary>
    public SampleQueries SampleQueries { get; }

    /// <summary>How fast models were.</summary>
    public SpeedQueries SpeedQueries { get; }

    /// <summary>Stored cells that can stand for what a gate would have to run.</summary>
    public EvidenceQueries GateEvidence { get; }

    /// <summary>Decisions of gates.</summary>
    public GateStore Gates { get; }

    /// <summary>Stored cells, to find what can be compared.</summary>
    public CellQueries CellQueries { get; }

    /// <summary>Storage of runs that were made elsewhere.</summary>
    public ImportStore Imports { get; }

    /// <summary>Cards of judges.</summary>
    public JudgeCardStore JudgeCards { get; }

    /// <summary>People's votes on battles.</summary>
    public VoteStore Votes { get; }

    /// <summary>Cached answers, to look through and to remove.</summary>
    public AnswerQueries AnswerQueries { get; }

    internal EvalDatabaseOptions Options { get; }

    internal string ConnectionString { get; }

    internal TimeProvider Time => Options.Time;

    /// <summary>Opens a database; with <see cref="OpenMode.ReadWrite"/> it is created and its schema brought up to date where needed.</summary>
    /// <exception cref="EvalStorageException">It cannot be opened; says why and what to do.</exception>
    public static async Task<EvalDatabase> OpenAsync(EvalDatabaseOptions options, CancellationToken cancellationToken)
    {
        options = options with { Path = System.IO.Path.GetFullPath(options.Path) };
        return new EvalDatabase(options, await new DatabaseOpener(options).PrepareAsync(cancellationToken));
    }

    /// <summary>Opens a database by its path; see <see cref="OpenAsync(EvalDatabaseOptions, CancellationToken)"/>.</summary>
    public static Task<EvalDatabase> OpenAsync(string path, OpenMode mode, CancellationToken cancellationToken) =>
        OpenAsync(new EvalDatabaseOptions { Path = path, Mode = mode }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _runs.DisposeAsync();
        await _answers.DisposeAsync();
        _gate.Dispose();

        // The last connection to close folds the write-ahead log into the file.
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>A context for one short read. Not for writing: see <see cref="WriteAsync"/>.</summary>
    internal EvalContext CreateContext() => _contexts.CreateDbContext();

    /// <summary>Runs a read, with errors of the database translated.</summary>
    internal async Task<T> ReadAsync<T>(Func<EvalContext, Task<T>> read)
    {
        await using var context = CreateContext();
        try
        {
            return await read(context);
        }
        catch (Exception e) when (Translate(e) is not null)
        {
            throw Translate(e)!;
        }
    }

    /// <summary>
    /// Runs a write as the only writer of this process, in one transaction, with errors of the database translated. Cancellation counts
    /// until the write begins.
    /// </summary>
    internal async Task<T> WriteAsync<T>(Func<EvalContext, Task<T>> write, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        await using var context = CreateContext();
        try
        {
            // BEGIN IMMEDIATE: a transaction that starts as a reader and turns writer cannot wait for another writer.
            await using var transaction = await context.Database.BeginTransactionAsync(CancellationToken.None);
            var result = await write(context);
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        catch (Exception e) when (Translate(e) is not null)
        {
            throw Translate(e)!;
        }
    }

    /// <summary>Waits for the other writers of this process.</summary>
    internal async Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken)
    {
        if (Options.Mode == OpenMode.ReadOnly)
        {
            throw new InvalidOperationException($"{Path} was opened for reading only");
        }

        await _gate.WaitAsync(cancellationToken);
        return new Turn(_gate);
    }

    internal EvalStorageException? Translate(Exception exception) => SqliteErrors.Translate(exception, Path, Options.BusyTimeout);

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
