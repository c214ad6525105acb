using Microsoft.Data.Sqlite;

namespace Eval.Storage.Opening;

/// <summary>Copies a database file while others may use it.</summary>
internal static class DatabaseCopy
{
    /// <summary>Copies the database to <c>NAME.bak-VERSION</c> beside it and gives that path. A copy of that name is never overwritten.</summary>
    public static async Task<string> MakeAsync(string connectionString, string path, string version, CancellationToken cancellationToken)
    {
        var target = $"{path}.bak-{version}";
        for (var i = 2; File.Exists(target); i++)
        {
            target = $"{path}.bak-{version}-{i}";
        }

        await WriteAsync(connectionString, target, cancellationToken);
        return target;
    }

    /// <summary>Copies the database to a file that must not be there yet; it takes its name when it is whole.</summary>
    /// <exception cref="IOException">There is a file of that name, or it cannot be written.</exception>
    public static async Task WriteAsync(string connectionString, string target, CancellationToken cancellationToken)
    {
        var unfinished = target + ".tmp";
        File.Delete(unfinished);
        try
        {
            await using var from = new SqliteConnection(connectionString);
            await using var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = unfinished, Pooling = false }.ToString());
            await from.OpenAsync(cancellationToken);
            await to.OpenAsync(cancellationToken);
            from.BackupDatabase(to);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        File.Move(unfinished, target);
    }
}
