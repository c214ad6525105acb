using Eval.Core.Metrics;
using Eval.Core.Running;

namespace Eval.Storage.Tests.Runs;

public class RunStoreTests : StorageTest
{
    [Fact]
    public async Task AppendAsync_FullSample_ReadsBackWhatWasWritten()
    {
        await using var database = await OpenAsync();
        var (run, cell) = await CreateRunAsync(database);
        var sample = Plans.Sample(0) with
        {
            Measures = new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["ll"] = -0.1 - 0.2,
                ["tiny"] = double.Epsilon,
                ["minus"] = double.NegativeInfinity,
                ["nan"] = double.NaN,
            },
            Slices = new Dictionary<string, string>(StringComparer.Ordinal) { ["a \"b\" $.c"] = "Größe <&> 🙂\n" },
            Prompt = "tab\t “quotes” 🙂 \u2028 end",
            Reason = "context truncated",
            Cluster = "doc 1",
            Cached = true,
            CostMicroUsd = null,
        };
        await database.Runs.AppendAsync([new(cell, sample)], None);

        var read = (await ListAsync(database.SampleQueries.ReadAsync(new() { RunId = run }, None))).ShouldHaveSingleItem();

        read.CandidateId.ShouldBe("tiny");
        read.SuiteName.ShouldBe("facts");
        read.Result.Measures.ShouldBe(sample.Measures, ignoreOrder: true);
        read.Result.Slices.ShouldBe(sample.Slices);
        (read.Result with { Measures = sample.Measures, Slices = sample.Slices }).ShouldBe(sample);
    }

    [Fact]
    public async Task AppendAsync_TextWithNul_KeepsTheRestOfTheText()
    {
        await using var database = await OpenAsync();
        var (run, cell) = await CreateRunAsync(database);
        await database.Runs.AppendAsync([new(cell, Plans.Sample(0) with { Answer = "a\0b" })], None);

        var read = await ListAsync(database.SampleQueries.ReadAsync(new() { RunId = run }, None));

        read.Single().Result.Answer.ShouldBe("a\uFFFDb");
    }

    [Fact]
    public async Task AppendAsync_SampleStoredAlready_LeavesItAsItIs()
    {
        await using var database = await OpenAsync();
        var (run, cell) = await CreateRunAsync(database);
        await database.Runs.AppendAsync([new(cell, Plans.Sample(0, acc: 1)), new(cell, Plans.Sample(1))], None);
        await database.Runs.AppendAsync([new(cell, Plans.Sample(0, acc: 0) with { Answer = "other" }), new(cell, Plans.Sample(2))], None);

        var read = await ListAsync(database.SampleQueries.ReadAsync(new() { RunId = run }, None));

        read.Select(s => s.Result.Ordinal).ShouldBe([0, 1, 2]);
        read[0].Result.Measures["acc"].ShouldBe(1);
        read[0].Result.Answer.ShouldBe("answer 0");
    }

    [Fact]
    public async Task AppendAsync_OneBadSample_StoresNoneOfTheBatch()
    {
        await using var database = await OpenAsync();
        var (_, cell) = await CreateRunAsync(database);
        await database.Runs.AppendAsync(Plans.Batch(cell, 0, 5), None);

        // The second sample names a cell that does not exist.
        await Should.ThrowAsync<Exception>(() => database.Runs.AppendAsync([new(cell, Plans.Sample(5)), new(cell + 100, Plans.Sample(6))], None));

        (await database.Runs.LoadStoredAsync(cell, None)).Count.ShouldBe(5);
        await database.Runs.AppendAsync(Plans.Batch(cell, 5, 5), None);
        (await database.Runs.LoadStoredAsync(cell, None)).Count.ShouldBe(10);
    }

    [Fact]
    public async Task LoadStoredAsync_GapsAndEpochs_TellsExactlyWhatIsStored()
    {
        await using var database = await OpenAsync();
        var (_, cell) = await CreateRunAsync(database);
        await database.Runs.AppendAsync([new(cell, Plans.Sample(0)), new(cell, Plans.Sample(500)), new(cell, Plans.Sample(3, epoch: 2))], None);

        var stored = await database.Runs.LoadStoredAsync(cell, None);

        stored.Count.ShouldBe(3);
        stored.Contains(0, 0).ShouldBeTrue();
        stored.Contains(0, 500).ShouldBeTrue();
        stored.Contains(2, 3).ShouldBeTrue();
        stored.Contains(0, 3).ShouldBeFalse();
        stored.Contains(1, 0).ShouldBeFalse();
    }

    [Fact]
    public async Task ReadSamplesAsync_AppendedOutOfOrder_GivesEpochThenOrdinalWithoutTexts()
    {
        await using var database = await OpenAsync();
        var (_, cell) = await CreateRunAsync(database);
        await database.Runs.AppendAsync([new(cell, Plans.Sample(1, 1)), new(cell, Plans.Sample(7)), new(cell, Plans.Sample(0, 1)), new(cell, Plans.Sample(2))], None);

        var read = await ListAsync(database.Runs.ReadSamplesAsync(cell, texts: false, None));

        read.Select(s => (s.Epoch, s.Ordinal)).ShouldBe([(0, 2), (0, 7), (1, 0), (1, 1)]);
        read.ShouldAllBe(s => s.Prompt == null && s.Answer == null && s.Target == null && s.DetailJson == null);
        read[1].Measures["ll"].ShouldBe(-8.25);
    }

    [Fact]
    public async Task DeleteErrorsAsync_MixedOutcomes_DeletesErrorsOnly()
    {
        await using var database = await OpenAsync();
        var (run, cell) = await CreateRunAsync(database);
        var outcomes = Enum.GetValues<SampleOutcome>();
        await database.Runs.AppendAsync([.. outcomes.Select((o, i) => new CellResult(cell, Plans.Sample(i, outcome: o)))], None);

        (await database.Runs.DeleteErrorsAsync(cell, None)).ShouldBe(3);

        var left = await ListAsync(database.SampleQueries.ReadAsync(new() { RunId = run }, None));
        left.Select(s => s.Result.Outcome).ShouldBe(outcomes.Where(o => !o.IsError()));
        await database.Runs.AppendAsync([new(cell, Plans.Sample((int)SampleOutcome.TimedOut))], None);
        (await database.Runs.LoadStoredAsync(cell, None)).Count.ShouldBe(outcomes.Length - 2);
    }

    [Fact]
    public async Task GetRunAsync_CachedAndPricedSamples_SumsWhatThisRunSpent()
    {
        await using var database = await OpenAsync();
        var (run, cell) = await CreateRunAsync(database, Plans.Of(candidates: ["a", "b"]));
        await database.Runs.AppendAsync(
        [
            new(cell, Plans.Sample(0)),
            new(cell, Plans.Sample(1) with { Cached = true }),
            new(cell, Plans.Sample(2, outcome: SampleOutcome.TimedOut) with { CostMicroUsd = null }),
        ], None);

        var stored = (await database.Runs.GetRunAsync(run, None)).ShouldNotBeNull();

        stored.Cells.Select(c => c.CandidateId).ShouldBe(["a", "b"]);
        var first = stored.Cells[0];
        first.Outcomes.ShouldBe(new Dictionary<SampleOutcome, int> { [SampleOutcome.Completed] = 2, [SampleOutcome.TimedOut] = 1 }, ignoreOrder: true);
        first.InputTokens.ShouldBe(60);
        first.OutputTokens.ShouldBe(6);
        first.DurationMs.ShouldBe(3);
        first.CachedSamples.ShouldBe(1);
        first.CostMicroUsd.ShouldBe(3);
        first.SuiteKind.ShouldBe("multiple-choice");
        first.CandidateIdentity.ShouldBe("local|sha-1|llama.cpp 0.5.0|context=512");
        stored.Cells[1].Outcomes.ShouldBeEmpty();
        stored.Cells[1].CostMicroUsd.ShouldBeNull();
    }

    [Fact]
    public async Task GetRunAsync_UnknownRun_GivesNull()
    {
        await using var database = await OpenAsync();
        (await database.Runs.GetRunAsync(99, None)).ShouldBeNull();
    }

    [Fact]
    public async Task SaveEstimatesAsync_SavedTwice_KeepsTheSecondSetInItsOrder()
    {
        await using var database = await OpenAsync();
        var (run, cell) = await CreateRunAsync(database);
        var estimate = new Estimate { MetricId = "acc", N = 9, Planned = 10, Value = 0.9 };
        await database.Runs.SaveEstimatesAsync(cell, [estimate], None);
        Estimate[] wanted =
        [
            estimate with { MetricId = "ppl", Value = double.PositiveInfinity, Note = "not finite" },
            new()
            {
                MetricId = "acc", N = 10, Planned = 10, Value = 0.1 + 0.2, Low = 0.25, High = 0.35, Confidence = 0.9, IntervalMethod = "wilson",
                StandardError = 0.01, Clusters = 4, BoundLow = 0, BoundHigh = 1, Note = "n",
            },
            estimate with { Slice = "topic=even", Value = double.NaN },
            estimate with { Slice = "topic=odd", Value = null },
        ];
        await database.Runs.SaveEstimatesAsync(cell, wanted, None);

        var stored = await database.Runs.GetRunAsync(run, None);

        stored!.Cells.Single().Estimates.ShouldBe([wanted[0], wanted[1], wanted[2] with { Value = null }, wanted[3]]);
    }

    [Theory]
    [InlineData(RunStatus.Running, true)]
    [InlineData(RunStatus.Interrupted, true)]
    [InlineData(RunStatus.Stopped, true)]
    [InlineData(RunStatus.Finished, false)]
    [InlineData(RunStatus.Failed, true)]
    public async Task FindUnfinishedAsync_ByStatus_FindsWhatCanBeResumed(RunStatus status, bool found)
    {
        await using var database = await OpenAsync();
        var plan = Plans.Of(candidates: ["a", "b"], suites: ["s", "t"]);
        await database.Runs.CreateAsync(Plans.Of("another plan"), None);
        var created = await database.Runs.CreateAsync(plan, None);
        await database.Runs.FinishAsync(created.Id, status, "why", None);

        var run = await database.Runs.FindUnfinishedAsync(plan.Hash, None);

        (run is not null).ShouldBe(found);
        if (run is not null)
        {
            run.Id.ShouldBe(created.Id);
            run.CreatedAt.ShouldBe(created.CreatedAt);
            run.CellIds.ShouldBe(created.CellIds, ignoreOrder: true);
            run.CellIds.Keys.ShouldBe(plan.Cells.Select(c => c.Key), ignoreOrder: true);
        }
    }

    [Fact]
    public async Task FinishAsync_ThenGet_TellsStatusNoteAndTime()
    {
        await using var database = await OpenAsync();
        var (run, cell) = await CreateRunAsync(database, Plans.Of(name: "nightly"));
        await database.Runs.UpdateCellAsync(cell, 33, "no tokenizer", None);
        await database.Runs.FinishAsync(run, RunStatus.Stopped, "budget", None);

        var stored = (await database.Runs.GetRunAsync(run, None))!;

        stored.Status.ShouldBe(RunStatus.Stopped);
        stored.Note.ShouldBe("budget");
        stored.Name.ShouldBe("nightly");
        stored.FinishedAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(stored.CreatedAt);
        stored.Cells.Single().Planned.ShouldBe(33);
        stored.Cells.Single().SkipReason.ShouldBe("no tokenizer");
    }

    [Fact]
    public async Task CellTotals_AfterAppendsRepeatsFailuresAndDeletions_EqualTheSumsOverSamples()
    {
        await using var database = await OpenAsync();
        var run = await database.Runs.CreateAsync(Plans.Of(candidates: ["a", "b"]), None);
        var cells = run.CellIds.Values.ToArray();
        var outcomes = Enum.GetValues<SampleOutcome>();
        for (var i = 0; i < 40; i++)
        {
            // Ordinals overlap between batches, so that some samples are there already.
            var batch = Enumerable.Range(i * 3, 7).Select(o => new CellResult(cells[o % 2], Plans.Sample(o, outcome: outcomes[(o + i) % outcomes.Length]) with
            {
                Cached = o % 3 == 0,
                CostMicroUsd = o % 5 == 0 ? null : o,
                DurationMs = o % 11 == 0 ? double.NaN : o / 4d,
            })).ToList();
            await database.Runs.AppendAsync(batch, None);
            if (i % 10 == 4)
            {
                await Should.ThrowAsync<Exception>(() => database.Runs.AppendAsync([.. Plans.Batch(cells[0], 5000, 3), .. Plans.Batch(999, 0, 1)], None));
                await database.Runs.DeleteErrorsAsync(cells[i / 10 % 2], None);
            }
        }

        RawSqlite.Query(DatabasePath, "SELECT * FROM CellTotals ORDER BY CellId, Outcome").ShouldBe(RawSqlite.Query(DatabasePath, """
            SELECT CellId, Outcome, count(*), sum(InputTokens), sum(OutputTokens), total(iif(Cached, 0, DurationMs)), sum(Cached),
                count(CostMicroUsd), sum(iif(Cached, 0, coalesce(CostMicroUsd, 0)))
            FROM Samples GROUP BY CellId, Outcome ORDER BY CellId, Outcome
            """));
    }
}
