using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Eval.Storage.Sqlite;

/// <summary>
/// Settings of each connection as it is opened. With a write-ahead log and <c>synchronous=NORMAL</c> a committed sample survives the death
/// of this process (kill -9 included), because it lies with the operating system; on a power failure the last commits may be missing, the
/// database is sound, and a resumed run asks those samples again.
/// </summary>
internal sealed class ConnectionSettings(bool writes, TimeSpan busyTimeout, long? maxPages) : DbConnectionInterceptor
{
    private readonly string _pragmas =
        $"PRAGMA busy_timeout={(long)busyTimeout.TotalMilliseconds};PRAGMA temp_store=MEMORY;"
        + (writes ? "PRAGMA synchronous=NORMAL;PRAGMA journal_size_limit=67108864;" : "")
        + (maxPages is null ? "" : $"PRAGMA max_page_count={maxPages};");

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = _pragmas;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
