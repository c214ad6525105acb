using System.Data.Common;
using Eval.Core.Models.Pipeline;
using Eval.Core.Running;
using Eval.Storage.Schema;

namespace Eval.Storage.Runs;

/// <summary>Adds what a batch's calls took to the sums of its cells; see <see cref="CellCallsRow"/>.</summary>
internal static class CallSums
{
    private static readonly string[] Sums = ["Calls", "Retries", "RateLimited", "LostAnswers", "WaitMs", "CostMicroUsd", "LostMicroUsd"];

    public static PreparedCommand Prepare(DbConnection connection) => PreparedCommand.Insert(
        connection,
        "CellCalls",
        ["CellId", .. Sums],
        $"""
        ON CONFLICT ("CellId") DO UPDATE SET
        {string.Join(", ", Sums.Select(s => $"\"{s}\" = \"CellCalls\".\"{s}\" + excluded.\"{s}\""))}
        """);

    public static void Write(PreparedCommand command, IEnumerable<CellCalls> calls)
    {
        foreach (var cell in calls.GroupBy(c => c.CellId))
        {
            var sum = cell.Aggregate(default(CallTotals), (a, c) => a + c.Totals);
            command[0] = cell.Key;
            command[1] = sum.Calls;
            command[2] = sum.Retries;
            command[3] = sum.RateLimited;
            command[4] = sum.LostAnswers;
            command[5] = sum.WaitMs;
            command[6] = sum.CostMicroUsd;
            command[7] = sum.LostMicroUsd;
            command.Run();
        }
    }

    public static CallTotals Of(CellCallsRow? row) => row is null
        ? default
        : new(row.Calls, row.Retries, row.RateLimited, row.LostAnswers, row.WaitMs, row.CostMicroUsd, row.LostMicroUsd);
}
