using Eval.Storage.Opening;
using Eval.Storage.Schema;
using Eval.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Maintenance;

/// <summary>Looks into a database without changing it; also into one of another version of this program.</summary>
internal sealed class DatabaseInspector(EvalDatabaseOptions options)
{
    /// <param name="thorough">True reads the whole file for damage, which takes seconds a gigabyte.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<DatabaseInfo> ReadAsync(bool thorough, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(SqliteContexts.ConnectionString(options), thorough, cancellationToken);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 14 or 8 && new FileInfo(options.Path + "-wal") is not { Exists: true, Length: > 0 })
        {
            // A folder that cannot be written, and nothing beside the file: it is all there is.
            return await ReadAsync(SqliteContexts.ConnectionString(options, frozen: true), thorough, cancellationToken);
        }
    }

    private async Task<DatabaseInfo> ReadAsync(string connectionString, bool thorough, CancellationToken cancellationToken)
    {
        await using var context = new EvalContext(SqliteContexts.Configure(options, connectionString));
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        var state = await SchemaState.ReadAsync(context, cancellationToken);
        if (state.IsForeign)
        {
            state.CheckOurs(options.Path);
        }

        var tables = Query(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\'", r => r.GetString(0))
            .Select(name => new TableInfo(name, Query(connection, $"SELECT COUNT(*) FROM \"{name}\"", r => r.GetInt64(0))[0]));
        return new DatabaseInfo
        {
            Path = options.Path,
            Bytes = new FileInfo(options.Path).Length,
            LogBytes = new FileInfo(options.Path + "-wal") is { Exists: true } log ? log.Length : 0,
            FreeBytes = Number(connection, "PRAGMA freelist_count") * Number(connection, "PRAGMA page_size"),
            Schema = state.Applied.Count > 0 ? state.Applied[^1] : "",
            Pending = state.Pending,
            Unknown = state.Unknown,
            Tables = [.. tables.OrderByDescending(t => t.Rows).ThenBy(t => t.Name, StringComparer.Ordinal)],
            Runs = Query(connection, "SELECT \"Status\", COUNT(*) FROM \"Runs\" GROUP BY \"Status\" ORDER BY \"Status\"", r => (Status: r.GetString(0), Count: r.GetInt64(1)))
                .ToDictionary(r => r.Status, r => r.Count, StringComparer.Ordinal),
            Copies = Copies(),
            Damage = thorough ? Damage(connection) : null,
        };
    }

    private List<CopyInfo> Copies()
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(options.Path)!);
        return [.. folder.EnumerateFiles(Path.GetFileName(options.Path) + ".bak-*").OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => new CopyInfo(f.FullName, f.Length))];
    }

    private static List<string> Damage(SqliteConnection connection) =>
    [
        .. Query(connection, "PRAGMA integrity_check(20)", r => r.GetString(0)).Where(line => line != "ok"),
        .. Query(connection, "PRAGMA foreign_key_check", r => $"a row of {r.GetString(0)} belongs to a row of {r.GetString(2)} that is not there").Distinct().Take(20),
    ];

    private static long Number(SqliteConnection connection, string sql) => Query(connection, sql, r => r.GetInt64(0))[0];

    private static List<T> Query<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
