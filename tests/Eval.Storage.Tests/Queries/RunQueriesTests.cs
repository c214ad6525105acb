using Eval.Core.Imports;
using Eval.Core.Running;

namespace Eval.Storage.Tests.Queries;

public class RunQueriesTests : StorageTest
{
    [Fact]
    public async Task ListAsync_SeveralRuns_GivesNewestFirstByPages()
    {
        await using var database = await OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            await database.Runs.CreateAsync(Plans.Of($"plan {i}", name: $"run {i}"), None);
        }

        (await database.RunQueries.ListAsync(0, 2, None)).Select(r => r.Name).ShouldBe(["run 4", "run 3"]);
        (await database.RunQueries.ListAsync(4, 2, None)).Select(r => r.Name).ShouldBe(["run 0"]);
        (await database.RunQueries.CountAsync(None)).ShouldBe(5);
    }

    [Fact]
    public async Task ListAsync_PartlyDone_CountsPlannedDoneAndErrors()
    {
        await using var database = await OpenAsync();
        var (run, cell) = await CreateRunAsync(database, Plans.Of(samples: 10, epochs: 3, candidates: ["a", "b"], suites: ["s", "t"]));
        var (_, otherCell) = await CreateRunAsync(database);
        await database.Runs.AppendAsync(
            [new(cell, Plans.Sample(0)), new(cell, Plans.Sample(1, outcome: SampleOutcome.ProviderError)), new(otherCell, Plans.Sample(0))], None);
        await database.Runs.UpdateCellAsync(cell + 1, 10, "no tokenizer", None);

        var item = (await database.RunQueries.ListAsync(0, 10, None)).Single(r => r.Id == run);

        item.Candidates.ShouldBe(["a", "b"]);
        item.Suites.ShouldBe(["s", "t"]);
        (item.Planned, item.Done, item.Errors).ShouldBe((90, 2, 1));
        (item.Status, item.Worker).ShouldBe((RunStatus.Running, null));
    }

    [Theory]
    [InlineData("1", 1L)]
    [InlineData("latest", 4L)]
    [InlineData("nightly", 3L)]
    [InlineData("2", 2L)]
    [InlineData("77", 4L)]
    [InlineData("9", null)]
    [InlineData("none", null)]
    public async Task FindAsync_NumberNameOrLatest_FindsTheRun(string reference, long? expected)
    {
        await using var database = await OpenAsync();
        foreach (var name in new[] { "nightly", null, "nightly", "77" })
        {
            await database.Runs.CreateAsync(Plans.Of(name: name), None);
        }

        (await database.RunQueries.FindAsync(reference, None)).ShouldBe(expected);
    }

    [Fact]
    public async Task FindAsync_ImportedRunOfTheSameName_GivesWayToTheOwn()
    {
        await using var database = await OpenAsync();
        var imported = new ImportedRun { Origin = new ImportOrigin(ImportTools.Own, null, "run.jsonl", new string('a', 64)), Name = "nightly", Cells = [] };
        var first = await database.Imports.WriteAsync(imported, null, None);
        (await database.RunQueries.FindAsync("nightly", None)).ShouldBe(first);

        var own = (await database.Runs.CreateAsync(Plans.Of(name: "nightly"), None)).Id;
        var second = await database.Imports.WriteAsync(imported, null, None);

        (await database.RunQueries.FindAsync("nightly", None)).ShouldBe(own);
        (await database.RunQueries.FindAsync($"{second}", None)).ShouldBe(second);
    }

    [Fact]
    public async Task NewestUnfinishedAsync_StepOfAGate_IsLeftToTheGate()
    {
        await using var database = await OpenAsync();
        (await database.RunQueries.NewestUnfinishedAsync(None)).ShouldBeNull();
        var own = (await database.Runs.CreateAsync(Plans.Of(), None)).Id;
        await database.Runs.CreateAsync(Plans.Of("step") with { Trigger = "gate" }, None);
        (await database.RunQueries.NewestUnfinishedAsync(None)).ShouldBe(own);
    }

    [Fact]
    public async Task CreateAsync_SameCandidatesAndSuitesAgain_SharesTheirRows()
    {
        await using var database = await OpenAsync();
        await database.Runs.CreateAsync(Plans.Of(candidates: ["a", "b"], suites: ["s", "t"]), None);
        await database.Runs.CreateAsync(Plans.Of(candidates: ["a", "b"], suites: ["s", "t"]), None);
        await database.Runs.CreateAsync(Plans.Of() with { Cells = [Plans.Cell("a", "s", 5, weights: "sha-2")] }, None);

        RawSqlite.Query(DatabasePath, "SELECT Name, Weights FROM Candidates ORDER BY Id").ShouldBe(["a|sha-1", "b|sha-1", "a|sha-2"]);
        RawSqlite.Query(DatabasePath, "SELECT Name, DefinitionText FROM Suites ORDER BY Id").ShouldBe(["s|{\"name\":\"s\"}", "t|{\"name\":\"t\"}"]);
        RawSqlite.Query(DatabasePath, "SELECT count(*) FROM Cells").ShouldBe(["9"]);
    }

    [Fact]
    public async Task CreateAsync_AddressWithPasswordAndKey_StoresNeither()
    {
        await using var database = await OpenAsync();
        await database.Runs.CreateAsync(
            Plans.Of() with { Cells = [Plans.Cell("a", "s", 5, url: "https://me:geheim@example.org/models/a.gguf?token=geheim#geheim")] }, None);

        var snapshot = RawSqlite.Query(DatabasePath, "SELECT Snapshot FROM Candidates").Single();

        snapshot.ShouldContain("https://example.org/models/a.gguf\"");
        snapshot.ShouldNotContain("geheim");
    }
}
