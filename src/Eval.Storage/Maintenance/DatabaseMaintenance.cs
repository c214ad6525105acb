using Eval.Storage.Opening;
using Eval.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Eval.Storage.Maintenance;

/// <summary>Keeps a database file in order: looks into it, copies it, brings its schema up to date, makes it small.</summary>
/// <param name="options">Which file; its mode does not count.</param>
public sealed class DatabaseMaintenance(EvalDatabaseOptions options)
{
    private readonly EvalDatabaseOptions _options = options with { Path = System.IO.Path.GetFullPath(options.Path), Mode = OpenMode.ReadWrite };

    private string Path => _options.Path;

    /// <summary>What the file is and holds; changes nothing, and reads those of other versions too.</summary>
    /// <param name="thorough">True also reads the whole file for damage.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="EvalStorageException">There is none, or it is no database of this program.</exception>
    public Task<DatabaseInfo> InspectAsync(bool thorough, CancellationToken cancellationToken) =>
        TranslatedAsync(() => new DatabaseInspector(_options with { Mode = OpenMode.ReadOnly }).ReadAsync(thorough, cancellationToken));

    /// <summary>Brings the schema up to date and gives the migrations that were made; a copy of the file is made before.</summary>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        var before = await InspectAsync(thorough: false, cancellationToken);
        await using var database = await EvalDatabase.OpenAsync(_options, cancellationToken);
        return before.Pending;
    }

    /// <summary>Copies the database while others may use it.</summary>
    /// <param name="target">The copy; null for <c>NAME.bak-DATE-TIME</c> beside it. A file of that name is never overwritten.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    /// <returns>The path of the copy.</returns>
    public Task<string> BackUpAsync(string? target, CancellationToken cancellationToken) => TranslatedAsync(async () =>
    {
        var connectionString = SqliteContexts.ConnectionString(_options with { Mode = OpenMode.ReadOnly });
        if (target is null)
        {
            return await DatabaseCopy.MakeAsync(connectionString, Path, _options.Time.GetUtcNow().ToString("yyyyMMdd-HHmmss", System.Globalization.CultureInfo.InvariantCulture), cancellationToken);
        }

        await DatabaseCopy.WriteAsync(connectionString, target, cancellationToken);
        return target;
    });

    /// <summary>Writes the file anew without the room that holds nothing, and folds the write-ahead log into it.</summary>
    /// <returns>Bytes of file and log before and after.</returns>
    /// <exception cref="EvalStorageException">A run is under way, the disk has too little room for the second copy that is needed meanwhile, or another process holds the file.</exception>
    public async Task<(long Before, long After)> VacuumAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path))
        {
            throw Missing();
        }

        await using var database = await EvalDatabase.OpenAsync(_options, cancellationToken);
        foreach (var (run, worker) in await database.RunQueries.UnderWayAsync(cancellationToken))
        {
            // Its next write would wait for the whole of the work, and give up.
            throw new EvalStorageException(
                StorageProblem.Locked, Path, $"run {run} is being worked on by {worker}; wait for its end");
        }

        var before = Size();
        CheckRoom(before);
        return await TranslatedAsync(async () =>
        {
            await using var connection = new SqliteConnection(database.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            // In a file: a large database does not fit into memory.
            Execute(connection, "PRAGMA temp_store = FILE");
            Execute(connection, $"PRAGMA busy_timeout = {(long)_options.BusyTimeout.TotalMilliseconds}");
            Execute(connection, "VACUUM");
            Execute(connection, "PRAGMA optimize");
            Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            return (before, Size());
        });
    }

    private void CheckRoom(long needed)
    {
        long free;
        try
        {
            free = new DriveInfo(System.IO.Path.GetDirectoryName(Path)!).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return;
        }

        if (free < needed)
        {
            throw new EvalStorageException(
                StorageProblem.Full, Path, $"a second copy of {needed / 1e6:#,0.0} MB is needed meanwhile, and {free / 1e6:#,0.0} MB are free; free some room first");
        }
    }

    private long Size() => new FileInfo(Path).Length + (new FileInfo(Path + "-wal") is { Exists: true } log ? log.Length : 0);

    private EvalStorageException Missing() => new(StorageProblem.Missing, Path, "there is no database");

    private async Task<T> TranslatedAsync<T>(Func<Task<T>> step)
    {
        if (Directory.Exists(Path))
        {
            throw new EvalStorageException(StorageProblem.NotAFile, Path, "is a folder; name a file, for example " + System.IO.Path.Combine(Path, "eval.db"));
        }

        if (!File.Exists(Path) || new FileInfo(Path).Length == 0)
        {
            throw Missing();
        }

        try
        {
            return await step();
        }
        catch (Exception e) when (Translate(e) is not null)
        {
            throw Translate(e)!;
        }
    }

    private EvalStorageException? Translate(Exception e) => SqliteErrors.Translate(e, Path, _options.BusyTimeout);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
