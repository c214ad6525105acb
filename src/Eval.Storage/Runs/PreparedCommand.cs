using System.Data.Common;

namespace Eval.Storage.Runs;

/// <summary>A statement with positional parameters, prepared once and run for each row.</summary>
internal sealed class PreparedCommand : IAsyncDisposable
{
    private readonly DbCommand _command;

    private PreparedCommand(DbConnection connection, string sql, IEnumerable<string> parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        foreach (var name in parameters)
        {
            var parameter = _command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@" + name, DBNull.Value);
            _command.Parameters.Add(parameter);
        }

        _command.Prepare();
    }

    public static PreparedCommand Of(DbConnection connection, string sql) => new(connection, sql, []);

    /// <summary>A statement with parameters, in the order in which values are given; each is named with an @ before it in the text.</summary>
    public static PreparedCommand Of(DbConnection connection, string sql, string[] parameters) => new(connection, sql, parameters);

    /// <summary>An insert of all given columns.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">Its columns, in the order in which values are given.</param>
    /// <param name="onConflict">What follows the values, or empty.</param>
    public static PreparedCommand Insert(DbConnection connection, string table, string[] columns, string onConflict = "") => new(
        connection,
        $"""
        INSERT INTO "{table}" ({string.Join(", ", columns.Select(c => $"\"{c}\""))})
        VALUES ({string.Join(", ", columns.Select(c => "@" + c))}) {onConflict}
        """,
        columns);

    /// <summary>The transaction that the next runs belong to.</summary>
    public DbTransaction Transaction
    {
        set => _command.Transaction = value;
    }

    /// <summary>Sets a value; null becomes the database's null.</summary>
    public object? this[int parameter]
    {
        set => _command.Parameters[parameter].Value = value ?? DBNull.Value;
    }

    /// <summary>Runs it and gives how many rows it changed.</summary>
    public int Run() => _command.ExecuteNonQuery();

    /// <summary>Runs it and gives the first value.</summary>
    public object? Scalar() => _command.ExecuteScalar();

    public ValueTask DisposeAsync() => _command.DisposeAsync();
}
