using System.Globalization;
using Eval.Storage.Opening;

namespace Eval.Storage.Tests;

/// <summary>A process of its own that tests start and kill; see <see cref="ChildProcess"/>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        await using var database = await EvalDatabase.OpenAsync(args[1], OpenMode.ReadWrite, CancellationToken.None);
        var id = long.Parse(args[2], CultureInfo.InvariantCulture);
        return args[0] switch
        {
            "append" => await AppendAsync(database, id, int.Parse(args[3], CultureInfo.InvariantCulture)),
            "hold" => await HoldAsync(database, id),
            "open" => 0,
            _ => 2,
        };
    }

    /// <summary>Appends batches for ever and says after each how many samples were acknowledged.</summary>
    private static async Task<int> AppendAsync(EvalDatabase database, long cell, int batch)
    {
        for (var from = (await database.Runs.LoadStoredAsync(cell, CancellationToken.None)).Count; ; from += batch)
        {
            await database.Runs.AppendAsync(Plans.Batch(cell, from, batch), CancellationToken.None);
            await Console.Out.WriteLineAsync((from + batch).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Takes a run and keeps it until the input ends.</summary>
    private static async Task<int> HoldAsync(EvalDatabase database, long run)
    {
        await using var lease = await database.Runs.AcquireAsync(run, CancellationToken.None);
        await Console.Out.WriteLineAsync("held");
        await Console.In.ReadLineAsync();
        return 0;
    }
}
