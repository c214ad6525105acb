using Eval.Storage.Schema;
using Eval.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Opening;

/// <summary>
/// Everything between a path and a database that can be used: the folder, the file's nature, the age of its schema, and the migrations
/// that are missing.
/// </summary>
internal sealed class DatabaseOpener(EvalDatabaseOptions options)
{
    private string Path => options.Path;

    /// <summary>Prepares the file and gives the connection string to use.</summary>
    public async Task<string> PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            return options.Mode == OpenMode.ReadOnly
                ? await PrepareForReadingAsync(cancellationToken)
                : await PrepareForWritingAsync(cancellationToken);
        }
        catch (Exception e) when (Translate(e) is not null)
        {
            throw Translate(e)!;
        }
        finally
        {
            // No connection of a failed attempt may keep the file in use.
            await using var connection = new SqliteConnection(SqliteContexts.ConnectionString(options));
            SqliteConnection.ClearPool(connection);
        }
    }

    private async Task<string> PrepareForReadingAsync(CancellationToken cancellationToken)
    {
        CheckNotAFolder();
        if (!File.Exists(Path) || new FileInfo(Path).Length == 0)
        {
            throw Problem(StorageProblem.Missing, "there is no database yet; a first `dotnet eval run` creates it, --db names another");
        }

        var connectionString = SqliteContexts.ConnectionString(options);
        SchemaState state;
        try
        {
            state = await ReadStateAsync(connectionString, cancellationToken);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 14 or 8 && new FileInfo(Path + "-wal") is not { Exists: true, Length: > 0 })
        {
            // A write-ahead log needs files beside the database; where they cannot be made and none holds anything, the file is all there is.
            connectionString = SqliteContexts.ConnectionString(options, frozen: true);
            state = await ReadStateAsync(connectionString, cancellationToken);
        }

        state.CheckOurs(Path);
        return state.Pending.Count == 0
            ? connectionString
            : throw Problem(StorageProblem.OlderSchema, "an older version of this program wrote the database; open it for writing once"
                + " (any `dotnet eval run`), which updates it and keeps a copy beside it");
    }

    private async Task<string> PrepareForWritingAsync(CancellationToken cancellationToken)
    {
        CheckNotAFolder();
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var connectionString = SqliteContexts.ConnectionString(options);
        var state = File.Exists(Path) ? await ReadStateAsync(connectionString, cancellationToken) : SchemaState.Empty;
        state.CheckOurs(Path);
        if (state.Pending.Count > 0)
        {
            await MigrateAsync(connectionString, cancellationToken);
        }

        await CheckWritableAsync(connectionString, cancellationToken);
        return connectionString;
    }

    private async Task MigrateAsync(string connectionString, CancellationToken cancellationToken)
    {
        // EF's own lock is a row without an owner: a killed process leaves it and the next start waits for ever. This lock has an owner, so
        // that whoever holds it knows any such row to be stale.
        // Copying and rebuilding a large database takes longer than any single write, so this wait is the longer one.
        var patience = options.BusyTimeout * 10;
        using var alone = await ProcessLock.TakeAsync(Path + ".migrating", patience, cancellationToken)
            ?? throw Problem(StorageProblem.Locked,
                $"another process has been updating the schema for {patience.TotalSeconds:0.#} s; wait for it and try again");
        var state = await ReadStateAsync(connectionString, cancellationToken);
        state.CheckOurs(Path);
        if (state.Pending.Count == 0)
        {
            return;
        }

        var copy = state.Applied.Count > 0
            ? await DatabaseCopy.MakeAsync(connectionString, Path, state.Applied[^1], cancellationToken)
            : null;
        await using var context = new EvalContext(SqliteContexts.Configure(options, connectionString));
        await context.Database.OpenConnectionAsync(cancellationToken);
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
        if (state.HasMigrationsLock)
        {
            await context.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", cancellationToken);
        }

        try
        {
            await context.Database.MigrateAsync(cancellationToken);
        }
        catch (Exception e) when (copy is not null && e is not OperationCanceledException && Translate(e) is null)
        {
            throw new EvalStorageException(StorageProblem.UpdateFailed, Path,
                $"its schema could not be updated ({e.Message}); the database as it was before lies in {copy}", e);
        }
    }

    /// <summary>A file or folder that cannot be written is told before anything is paid for, not at the first stored sample.</summary>
    private async Task CheckWritableAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var context = new EvalContext(SqliteContexts.Configure(options, connectionString));
        await context.Database.OpenConnectionAsync(cancellationToken);
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.Database.ExecuteSqlRawAsync("DELETE FROM \"RunTags\" WHERE \"RunId\" = -1", cancellationToken);
        await transaction.RollbackAsync(cancellationToken);
    }

    private async Task<SchemaState> ReadStateAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var context = new EvalContext(SqliteContexts.Configure(options, connectionString));
        return await SchemaState.ReadAsync(context, cancellationToken);
    }

    private void CheckNotAFolder()
    {
        if (Directory.Exists(Path))
        {
            throw Problem(StorageProblem.NotAFile, "is a folder; name a file, for example " + System.IO.Path.Combine(Path, "eval.db"));
        }
    }

    private EvalStorageException Problem(StorageProblem problem, string message) => new(problem, Path, message);

    private EvalStorageException? Translate(Exception exception) =>
        FileErrors.Translate(exception, Path) ?? SqliteErrors.Translate(exception, Path, options.BusyTimeout);
}
