using System.Data.Common;
using Eval.Core.Running;
using Eval.Core.Running.Tournaments;
using Eval.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Tournaments;

/// <summary>The store of tournaments on a database.</summary>
internal sealed class BattleStore(EvalDatabase database) : IBattleStore, IAsyncDisposable
{
    private const string Columns =
        """b."Ordinal", b."Round", b."CandidateA", b."CandidateB", b."SampleOrdinal", b."Epoch", b."SampleId", b."Probability", b."Outcome", b."Reason", b."Games", b."Slices", b."Cluster", b."InputTokens", b."OutputTokens", b."DurationMs", b."Cached", b."CostMicroUsd" """;

    // What SQLite takes in one statement, halved for pairs.
    private const int MostPlaces = 400;

    // A battle that was skipped for a missing answer may find it now.
    private static readonly SampleOutcome?[] Reopened = [.. Enum.GetValues<SampleOutcome>().Where(o => o.IsError() || o == SampleOutcome.Skipped).Select(o => (SampleOutcome?)o)];

    private BattleWriter? _writer;

    public Task PlanAsync(long runId, string suite, IReadOnlyList<PlannedBattle> battles, CancellationToken cancellationToken) =>
        WriteAsync(writer => writer.Plan(runId, suite, battles), cancellationToken);

    public Task AppendAsync(long runId, string suite, IReadOnlyList<BattleResult> battles, IReadOnlyList<CellCalls> calls, CancellationToken cancellationToken) =>
        WriteAsync(writer => writer.Append(runId, suite, battles, calls), cancellationToken);

    public Task<int> ReopenAsync(long runId, string suite, CancellationToken cancellationToken) => database.WriteAsync(
        context => context.Battles.Where(b => b.RunId == runId && b.Suite == suite && Reopened.Contains(b.Outcome)).ExecuteUpdateAsync(
            set => set.SetProperty(b => b.Outcome, (SampleOutcome?)null).SetProperty(b => b.Reason, (string?)null).SetProperty(b => b.Games, (string?)null), CancellationToken.None),
        cancellationToken);

    public IAsyncEnumerable<BattleResult> ReadAsync(long runId, string suite, bool texts, CancellationToken cancellationToken) => RowStream.ReadAsync(
        database,
        $"""
        SELECT {Columns}{(texts ? """, t."Detail" """ : "")} FROM "Battles" b
        {(texts ? """LEFT JOIN "BattleTexts" t ON t."Id" = b."Id" """ : "")}
        WHERE b."RunId" = @run AND b."Suite" = @suite ORDER BY b."Ordinal"
        """,
        [("@run", runId), ("@suite", suite)],
        row => Read(row, texts),
        cancellationToken);

    public async Task<IReadOnlyDictionary<(int Epoch, int Ordinal), SampleResult>> AnswersAsync(
        long cellId, IReadOnlyCollection<(int Epoch, int Ordinal)> places, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(int, int), SampleResult>();
        foreach (var some in places.Chunk(MostPlaces))
        {
            var parameters = some.SelectMany((p, i) => new (string, object)[] { ($"@e{i}", p.Epoch), ($"@o{i}", p.Ordinal) }).Append(("@cell", cellId)).ToList();
            var rows = RowStream.ReadAsync(
                database,
                $"""
                SELECT {SampleReader.Columns}{SampleReader.TextColumns} FROM "Samples" s LEFT JOIN "SampleTexts" t ON t."Id" = s."Id"
                WHERE s."CellId" = @cell AND (s."Epoch", s."Ordinal") IN (VALUES {string.Join(", ", some.Select((_, i) => $"(@e{i}, @o{i})"))})
                """,
                parameters,
                row => SampleReader.Read(row, texts: true),
                cancellationToken);
            await foreach (var sample in rows)
            {
                found[(sample.Epoch, sample.Ordinal)] = sample;
            }
        }

        return found;
    }

    public ValueTask DisposeAsync() => DropWriterAsync();

    private async Task WriteAsync(Action<BattleWriter> write, CancellationToken cancellationToken)
    {
        using var turn = await database.TakeTurnAsync(cancellationToken);
        try
        {
            write(_writer ??= new BattleWriter(database.CreateContext()));
        }
        catch (Exception e)
        {
            // After a failure nothing is assumed about the connection; what it had begun is rolled back as it closes.
            await DropWriterAsync();
            if (database.Translate(e) is null)
            {
                throw;
            }

            throw database.Translate(e)!;
        }
    }

    private async ValueTask DropWriterAsync()
    {
        var writer = _writer;
        _writer = null;
        if (writer is not null)
        {
            await writer.DisposeAsync();
        }
    }

    private static BattleResult Read(DbDataReader row, bool texts)
    {
        var (games, canaries, styles) = GamesText.Read(Text(row, 10));
        return new BattleResult
        {
            Plan = new PlannedBattle(
                row.GetInt32(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetInt32(5), row.GetString(6), row.GetDouble(7)),
            Outcome = row.IsDBNull(8) ? null : OutcomeNames.Parse(row.GetString(8)),
            Reason = Text(row, 9),
            Games = games,
            Canaries = canaries,
            Styles = styles,
            Slices = Text(row, 11) is { } slices ? StorageText.ReadSlices(slices) : new Dictionary<string, string>(),
            Cluster = Text(row, 12) ?? "",
            InputTokens = row.GetInt64(13),
            OutputTokens = row.GetInt64(14),
            DurationMs = row.GetDouble(15),
            Cached = row.GetBoolean(16),
            CostMicroUsd = row.IsDBNull(17) ? null : row.GetInt64(17),
            DetailJson = texts ? Text(row, 18) : null,
        };
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
