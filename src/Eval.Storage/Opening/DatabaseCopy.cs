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

    /// <summary>Copies the database to a file that must not be there yet; it takes its name when it is whole. Its folder is made where it is missing.</summary>
    /// <exception cref="IOException">There is a file of that name, or it cannot be written.</exception>
    public static async Task WriteAsync(string connectionString, string target, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(target))!;
        Directory.CreateDirectory(folder);

        // A name that nobody else has: what lies beside may be the user's, or the copy that another process makes at this moment.
        var unfinished = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            await using (var from = new SqliteConnection(connectionString))
            await using (var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = unfinished, Pooling = false }.ToString()))
            {
                await from.OpenAsync(cancellationToken);
                await to.OpenAsync(cancellationToken);
                from.BackupDatabase(to);
            }

            File.Move(unfinished, target);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
