using System.Text.Json.Nodes;
using Eval.Core.Gates;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.Service.Gating;
using Eval.Storage.Gates;

namespace Eval.Service.Tests.Gating;

public class BaselineTests
{
    [Fact]
    public async Task Decide_LastPassed_ComparesWithTheCellsThatPassed()
    {
        using var shop = new GateWorkshop();
        var none = await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync("@last-passed", "same"));
        none.Message.ShouldContain("has not passed yet");

        var passed = await shop.DecideAsync("old", "better");
        await shop.DecideAsync("better", "worse");
        shop.Answered.Clear();
        var next = await shop.DecideAsync("@last-passed", "same");

        next.ExitCode.ShouldBe(1, "same is worse than better, which passed last");
        (next.Decided!.Record.Baseline, next.Decided.Record.BaselineName).ShouldBe(("@last-passed", "better"));
        next.Decided.Record.Evidence.Single(e => e.Side == GateSide.Baseline).CellId
            .ShouldBe(passed.Decided!.Record.Evidence.Single(e => e.Side == GateSide.Candidate).CellId);
        shop.AnswersOf("better").ShouldBe(0);
    }

    [Theory]
    [InlineData("1/old")]
    [InlineData("#1/old")]
    public async Task Decide_RunWithSeveralCandidates_NeedsTheOneThatIsMeant(string reference)
    {
        using var shop = new GateWorkshop();
        await shop.RunAsync("old", "better");
        var error = await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync("1", "same"));
        error.Message.ShouldContain("name one: 1/old");

        var outcome = await shop.DecideAsync(reference, "same");
        (outcome.ExitCode, outcome.Decided!.Record.BaselineName).ShouldBe((0, "old"));
        shop.AnswersOf("old").ShouldBe(400);
        (await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync("1/odl", "same"))).Message.ShouldContain("did you mean \"old\"?");
    }

    [Fact]
    public async Task Decide_RunNamedLikeABranch_IsFoundWithItsSlashes()
    {
        using var shop = new GateWorkshop();
        await shop.RunAsync(new RunRequest { Workspace = shop.Workspace, Candidates = ["old", "better"], Suites = ["quiz"], Name = "feature/old" });

        var outcome = await shop.DecideAsync("feature/old/old", "same");

        (outcome.ExitCode, outcome.Decided!.Record.BaselineName).ShouldBe((0, "old"));
        (await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync("feature/old/odl", "same"))).Message.ShouldContain("did you mean \"old\"?");
    }

    [Fact]
    public async Task Decide_BaselineOfSelectedSamples_IsBrokenAndSaysWhich()
    {
        using var shop = new GateWorkshop();
        var run = await shop.RunAsync(new RunRequest { Workspace = shop.Workspace, Candidates = ["old"], Suites = ["quiz"], Selection = new SampleSelection { Ids = ["*1"] } });

        var outcome = await shop.DecideAsync($"{run.Id}/old", "same");

        outcome.ExitCode.ShouldBe(4);
        outcome.Decided!.Decision.Suites.Single().Sentence.ShouldContain("only some samples of quiz were asked (sample *1)");
    }

    [Fact]
    public async Task Read_DecisionOfTheFirstSchema_ShowsPerplexitiesInTheirUnit()
    {
        using var shop = new GateWorkshop();
        var record = (await shop.DecideAsync("old", "same")).Decided!.Record;
        var kept = JsonNode.Parse(record.Decision)!;
        kept["Schema"]!.GetValue<int>().ShouldBe(2);
        var suite = kept["Decision"]!["Suites"]![0]!;
        (suite["MetricId"], suite["OldScore"], suite["NewScore"]) = ("ppl_byte_rolling", Math.Log(4), Math.Log(5));

        var read = Scores();
        kept["Schema"] = 1;
        var older = Scores();

        read.ShouldBe((Math.Log(4), Math.Log(5)));
        (Math.Round(older.Old!.Value, 9), Math.Round(older.New!.Value, 9)).ShouldBe((4, 5));

        (double? Old, double? New) Scores()
        {
            SuiteDecision decided = StoredDecision.Read(record with { Decision = kept.ToJsonString() }, []).Decision.Suites[0];
            return (decided.OldScore, decided.NewScore);
        }
    }

    [Fact]
    public async Task Decide_Archive_NeedsNoDatabaseAndKeepsItsHash()
    {
        using var shop = new GateWorkshop();
        await shop.ExportAsync(await shop.RunAsync("old", "better"), "old", "baseline.jsonl.gz");
        shop.Answered.Clear();
        shop.DatabasePath = shop.PathOf("fresh/eval.db");

        var outcome = await shop.DecideAsync(shop.PathOf("baseline.jsonl.gz"), "worse");

        (outcome.ExitCode, shop.AnswersOf("old"), shop.AnswersOf("worse")).ShouldBe((1, 0, 400));
        var source = outcome.Decided!.Record.Evidence.Single(e => e.Side == GateSide.Baseline);
        (source.ArchiveFile, source.ArchiveHash!.Length, source.RunId, source.CellId).ShouldBe(("baseline.jsonl.gz", 64, null, null));
        outcome.Decided.Record.BaselineName.ShouldBe("old");
    }

    [Fact]
    public async Task Decide_ArchiveWithSeveralCandidates_TakesTheOneThatIsNamed()
    {
        using var shop = new GateWorkshop();
        await shop.ExportAsync(await shop.RunAsync("old", "better"), null, "both.jsonl.gz");
        var file = shop.PathOf("both.jsonl.gz");
        (await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync(file, "same"))).Message.ShouldContain("/old");

        (await shop.DecideAsync($"{file}/old", "same")).Decided!.Record.BaselineName.ShouldBe("old");
        (await shop.DecideAsync($"{file}/better", "same")).ExitCode.ShouldBe(1);
        (await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync($"{file}/beter", "same"))).Message.ShouldContain("did you mean \"better\"?");
    }

    [Theory]
    [InlineData("upgrade: { margin: { quiz: 0.05 } }")]
    [InlineData("upgrade: { margin: { quiz: 0.05 }, earlyStopping: { looks: 2, futility: 0 } }")]
    public async Task Decide_BaselineOfFewerSamples_AsksNoMoreThanItHas(string gates)
    {
        using var shop = new GateWorkshop(gates: gates);
        await shop.ExportAsync(await shop.RunAsync(40, "old"), "old", "small.jsonl");

        var outcome = await shop.DecideAsync(shop.PathOf("small.jsonl"), "same");

        shop.AnswersOf("same").ShouldBe(40, "what the baseline has not answered decides nothing, and costs");
        var suite = outcome.Decided!.Decision.Suites[0];
        (suite.Difference!.N, suite.Planned, suite.Coverage).ShouldBe((40, 40, 1));
    }

    [Fact]
    public async Task Decide_ArchiveThatWasChanged_IsRefused()
    {
        using var shop = new GateWorkshop();
        await shop.ExportAsync(await shop.RunAsync("old"), "old", "baseline.jsonl");
        var text = await File.ReadAllTextAsync(shop.PathOf("baseline.jsonl"));
        await File.WriteAllTextAsync(shop.PathOf("baseline.jsonl"), text.Replace("\"acc_generated\":0", "\"acc_generated\":1"));
        (await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync("baseline.jsonl"))).Message.ShouldContain("the file was changed");
    }

    [Fact]
    public async Task Decide_TwoFilesOfOneName_AreTwoSides()
    {
        using var shop = new GateWorkshop();
        var run = await shop.RunAsync("old", "better");
        Directory.CreateDirectory(shop.PathOf("a"));
        Directory.CreateDirectory(shop.PathOf("b"));
        await shop.ExportAsync(run, "old", "a/run.jsonl");
        await shop.ExportAsync(run, "better", "b/run.jsonl");
        var suite = await File.ReadAllTextAsync(shop.PathOf("suites/quiz/suite.yaml"));
        shop.Write("suites/quiz/suite.yaml", suite.Replace("version: 1", "version: 2"));

        var outcome = await shop.DecideAsync("a/run.jsonl", "b/run.jsonl");

        outcome.ExitCode.ShouldBe(0);
        outcome.Decided!.Notes.ShouldHaveSingleItem().ShouldContain("another definition of the suite than the workspace has today (version 2)");
        (await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync("a/run.jsonl", "a/run.jsonl"))).Message.ShouldContain("are both");
    }

    [Fact]
    public async Task Decide_SuiteChangedSince_IsBrokenAndSaysWhichKeyDiffers()
    {
        using var shop = new GateWorkshop();
        await shop.RunAsync("old");
        var suite = await File.ReadAllTextAsync(shop.PathOf("suites/quiz/suite.yaml"));
        shop.Write("suites/quiz/suite.yaml", suite.Replace("prompt: \"quiz ", "prompt: \"Now quiz "));
        var outcome = await shop.DecideAsync("1", "better");
        outcome.ExitCode.ShouldBe(4);
        outcome.Decided!.Decision.Reasons.ShouldHaveSingleItem().ShouldContain("prompt");
    }

    [Fact]
    public async Task Decide_UnknownReference_NamesTheNearestCandidate()
    {
        using var shop = new GateWorkshop();
        (await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync("oldd"))).Message
            .ShouldBe("the baseline \"oldd\" is no candidate of the workspace, no stored run and no file (did you mean \"old\"?)");
        (await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync("old", "bettr"))).Message.ShouldContain("did you mean \"better\"?");
        (await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync("old", "old"))).Message.ShouldContain("both \"old\"");
        (await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync(baseline: null))).Message.ShouldContain("names no baseline");
    }

    [Fact]
    public async Task Decide_BaselineInThePolicy_IsTakenWhereNoneIsNamed()
    {
        using var shop = new GateWorkshop(gates: "upgrade: { baseline: worse, margin: { quiz: 0.05 } }");
        (await shop.DecideAsync(baseline: null)).Decided!.Record.BaselineName.ShouldBe("worse");
        (await shop.DecideAsync("old")).Decided!.Record.BaselineName.ShouldBe("old");
    }
}
