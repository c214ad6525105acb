using System.Runtime.CompilerServices;
using Eval.Core.Imports;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Storage.Gates;
using Eval.Storage.Queries;

namespace Eval.Storage.Tests.Imports;

public sealed class ImportStoreTests : StorageTest
{
    private static readonly ImportOrigin Origin = new("promptfoo", "0.121.20", "out.json", new string('a', 64), "eval-x");

    [Fact]
    public async Task Write_Run_IsStoredWithItsOriginEstimatesAndSamples()
    {
        await using var database = await OpenAsync();
        var reports = new List<long>();
        var run = Run([Cell("m", 2_500)]) with { Name = "theirs", Note = "tried", CreatedAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Seed = 4 };
        var id = await database.Imports.WriteAsync(run, new Told(reports.Add), None);
        var stored = (await database.RunQueries.GetAsync(id, None))!;
        stored.Import.ShouldNotBeNull().ShouldBe(Origin with { ImportedAt = stored.Import!.ImportedAt });
        (stored.Name, stored.Trigger, stored.Status, stored.Program, stored.Seed).ShouldBe(("theirs", "import", RunStatus.Finished, "promptfoo 0.121.20", 4));
        stored.CreatedAt.ShouldBe(run.CreatedAt!.Value);
        var cell = stored.Cells.ShouldHaveSingleItem();
        (cell.Planned, cell.StoredSamples, cell.SuiteKind).ShouldBe((2_500, 2_500L, "promptfoo"));
        var estimate = cell.Estimates.ShouldHaveSingleItem();
        (estimate.MetricId, estimate.N, estimate.Value, estimate.IntervalMethod).ShouldBe(("promptfoo:pass", 2_500, 0.5, "wilson"));
        reports.ShouldBe([1_000, 2_000, 2_500]);
        (await ListAsync(database.Runs.ReadSamplesAsync(cell.Id, texts: true, None))).Count.ShouldBe(2_500);
    }

    [Fact]
    public async Task Write_ReportedNumbers_StandWhereNothingCanBeComputedAndAreNamedElsewhere()
    {
        await using var database = await OpenAsync();
        var cell = Cell("m", 4) with
        {
            Metrics = ["promptfoo:pass", "promptfoo:bleu"],
            Reported = [ReportedEstimate.Of("promptfoo:pass", 0.75, 0.25, 4), ReportedEstimate.Of("promptfoo:bleu", 31.5, null, 4)],
        };
        var stored = (await database.RunQueries.GetAsync(await database.Imports.WriteAsync(Run([cell]), null, None), None))!.Cells[0];
        stored.Estimates.Select(e => (e.MetricId, e.Value)).ShouldBe([("promptfoo:pass", 0.5), ("promptfoo:bleu", 31.5)]);
        stored.Estimates[0].Note.ShouldBe("promptfoo reported 0.75, standard error 0.25");
        stored.Estimates[1].Note.ShouldBe("no interval: the tool reported no standard error");
    }

    [Fact]
    public async Task Write_SameQuestionsOfTwoModels_HaveTheSameDataHash()
    {
        await using var database = await OpenAsync();
        var other = Cell("n", 5) with { ReadSamples = token => Samples(5, token, prompt: "otherwise put") };
        var id = await database.Imports.WriteAsync(Run([Cell("m", 5), other, Cell("o", 6)]), null, None);
        var cells = (await database.RunQueries.GetAsync(id, None))!.Cells;
        cells[1].DataHash.ShouldBe(cells[0].DataHash);
        cells[2].DataHash.ShouldNotBe(cells[0].DataHash);
        cells.Select(c => c.DefinitionHash).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_SamplesThatClash_LeavesNothingBehind(bool isId)
    {
        await using var database = await OpenAsync();
        var clash = Cell("m", 3) with { ReadSamples = token => Clashing(isId, token) };
        (await Should.ThrowAsync<EvalConfigurationException>(() => database.Imports.WriteAsync(Run([Cell("k", 2_000), clash]), null, None)))
            .Message.ShouldContain("two samples of m on tests");
        (await database.RunQueries.CountAsync(None)).ShouldBe(0);
    }

    [Fact]
    public async Task Write_WhatAKilledImportLeft_IsRemoved()
    {
        await using var database = await OpenAsync();
        var id = await database.Imports.WriteAsync(Run([Cell("m", 3)]), null, None);
        await database.Runs.FinishAsync(id, RunStatus.Running, null, None);
        (await database.Imports.FindAsync(Run([Cell("m", 3)]), None)).ShouldBeNull();
        var again = await database.Imports.WriteAsync(Run([Cell("m", 3)]), null, None);
        (await database.RunQueries.ListAsync(0, 10, None)).Select(r => r.Id).ShouldBe([again]);
        (await database.Imports.FindAsync(Run([Cell("m", 3)]), None)).ShouldBe(again);
    }

    [Fact]
    public async Task Find_PartOfARun_IsKnownByTheWholeAndNotTheOtherWayRound()
    {
        await using var database = await OpenAsync();
        var part = await database.Imports.WriteAsync(Run([Cell("m\0", 3)]), null, None);
        (await database.Imports.FindAsync(Run([Cell("m\0", 3), Cell("n", 3)]), None)).ShouldBeNull();
        (await database.Imports.FindAsync(Run([Cell("m\0", 3)]), None)).ShouldBe(part);
        var whole = await database.Imports.WriteAsync(Run([Cell("m\0", 3), Cell("n", 3)]), null, None);
        (await database.Imports.FindAsync(Run([Cell("n", 3)]), None)).ShouldBe(whole);
        (await database.Imports.FindAsync(Run([Cell("n", 3)]) with { Origin = Origin with { Sha256 = new string('b', 64) } }, None)).ShouldBeNull();
    }

    [Fact]
    public async Task Queries_ForOwnResults_NeverFindImportedOnes()
    {
        await using var database = await OpenAsync();
        var plan = Plans.Of();
        var (own, _) = await CreateRunAsync(database, plan);
        var planned = plan.Cells[0];
        var twin = Cell(planned.Candidate.Id, 3) with
        {
            Model = planned.Model.Identity,
            Suite = planned.Suite.Name,
            SuiteVersion = planned.Suite.Version,
            DefinitionHash = planned.Suite.DefinitionHash,
            DataHash = planned.DataHash,
        };
        var imported = await database.Imports.WriteAsync(Run([twin]) with { Seed = plan.Seed, PlanHash = plan.Hash, Status = RunStatus.Interrupted }, null, None);
        imported.ShouldBeGreaterThan(own);
        (await database.RunQueries.FindAsync("latest", None)).ShouldBe(own);
        (await database.Runs.FindUnfinishedAsync(plan.Hash, None))!.Id.ShouldBe(own);
        (await database.CellQueries.FullestAsync(new CellFilter { CandidateId = planned.Candidate.Id }, None)).ShouldBeEmpty();
        (await database.GateEvidence.FindAsync(
            new CellKey(
                planned.Model.Identity.Canonical, planned.Suite.Name, planned.Suite.Version, planned.Suite.DefinitionHash, planned.DataHash, 1, plan.Seed),
            None)).ShouldAllBe(c => c.RunId == own);
    }

    [Fact]
    public async Task Find_LatestWhereEverythingIsImported_IsTheNewestOfThem()
    {
        await using var database = await OpenAsync();
        var id = await database.Imports.WriteAsync(Run([Cell("m", 1)]), null, None);
        (await database.RunQueries.FindAsync("latest", None)).ShouldBe(id);
    }

    private static ImportedRun Run(IReadOnlyList<ImportedCell> cells) => new() { Origin = Origin, Cells = cells };

    private static ImportedCell Cell(string candidate, int samples) => new()
    {
        Candidate = candidate,
        Model = ImportedCell.ForeignModel(Origin, candidate, []),
        Suite = "tests",
        DefinitionText = """{"assert":"equals"}""",
        Metrics = ["promptfoo:pass"],
        ReadSamples = token => Samples(samples, token),
    };

    private static async IAsyncEnumerable<SampleResult> Samples(
        int count, [EnumeratorCancellation] CancellationToken token, string prompt = "asked")
    {
        for (var i = 0; i < count; i++)
        {
            await Task.CompletedTask.WaitAsync(token);
            yield return Sample(i, $"s{i}") with { Prompt = prompt };
        }
    }

    private static async IAsyncEnumerable<SampleResult> Clashing(bool isId, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.CompletedTask.WaitAsync(token);
        yield return Sample(0, "x");
        yield return Sample(isId ? 1 : 0, isId ? "x" : "y");
    }

    private static SampleResult Sample(int i, string id) => new()
    {
        Ordinal = i,
        SampleId = id,
        Outcome = SampleOutcome.Completed,
        QuestionHash = $"question {i}",
        Measures = new Dictionary<string, double> { ["promptfoo:pass"] = i % 2 },
    };

    private sealed class Told(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
