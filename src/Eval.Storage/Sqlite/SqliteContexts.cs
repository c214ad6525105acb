using Eval.Storage.Opening;
using Eval.Storage.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Sqlite;

/// <summary>Connection strings and context options for SQLite.</summary>
internal static class SqliteContexts
{
    /// <summary>A private cache, because shared caches turn waiting into errors.</summary>
    /// <param name="options">Where and what for.</param>
    /// <param name="frozen">The file cannot change (a read-only folder without a write-ahead log), so no lock files are needed beside it.</param>
    public static string ConnectionString(EvalDatabaseOptions options, bool frozen = false) => new SqliteConnectionStringBuilder
    {
        DataSource = frozen ? new Uri(options.Path).AbsoluteUri + "?immutable=1" : options.Path,
        Mode = options.Mode == OpenMode.ReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
        Cache = SqliteCacheMode.Private,
        ForeignKeys = true,
        // Whole seconds; 0 would wait for ever.
        DefaultTimeout = Math.Max(1, (int)Math.Ceiling(options.BusyTimeout.TotalSeconds)),
    }.ToString();

    public static DbContextOptions<EvalContext> Configure(EvalDatabaseOptions options, string connectionString) =>
        new DbContextOptionsBuilder<EvalContext>()
            .UseSqlite(connectionString, sqlite => sqlite.MigrationsAssembly(options.MigrationsAssembly))
            .AddInterceptors(new ConnectionSettings(options.Mode == OpenMode.ReadWrite, options.BusyTimeout, options.MaxPages))
            .Options;
}
