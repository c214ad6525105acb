using System.Data.Common;
using System.Runtime.CompilerServices;
using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Runs;

/// <summary>Streams the rows of a query, one in memory at a time, with errors of the database translated.</summary>
internal static class RowStream
{
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        EvalDatabase database,
        string sql,
        IReadOnlyList<(string Name, object Value)> parameters,
        Func<DbDataReader, T> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await using var command = await CreateAsync(database, context, sql, parameters, cancellationToken);
        await using var rows = Translated(database, () => command.ExecuteReader());
        while (Translated(database, rows.Read))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Translated(database, () => read(rows));
        }
    }

    private static async Task<DbCommand> CreateAsync(
        EvalDatabase database, EvalContext context, string sql, IReadOnlyList<(string Name, object Value)> parameters, CancellationToken cancellationToken)
    {
        try
        {
            await context.Database.OpenConnectionAsync(cancellationToken);
        }
        catch (Exception e) when (database.Translate(e) is not null)
        {
            throw database.Translate(e)!;
        }

        var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static T Translated<T>(EvalDatabase database, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (database.Translate(e) is not null)
        {
            throw database.Translate(e)!;
        }
    }
}
