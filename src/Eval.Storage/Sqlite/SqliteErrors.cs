using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Eval.Storage.Sqlite;

/// <summary>Turns SQLite's result codes into <see cref="EvalStorageException"/> with what to do.</summary>
internal static class SqliteErrors
{
    /// <summary>The exception for the user, or null where the cause is not the database's state.</summary>
    public static EvalStorageException? Translate(Exception exception, string path, TimeSpan busyTimeout)
    {
        var sqlite = exception as SqliteException ?? (exception as DbUpdateException)?.InnerException as SqliteException;
        if (sqlite is null)
        {
            return null;
        }

        (StorageProblem Problem, string Message)? found = sqlite.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (StorageProblem.Locked,
                $"another program has held the database locked for {busyTimeout.TotalSeconds:0.#} s; close it (or wait) and try again"),
            raw.SQLITE_FULL or raw.SQLITE_IOERR when sqlite.SqliteErrorCode == raw.SQLITE_FULL || IsFull(path) => (StorageProblem.Full,
                "the disk is full; free some room and run the same command again: everything stored so far is kept"),
            raw.SQLITE_READONLY => (StorageProblem.ReadOnly,
                "the database cannot be written; allow writing to the file and its folder, or name another one with --db"),
            raw.SQLITE_PERM or raw.SQLITE_AUTH => (StorageProblem.ReadOnly,
                "access is denied; allow it for the file and its folder, or name another one with --db"),
            raw.SQLITE_CANTOPEN => (StorageProblem.ReadOnly,
                "the database cannot be opened; check that its folder exists and may be written, or name another one with --db"),
            raw.SQLITE_NOTADB => (StorageProblem.NotOurs,
                "the file is not a database; move it away, or name another one with --db"),
            raw.SQLITE_CORRUPT => (StorageProblem.Corrupt,
                $"the database is damaged ({sqlite.Message}); restore a copy (beside it, *.bak-*) or move it away and run again"),
            raw.SQLITE_IOERR => (StorageProblem.Io,
                $"the disk failed (SQLite error {sqlite.SqliteExtendedErrorCode}); everything stored so far is kept: check the disk and run the same command again"),
            _ => null,
        };
        return found is { } f ? new EvalStorageException(f.Problem, path, f.Message, sqlite) : null;
    }

    // Where a file cannot be mapped or extended, SQLite tells of a failed disk, not of a full one.
    private static bool IsFull(string path)
    {
        try
        {
            return new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace < 256 * 1024;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
