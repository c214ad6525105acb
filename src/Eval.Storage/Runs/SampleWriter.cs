using System.Data.Common;
using System.Globalization;
using Eval.Core.Running;
using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Runs;

/// <summary>
/// Inserts samples by statements that stay prepared on a connection of their own: several times faster than tracking objects. Not
/// thread-safe; one writer at a time.
/// </summary>
/// <param name="context">A context of this writer's own, kept open between batches; disposed with it.</param>
internal sealed class SampleWriter(EvalContext context) : IAsyncDisposable
{
    private Statements? _statements;

    /// <summary>
    /// Inserts all in one transaction, or none. Samples that are stored already are left as they are; what calls took is added to their cells' sums.
    /// </summary>
    public void Append(IReadOnlyList<CellResult> results, IReadOnlyList<CellCalls> calls)
    {
        context.Database.OpenConnection();
        var connection = context.Database.GetDbConnection();
        _statements ??= new Statements(connection);
        using var transaction = connection.BeginTransaction();
        _statements.Begin(transaction);

        // No other writer can come between: the transaction holds the write lock from its first moment.
        var lastId = Convert.ToInt64(_statements.LastId.Scalar(), CultureInfo.InvariantCulture);
        var totals = new CellTotals();
        foreach (var (cellId, result) in results)
        {
            if (Insert(_statements.Sample, lastId + 1, cellId, result))
            {
                lastId++;
                InsertTexts(_statements.Texts, lastId, result);
                totals.Add(cellId, result);
            }
        }

        totals.Write(_statements.Totals);
        CallSums.Write(_statements.Calls, calls);
        transaction.Commit();
    }

    public async ValueTask DisposeAsync()
    {
        if (_statements is not null)
        {
            await _statements.DisposeAsync();
        }

        await context.DisposeAsync();
    }

    private static bool Insert(PreparedCommand command, long id, long cellId, SampleResult result)
    {
        command[0] = id;
        command[1] = cellId;
        command[2] = result.Epoch;
        command[3] = result.Ordinal;
        command[4] = StorageText.Clean(result.SampleId);
        command[5] = OutcomeNames.Of(result.Outcome);
        command[6] = StorageText.Clean(result.Reason);
        command[7] = StorageText.Write(result.Measures);
        command[8] = StorageText.Write(result.Slices);
        command[9] = StorageText.Clean(result.Cluster);
        command[10] = result.InputTokens;
        command[11] = result.OutputTokens;
        command[12] = CellTotals.Duration(result);
        command[13] = result.Cached;
        command[14] = result.CostMicroUsd;
        return command.Run() > 0;
    }

    private static void InsertTexts(PreparedCommand command, long id, SampleResult result)
    {
        if (result.Prompt is null && result.Answer is null && result.Target is null && result.DetailJson is null
            && result.QuestionHash is null)
        {
            return;
        }

        command[0] = id;
        command[1] = StorageText.Clean(result.Prompt);
        command[2] = StorageText.Clean(result.Answer);
        command[3] = StorageText.Clean(result.Target);
        command[4] = StorageText.Clean(result.DetailJson);
        command[5] = StorageText.Clean(result.QuestionHash);
        command.Run();
    }

    private sealed class Statements(DbConnection connection) : IAsyncDisposable
    {
        public PreparedCommand LastId { get; } = PreparedCommand.Of(connection, """SELECT COALESCE(MAX("Id"), 0) FROM "Samples" """);

        public PreparedCommand Sample { get; } = PreparedCommand.Insert(
            connection,
            "Samples",
            [
                "Id", "CellId", "Epoch", "Ordinal", "SampleId", "Outcome", "Reason", "Measures", "Slices", "Cluster", "InputTokens",
                "OutputTokens", "DurationMs", "Cached", "CostMicroUsd",
            ],
            """ON CONFLICT ("CellId", "Epoch", "Ordinal") DO NOTHING""");

        public PreparedCommand Texts { get; } = PreparedCommand.Insert(connection, "SampleTexts", ["Id", "Prompt", "Answer", "Target", "Detail", "Question"]);

        public PreparedCommand Totals { get; } = CellTotals.Prepare(connection);

        public PreparedCommand Calls { get; } = CallSums.Prepare(connection);

        public void Begin(DbTransaction transaction) =>
            LastId.Transaction = Sample.Transaction = Texts.Transaction = Totals.Transaction = Calls.Transaction = transaction;

        public async ValueTask DisposeAsync()
        {
            await LastId.DisposeAsync();
            await Sample.DisposeAsync();
            await Texts.DisposeAsync();
            await Totals.DisposeAsync();
            await Calls.DisposeAsync();
        }
    }
}
