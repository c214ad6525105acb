using System.Data.Common;
using Eval.Core.Running;
using Eval.Core.Running.Tournaments;
using Eval.Storage.Runs;
using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Tournaments;

/// <summary>Writes battles by statements that stay prepared on a connection of their own. Not thread-safe; one writer at a time.</summary>
/// <param name="context">A context of this writer's own, kept open between batches; disposed with it.</param>
internal sealed class BattleWriter(EvalContext context) : IAsyncDisposable
{
    private static readonly string[] Planned = ["RunId", "Suite", "Ordinal", "Round", "CandidateA", "CandidateB", "SampleOrdinal", "Epoch", "SampleId", "Probability"];
    private static readonly string[] Played = ["Outcome", "Reason", "Games", "Slices", "Cluster", "InputTokens", "OutputTokens", "DurationMs", "Cached", "CostMicroUsd"];

    private Statements? _statements;

    /// <summary>Inserts planned battles, all or none.</summary>
    public void Plan(long runId, string suite, IReadOnlyList<PlannedBattle> battles)
    {
        using var transaction = Begin(out var statements);
        foreach (var battle in battles)
        {
            var command = statements.Plan;
            command[0] = runId;
            command[1] = StorageText.Clean(suite);
            command[2] = battle.Ordinal;
            command[3] = battle.Round;
            command[4] = battle.CandidateA;
            command[5] = battle.CandidateB;
            command[6] = battle.SampleOrdinal;
            command[7] = battle.Epoch;
            command[8] = StorageText.Clean(battle.SampleId);
            command[9] = battle.Probability;
            (command[10], command[11], command[12], command[13]) = (0, 0, 0, false);
            command.Run();
        }

        transaction.Commit();
    }

    /// <summary>Fills in played battles, all or none. One that was played already is left as it is.</summary>
    public void Append(long runId, string suite, IReadOnlyList<BattleResult> battles, IReadOnlyList<CellCalls> calls)
    {
        using var transaction = Begin(out var statements);
        foreach (var battle in battles)
        {
            var command = statements.Play;
            command[0] = OutcomeNames.Of(battle.Outcome!.Value);
            command[1] = StorageText.Clean(battle.Reason);
            command[2] = StorageText.Clean(GamesText.Write(battle));
            command[3] = StorageText.Write(battle.Slices);
            command[4] = StorageText.Clean(battle.Cluster);
            command[5] = battle.InputTokens;
            command[6] = battle.OutputTokens;
            command[7] = double.IsFinite(battle.DurationMs) ? battle.DurationMs : 0;
            command[8] = battle.Cached;
            command[9] = battle.CostMicroUsd;
            command[10] = runId;
            command[11] = StorageText.Clean(suite);
            command[12] = battle.Plan.Ordinal;
            if (command.Run() > 0 && battle.DetailJson is { } detail)
            {
                statements.Text[0] = StorageText.Clean(detail);
                statements.Text[1] = runId;
                statements.Text[2] = StorageText.Clean(suite);
                statements.Text[3] = battle.Plan.Ordinal;
                statements.Text.Run();
            }
        }

        CallSums.Write(statements.Calls, calls);
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

    private DbTransaction Begin(out Statements statements)
    {
        context.Database.OpenConnection();
        var connection = context.Database.GetDbConnection();
        statements = _statements ??= new Statements(connection);
        var transaction = connection.BeginTransaction();
        statements.Begin(transaction);
        return transaction;
    }

    // A battle that is played again has cost what it cost before.
    private static string Sum(string column) => $"\"{column}\" = CASE WHEN @{column} IS NULL THEN \"{column}\" ELSE COALESCE(\"{column}\", 0) + @{column} END";

    private sealed class Statements(DbConnection connection) : IAsyncDisposable
    {
        public PreparedCommand Plan { get; } = PreparedCommand.Insert(connection, "Battles", [.. Planned, "InputTokens", "OutputTokens", "DurationMs", "Cached"]);

        public PreparedCommand Play { get; } = PreparedCommand.Of(
            connection,
            $"""
            UPDATE "Battles" SET {string.Join(", ", Played.Select(c => c == "CostMicroUsd" ? Sum(c) : $"\"{c}\" = @{c}"))}
            WHERE "RunId" = @RunId AND "Suite" = @Suite AND "Ordinal" = @Ordinal AND "Outcome" IS NULL
            """,
            [.. Played, "RunId", "Suite", "Ordinal"]);

        public PreparedCommand Text { get; } = PreparedCommand.Of(
            connection,
            """
            INSERT OR REPLACE INTO "BattleTexts" ("Id", "Detail")
            SELECT "Id", @Detail FROM "Battles" WHERE "RunId" = @RunId AND "Suite" = @Suite AND "Ordinal" = @Ordinal
            """,
            ["Detail", "RunId", "Suite", "Ordinal"]);

        public PreparedCommand Calls { get; } = CallSums.Prepare(connection);

        public void Begin(DbTransaction transaction) => Plan.Transaction = Play.Transaction = Text.Transaction = Calls.Transaction = transaction;

        public async ValueTask DisposeAsync()
        {
            await Plan.DisposeAsync();
            await Play.DisposeAsync();
            await Text.DisposeAsync();
            await Calls.DisposeAsync();
        }
    }
}
