using Eval.Core.Running;

namespace Eval.Storage.Tests.Queries;

public class SpeedQueriesTests : StorageTest
{
    private static readonly string[] Tiny = [Plans.Cell("tiny", "facts", 1).Model.Identity.Canonical];

    [Fact]
    public async Task ReadAsync_CompleteCell_GivesPlannedTokensPerSecond()
    {
        await using var database = await OpenAsync();
        var (_, cell) = await CreateRunAsync(database, Plans.Of(samples: 10));
        await database.Runs.AppendAsync(Plans.Batch(cell, 0, 10), None);
        var speed = (await database.SpeedQueries.ReadAsync(Tiny, None)).ShouldHaveSingleItem();
        (speed.SuiteName, speed.SuiteKind, speed.DefinitionHash).ShouldBe(("facts", "multiple-choice", "definition-facts"));

        // 10 samples of 50 planned tokens and 1.5 ms each.
        speed.TokensPerSecond.ShouldBe(500 / 0.015, 1e-6);
    }

    [Fact]
    public async Task ReadAsync_IncompleteCachedOrForeign_GivesNothing()
    {
        await using var database = await OpenAsync();
        var (_, half) = await CreateRunAsync(database, Plans.Of(samples: 10));
        await database.Runs.AppendAsync(Plans.Batch(half, 0, 9), None);
        var (_, cached) = await CreateRunAsync(database, Plans.Of(samples: 1));
        await database.Runs.AppendAsync([new CellResult(cached, Plans.Sample(0) with { Cached = true })], None);
        (await database.SpeedQueries.ReadAsync(Tiny, None)).ShouldBeEmpty();

        await database.Runs.AppendAsync(Plans.Batch(half, 9, 1), None);
        (await database.SpeedQueries.ReadAsync(Tiny, None)).Count.ShouldBe(1);
        (await database.SpeedQueries.ReadAsync(["another model"], None)).ShouldBeEmpty();
        RawSqlite.Execute(DatabasePath, "UPDATE Runs SET Machine = 'another machine'");
        (await database.SpeedQueries.ReadAsync(Tiny, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ReadAsync_SeveralRuns_GivesTheNewestFirst()
    {
        await using var database = await OpenAsync();
        foreach (var suite in new[] { "old", "new" })
        {
            var (_, cell) = await CreateRunAsync(database, Plans.Of(samples: 2, suites: [suite]));
            await database.Runs.AppendAsync(Plans.Batch(cell, 0, 2), None);
        }

        (await database.SpeedQueries.ReadAsync(Tiny, None)).Select(s => s.SuiteName).ShouldBe(["new", "old"]);
    }
}
