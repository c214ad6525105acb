using Microsoft.Data.Sqlite;

namespace Eval.Storage.Queries;

/// <summary>A run's number and name.</summary>
/// <param name="Id">The number.</param>
/// <param name="Name">The name, or null.</param>
public sealed record RunName(long Id, string? Name);

/// <summary>Numbers and names of the newest runs, read without EF: a shell that completes a word waits for them.</summary>
public static class RunNames
{
    /// <summary>Reads them, the newest first.</summary>
    /// <param name="path">The database; it must exist.</param>
    /// <param name="most">How many at most.</param>
    /// <exception cref="SqliteException">The file is no database of runs.</exception>
    public static IReadOnlyList<RunName> Read(string path, int most)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 1 }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """SELECT "Id", "Name" FROM "Runs" ORDER BY "Id" DESC LIMIT $most""";
        command.Parameters.AddWithValue("$most", most);
        using var rows = command.ExecuteReader();
        var names = new List<RunName>();
        while (rows.Read())
        {
            names.Add(new RunName(rows.GetInt64(0), rows.IsDBNull(1) ? null : rows.GetString(1)));
        }

        return names;
    }
}
