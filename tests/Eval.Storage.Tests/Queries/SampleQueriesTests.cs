using Eval.Core.Running;
using Eval.Storage.Queries;

namespace Eval.Storage.Tests.Queries;

public class SampleQueriesTests : StorageTest
{
    public static TheoryData<string, SampleFilter, string> Filters => new()
    {
        { "all", new() { RunId = 1 }, "a/s:0 a/s:1 a/s:2 a/s:3 a/s:4 a/s:5 a/s:6 a/s:7 a/t:0 b/s:0 b/s:0' b/t:0" },
        { "another run", new() { RunId = 2 }, "tiny/facts:0" },
        { "no such run", new() { RunId = 3 }, "" },
        { "candidate", new() { RunId = 1, CandidateId = "b" }, "b/s:0 b/s:0' b/t:0" },
        { "suite", new() { RunId = 1, SuiteName = "t" }, "a/t:0 b/t:0" },
        { "cell", new() { RunId = 1, CellId = 2 }, "a/t:0" },
        { "outcomes", new() { RunId = 1, Outcomes = [SampleOutcome.TimedOut, SampleOutcome.Skipped] }, "a/s:5 a/s:7" },
        { "wrong", new() { RunId = 1, WrongBy = "acc" }, "a/s:1 a/s:2 a/s:3" },
        { "wrong by another measure", new() { RunId = 1, WrongBy = "odd \"name\" $.x" }, "a/s:2 a/s:3 a/t:0" },
        { "measure", new() { RunId = 1, Measures = new Dictionary<string, double>(StringComparer.Ordinal) { ["ll"] = -1.25, ["acc"] = 1 } }, "a/s:0 b/s:0 b/s:0' b/t:0" },
        { "slice", new() { RunId = 1, SuiteName = "s", Slices = new Dictionary<string, string>(StringComparer.Ordinal) { ["topic"] = "odd" } }, "a/s:1 a/s:3 a/s:5 a/s:7" },
        { "slice with hostile names", new() { RunId = 1, Slices = new Dictionary<string, string>(StringComparer.Ordinal) { ["x' OR 1=1 --"] = "'; DROP TABLE Samples; --" } }, "a/t:0" },
        { "id", new() { RunId = 1, SampleId = "q3" }, "a/s:3" },
        { "epoch", new() { RunId = 1, Epoch = 1 }, "b/s:0'" },
        { "text in prompt", new() { RunId = 1, Text = "QUESTION 4" }, "a/s:4" },
        { "text in target, not read", new() { RunId = 1, Text = "target 6", Texts = false }, "a/s:6" },
        { "text in reason", new() { RunId = 1, Text = "too slow" }, "a/s:5" },
        { "text is no pattern", new() { RunId = 1, Text = "100%_\\" }, "a/t:0" },
        { "text that nothing has", new() { RunId = 1, Text = "100_%" }, "" },
        { "paging", new() { RunId = 1, Skip = 7, Take = 3 }, "a/s:7 a/t:0 b/s:0" },
        { "skip alone", new() { RunId = 1, Skip = 10 }, "b/s:0' b/t:0" },
        { "several", new() { RunId = 1, CandidateId = "a", SuiteName = "s", Outcomes = [SampleOutcome.Completed], WrongBy = "acc" }, "a/s:1" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task ReadAsync_Filter_GivesExactlyTheMatchingSamplesInPlanOrder(string name, SampleFilter filter, string expected)
    {
        await using var database = await OpenAsync();
        await FillAsync(database);

        var found = await ListAsync(database.SampleQueries.ReadAsync(filter, None));

        string.Join(' ', found.Select(s => $"{s.CandidateId}/{s.SuiteName}:{s.Result.Ordinal}{(s.Result.Epoch > 0 ? "'" : "")}")).ShouldBe(expected, name);
        found.ShouldAllBe(s => s.Result.Prompt != null == filter.Texts);
        (await database.SampleQueries.CountAsync(filter with { Skip = 0, Take = null }, None))
            .ShouldBe(filter is { Skip: 0, Take: null } ? found.Count : 12);
    }

    private static async Task FillAsync(EvalDatabase database)
    {
        var run = await database.Runs.CreateAsync(Plans.Of(candidates: ["a", "b"], suites: ["s", "t"]), None);
        var other = await database.Runs.CreateAsync(Plans.Of("other"), None);
        var odd = Plans.Sample(0, acc: 0.5) with
        {
            Prompt = "is it 100%_\\ sure?",
            Slices = new Dictionary<string, string>(StringComparer.Ordinal) { ["x' OR 1=1 --"] = "'; DROP TABLE Samples; --" },
            Measures = new Dictionary<string, double>(StringComparer.Ordinal) { ["odd \"name\" $.x"] = 0 },
        };

        // Later cells first: the order of reading is the plan's.
        await database.Runs.AppendAsync(
        [
            new(other.CellIds["tiny/facts"], Plans.Sample(0)),
            new(run.CellIds["b/t"], Plans.Sample(0)),
            new(run.CellIds["b/s"], Plans.Sample(0, epoch: 1)),
            new(run.CellIds["b/s"], Plans.Sample(0)),
            new(run.CellIds["a/t"], odd),
        ], None);
        var s = run.CellIds["a/s"];
        await database.Runs.AppendAsync(
        [
            new(s, Plans.Sample(0)),
            new(s, Plans.Sample(1, acc: 0)),
            new(s, Plans.Sample(2, outcome: SampleOutcome.Unparsed) with { Measures = new Dictionary<string, double>() }),
            new(s, Plans.Sample(3, outcome: SampleOutcome.Refused, acc: 0)),
            new(s, Plans.Sample(4)),
            new(s, Plans.Sample(5, outcome: SampleOutcome.TimedOut) with { Reason = "too slow" }),
            new(s, Plans.Sample(6)),
            new(s, Plans.Sample(7, outcome: SampleOutcome.Skipped)),
        ], None);
    }
}
