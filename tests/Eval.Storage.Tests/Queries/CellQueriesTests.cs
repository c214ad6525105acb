using Eval.Core.Comparisons;
using Eval.Core.Running;
using Eval.Storage.Opening;
using Eval.Storage.Queries;

namespace Eval.Storage.Tests.Queries;

public class CellQueriesTests : StorageTest
{
    [Fact]
    public async Task FullestAsync_SeveralRuns_GivesTheNewestOfTheFullestCells()
    {
        await using var database = await OpenAsync();
        var first = await StoreAsync(database, ["facts", "stories"], "old", "new");
        var second = await StoreAsync(database, ["facts"], "new");
        await database.Runs.CreateAsync(Plans.Of("empty", candidates: ["new"], suites: ["stories"]), None);

        var cells = await database.CellQueries.FullestAsync(new CellFilter { CandidateId = "new" }, None);
        cells.Select(c => (c.RunId, c.SuiteName)).ShouldBe([(second, "facts"), (first, "stories")]);
        (await database.CellQueries.FullestAsync(new CellFilter { CandidateId = "old", SuiteName = "facts" }, None)).ShouldHaveSingleItem().RunId.ShouldBe(first);
        (await database.CellQueries.FullestAsync(new CellFilter { CandidateId = "nobody" }, None)).ShouldBeEmpty();
        (await database.CellQueries.CandidatesAsync(None)).ShouldBe(["new", "old"]);
    }

    [Fact]
    public async Task FullestAsync_TrialWithALimitAfterAWholeRun_GivesTheWholeRun()
    {
        await using var database = await OpenAsync();
        var whole = await StoreAsync(database, ["facts"], "a");
        var plan = Plans.Of("trial", candidates: ["a"], suites: ["facts"]);
        var trial = await database.Runs.CreateAsync(plan with { Cells = [.. plan.Cells.Select(c => c with { Range = 3, DataHash = "of three" })] }, None);
        await database.Runs.AppendAsync(Plans.Batch(trial.CellIds.Values.Single(), 0, 3), None);

        (await database.CellQueries.FullestAsync(new CellFilter { CandidateId = "a" }, None)).ShouldHaveSingleItem().RunId.ShouldBe(whole);
    }

    [Fact]
    public async Task FullestAsync_DataCorrectedSince_GivesTheNewDataThoughThereIsLessOfIt()
    {
        await using var database = await OpenAsync();
        await StoreAsync(database, ["facts"], "a");
        var plan = Plans.Of("corrected", candidates: ["a"], suites: ["facts"]);
        var corrected = await database.Runs.CreateAsync(plan with { Cells = [.. plan.Cells.Select(c => c with { DataHash = "corrected" })] }, None);
        await database.Runs.AppendAsync(Plans.Batch(corrected.CellIds.Values.Single(), 0, 3), None);

        (await database.CellQueries.FullestAsync(new CellFilter { CandidateId = "a" }, None)).ShouldHaveSingleItem().RunId.ShouldBe(corrected.Id);
    }

    [Fact]
    public async Task ListAsync_Filter_HoldsEveryCondition()
    {
        await using var database = await OpenAsync();
        var first = await StoreAsync(database, ["facts"], "a");
        var second = await StoreAsync(database, ["facts"], "a", "b");
        await database.Runs.FinishAsync(second, RunStatus.Finished, null, None);
        async Task<IEnumerable<(long, string)>> ListAsync(CellFilter filter, int take = 10) =>
            (await database.CellQueries.ListAsync(filter, take, None)).Select(c => (c.RunId, c.CandidateId));

        (await ListAsync(new CellFilter())).ShouldBe([(second, "b"), (second, "a"), (first, "a")]);
        (await ListAsync(new CellFilter { CandidateId = "a" }, take: 1)).ShouldBe([(second, "a")]);
        (await ListAsync(new CellFilter { RunStatus = RunStatus.Finished, CandidateId = "a" })).ShouldBe([(second, "a")]);
        (await ListAsync(new CellFilter { DefinitionHash = "definition-facts", DataHash = "data-facts", CandidateIdentity = "local|sha-1|llama.cpp 0.5.0|context=512" }))
            .Count().ShouldBe(3);
        (await ListAsync(new CellFilter { DataHash = "other" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task GetAsync_StoredCell_PairsFromADatabaseOpenedForReading()
    {
        await using (var writing = await OpenAsync())
        {
            await StoreAsync(writing, ["facts"], "a", "b");
        }

        await using var database = await OpenAsync(OpenMode.ReadOnly);
        var cells = await database.CellQueries.ListAsync(new CellFilter(), 2, None);
        var @new = await database.CellQueries.GetAsync(cells[0], None);
        var old = await database.CellQueries.GetAsync(cells[1], None);
        var side = @new.ShouldNotBeNull();
        (side.Run.Machine, side.Run.Confidence, side.Cell.CandidateId).ShouldBe((Environment.MachineName, 0.95, "b"));
        side.Cell.Metrics.ShouldBe(["acc"]);
        side.Cell.Model!.Settings.ShouldBe("context=512");
        side.Cell.DefinitionText.ShouldBe("""{"name":"facts"}""");
        var pairing = await CellPairing.ReadAsync(old!, side, null, None);
        pairing.Of("acc")!.Scores!.Count.ShouldBe(10);
    }

    private static async Task<long> StoreAsync(EvalDatabase database, string[] suites, params string[] candidates)
    {
        var run = await database.Runs.CreateAsync(Plans.Of(Guid.NewGuid().ToString(), candidates: candidates, suites: suites), None);
        foreach (var cell in run.CellIds.Values)
        {
            await database.Runs.AppendAsync(Plans.Batch(cell, 0, 10), None);
        }

        return run.Id;
    }
}
