using System.Data.Common;
using Eval.Core.Running;
using Eval.Storage.Schema;

namespace Eval.Storage.Runs;

/// <summary>What a batch adds to the sums of its cells; see <see cref="CellTotalRow"/>.</summary>
internal sealed class CellTotals
{
    private static readonly string[] Keys = ["CellId", "Outcome"];
    private static readonly string[] Sums = ["Samples", "InputTokens", "OutputTokens", "DurationMs", "Cached", "Priced", "CostMicroUsd"];

    private readonly Dictionary<(long Cell, SampleOutcome Outcome), CellTotalRow> _rows = [];

    public static PreparedCommand Prepare(DbConnection connection) => PreparedCommand.Insert(
        connection,
        "CellTotals",
        [.. Keys, .. Sums],
        $"""
        ON CONFLICT ("CellId", "Outcome") DO UPDATE SET
        {string.Join(", ", Sums.Select(s => $"\"{s}\" = \"CellTotals\".\"{s}\" + excluded.\"{s}\""))}
        """);

    /// <summary>A sample's time as stored: a time that is no number is no time.</summary>
    public static double Duration(SampleResult result) => double.IsFinite(result.DurationMs) ? result.DurationMs : 0;

    public void Add(long cellId, SampleResult result)
    {
        if (!_rows.TryGetValue((cellId, result.Outcome), out var row))
        {
            _rows.Add((cellId, result.Outcome), row = new CellTotalRow { CellId = cellId, Outcome = result.Outcome });
        }

        row.Samples++;
        row.InputTokens += result.InputTokens;
        row.OutputTokens += result.OutputTokens;
        row.DurationMs += result.Cached ? 0 : Duration(result);
        row.Cached += result.Cached ? 1 : 0;
        row.Priced += result.CostMicroUsd is null ? 0 : 1;
        row.CostMicroUsd += result.Cached ? 0 : result.CostMicroUsd ?? 0;
    }

    public void Write(PreparedCommand command)
    {
        foreach (var row in _rows.Values)
        {
            command[0] = row.CellId;
            command[1] = OutcomeNames.Of(row.Outcome);
            command[2] = row.Samples;
            command[3] = row.InputTokens;
            command[4] = row.OutputTokens;
            command[5] = row.DurationMs;
            command[6] = row.Cached;
            command[7] = row.Priced;
            command[8] = row.CostMicroUsd;
            command.Run();
        }
    }
}
