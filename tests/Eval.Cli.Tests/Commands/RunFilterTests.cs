using System.Text.Json.Nodes;
using Eval.Core.Running;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Cli.Tests.Commands;

public sealed class RunFilterTests : IAsyncLifetime
{
    private EchoWorkspace _workspace = null!;

    public async Task InitializeAsync() => _workspace = await EchoWorkspace.StartAsync();

    public async Task DisposeAsync() => await _workspace.DisposeAsync();

    [Theory]
    [InlineData("words 9", "--filter-suite", "w*")]
    [InlineData("sums 9", "--filter-tag", "numbers")]
    [InlineData("sums 9, words 9", "--filter-tag", "short")]
    [InlineData("words 1", "--filter-sample", "words-4")]
    [InlineData("sums 9", "--filter-sample", "sums-*")]
    [InlineData("sums 4, words 4", "--filter-slice", "kind=low")]
    [InlineData("words 3", "--filter-pattern", "words [0-2]$")]
    [InlineData("sums 1", "--filter-slice", "kind=high", "--filter-pattern", "sums 8")]
    [InlineData("sums 2, words 2", "--filter-slice", "kind=low", "--limit", "2")]
    public async Task DryRun_Filter_TakesOnlyWhatItNames(string expected, params string[] filter) =>
        Cells(await _workspace.JsonAsync(0, ["run", "--dry-run", .. filter])).ShouldBe(expected);

    [Theory]
    [InlineData("no suite matches \"wordz\" (did you mean \"words\"?)", "--filter-suite", "wordz")]
    [InlineData("no tag of these suites matches \"number\" (did you mean \"numbers\"?)", "--filter-tag", "number")]
    [InlineData("matches: sample words-44 (did you mean \"words-4\"?)", "--filter-sample", "words-44")]
    [InlineData("matches: kind=lo", "--filter-slice", "kind=lo")]
    [InlineData("--filter-slice needs KEY=VALUE, not \"kind\"", "--filter-slice", "kind")]
    [InlineData("is not a regular expression that can be used", "--filter-pattern", "(")]
    [InlineData("is not a regular expression that can be used", "--filter-pattern", "(?=x)")]
    [InlineData("there is no database", "--filter-failing", "latest")]
    [InlineData("--tag needs KEY=VALUE", "--tag", "nightly")]
    public async Task Run_FilterThatMatchesNothing_Exits2BeforeAnyCall(string expected, params string[] filter)
    {
        var world = _workspace.World();
        (await world.RunAsync(["run", .. filter])).ShouldBe(2, world.Out);
        world.Error.ShouldContain(expected);
        File.Exists(_workspace.Database).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_FailingOfAnEarlierRun_AsksOnlyThoseAndSaysSoEverywhere()
    {
        await _workspace.JsonAsync(0, "run", "words");
        var run = await _workspace.JsonAsync(0, "run", "--filter-failing", "latest");
        Cells(run).ShouldBe("words 3");
        run["cells"]![0]!["filter"]!.GetValue<string>().ShouldBe("failing in run 1");

        var world = _workspace.World();
        (await world.RunAsync("show", "2")).ShouldBe(0);
        world.Out.ShouldContain("only some samples (failing in run 1)");
        (await world.RunAsync("compare", "2", "2")).ShouldBe(0);
        world.Out.Split("only some samples (failing in run 1)").Length.ShouldBe(3);
        (await world.RunAsync("samples", "2")).ShouldBe(0);
        world.Out.Split("only some samples (failing in run 1)").Length.ShouldBe(4);
        (await world.RunAsync("samples", "2", "--jsonl")).ShouldBe(0);
        new[] { "words-0", "words-3", "words-6" }.ShouldAllBe(id => world.Out.Contains($"\"{id}\""));

        // By the candidate's name its whole results are meant, never the selection.
        (await _workspace.JsonAsync(0, "compare", "house", "1"))["comparisons"]![0]!["metrics"]![0]!["n"]!.GetValue<int>().ShouldBe(9);
        (await _workspace.JsonAsync(0, "compare", "1", "2"))["comparisons"]![0]!["metrics"]![0]!["n"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task Run_RetryErrorsOfAFinishedRun_AsksThemAgainInTheSameRun()
    {
        await _workspace.JsonAsync(0, "run", "words");
        _workspace.Fail(0.5);
        var broken = await _workspace.JsonAsync(4, "run", "sums");
        var errors = broken["cells"]![0]!["outcomes"]!["providerError"]!.GetValue<int>();
        errors.ShouldBeInRange(1, 8);
        _workspace.Fail(0);

        Cells(await _workspace.JsonAsync(0, "run", "--dry-run", "--filter-errors", "latest")).ShouldBe($"sums {errors}");
        var retried = await _workspace.JsonAsync(0, "run", "sums", "--retry-errors");
        retried["id"]!.GetValue<long>().ShouldBe(broken["id"]!.GetValue<long>());
        retried["cells"]![0]!["outcomes"]!.ToJsonString().ShouldBe("""{"completed":9}""");
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("latest/house")]
    public async Task Run_FailingOfTheLatestTypedAgainAfterAnInterruption_GoesOnWithIt(string reference)
    {
        await _workspace.JsonAsync(0, "run", "words");
        await _workspace.JsonAsync(0, "run", "--filter-failing", reference);
        await using (var database = await EvalDatabase.OpenAsync(_workspace.Database, OpenMode.ReadWrite, CancellationToken.None))
        {
            await database.Runs.FinishAsync(2, RunStatus.Interrupted, null, CancellationToken.None);
        }

        var again = await _workspace.JsonAsync(0, "run", "--filter-failing", reference);
        (again["id"]!.GetValue<long>(), again["resumed"]!.GetValue<bool>(), Cells(again)).ShouldBe((2, true, "words 3"));

        // Now that it has ended, it is the latest.
        (await _workspace.JsonAsync(0, "run", "--dry-run", "--filter-failing", "latest"))["cells"]![0]!["filter"]!.GetValue<string>().ShouldBe("failing in run 2");
    }

    [Fact]
    public async Task Run_SelectionThatTakesEverything_IsAnotherPlanThanNoSelection()
    {
        await _workspace.JsonAsync(0, "run", "words", "--filter-sample", "words-*");
        var world = _workspace.World();
        (await world.RunAsync("run", "words", "--retry-errors")).ShouldBe(2);
        world.Error.ShouldContain("no run of this plan is stored");
        (await world.RunAsync("run", "words", "--retry-errors", "--filter-sample", "words-?")).ShouldBe(2);
        (await _workspace.JsonAsync(0, "run", "words", "--retry-errors", "--filter-sample", "words-*"))["id"]!.GetValue<long>().ShouldBe(1);
    }

    [Fact]
    public async Task Run_RetryErrorsWithoutSuchARun_Exits2()
    {
        var world = _workspace.World();
        (await world.RunAsync("run", "words", "--retry-errors")).ShouldBe(2);
        world.Error.ShouldContain("no run of this plan is stored");
    }

    [Fact]
    public async Task Run_ResumeByNumberOrName_NeedsNoneOfTheWordsThatBeganIt()
    {
        await _workspace.JsonAsync(0, "run", "words", "--limit", "4", "--repeat", "2", "--seed", "5", "--name", "trial");
        foreach (var reference in new[] { "1", "#1", "trial" })
        {
            var resumed = await _workspace.JsonAsync(0, "run", "--resume", reference);
            (resumed["id"]!.GetValue<long>(), resumed["resumed"]!.GetValue<bool>(), Cells(resumed)).ShouldBe((1, true, "words 4"));
        }

        var world = _workspace.World();
        (await world.RunAsync("run", "--resume", "1", "--limit", "5")).ShouldBe(2);
        world.Error.ShouldContain("run 1 belongs to another plan");
        (await world.RunAsync("run", "--resume")).ShouldBe(2);
        world.Error.ShouldContain("no unfinished run is stored");
    }

    [Fact]
    public async Task Run_NameNoteAndTags_AreShownAndFindTheRun()
    {
        await _workspace.JsonAsync(0, "run", "words", "--name", "night-1", "--note", "with\nthe new prompt", "--tag", "branch=main,who=me");
        await _workspace.JsonAsync(0, "run", "sums", "--name", "day_1", "--tag", "branch=other");

        var world = _workspace.World();
        (await world.RunAsync("show", "night-1")).ShouldBe(0);
        world.Out.ShouldContain("branch=main, who=me");
        world.Out.ShouldContain("the new prompt");
        foreach (var (filter, expected) in new (string[] Filter, string Expected)[]
        {
            (["--tag", "branch=main"], "night-1"), (["--tag", "branch"], "day_1 night-1"), (["--name", "night*"], "night-1"), (["--name", "day?1"], "day_1"),
            (["--suite", "s*"], "day_1"), (["--candidate", "house"], "day_1 night-1"), (["--status", "finished", "-n", "1"], "day_1"),
        })
        {
            var list = await _workspace.JsonAsync(0, ["show", "--list", .. filter]);
            string.Join(' ', list["runs"]!.AsArray().Select(r => r!["name"]!.GetValue<string>())).ShouldBe(expected, string.Join(' ', filter));
        }

        (await world.RunAsync("show", "--list", "--tag", "branch=none")).ShouldBe(2);
        world.Error.ShouldContain("no stored run matches");
        (await world.RunAsync("show", "--tag", "branch=main")).ShouldBe(2);
        (await world.RunAsync("show", "--list", "--status", "finnished")).ShouldBe(2);
        world.Error.ShouldContain("did you mean \"finished\"?");
    }

    [Fact]
    public async Task Export_RunWithSelectionAndTags_KeepsThem()
    {
        await _workspace.JsonAsync(0, "run", "words", "--filter-slice", "kind=low", "--tag", "a=b", "--note", "why");
        await _workspace.JsonAsync(0, "export", "--run", "1", "-o", "run.jsonl");
        var archive = await Core.Archives.RunArchive.OpenAsync(Path.Combine(_workspace.Root, "run.jsonl"), CancellationToken.None);
        archive.Run.Tags.ShouldBe(new Dictionary<string, string> { ["a"] = "b" });
        (archive.Run.Comment, archive.Run.Cells[0].Filter).ShouldBe(("why", "kind=low"));
    }

    private static string Cells(JsonNode document) => string.Join(", ", document["cells"]!.AsArray()
        .Select(c => $"{c!["suite"]} {c["samples"] ?? c["planned"]}").Order(StringComparer.Ordinal));
}
