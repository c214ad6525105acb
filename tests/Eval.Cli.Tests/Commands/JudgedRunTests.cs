using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.FakeEndpoint;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

/// <summary>Two hosted candidates, and judges of the same endpoint that behave well, badly, or not at all.</summary>
public sealed class JudgedRunTests : IDisposable
{
    private const int Samples = 12;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_HostedJudge_ScoresTwoCandidatesAndShowsItsFeedback()
    {
        await using var endpoint = await StartAsync();
        var world = World(endpoint, "fair");
        (await world.RunAsync("run", "open", "-m", "long,short", "--quiet", "--json")).ShouldBe(0, world.Error);
        var cells = JsonNode.Parse(world.Out)!["cells"]!.AsArray();
        Value(cells, "long", "judge_score_1_5").ShouldBe(5);
        Value(cells, "short", "judge_score_1_5").ShouldBe(2);
        Value(cells, "short", "judge_pass").ShouldBe(0);
        Value(cells, "long", "judge_canaries").ShouldBe(1);

        // What judging costs is part of what the run spent, not of what the candidate costs.
        var cost = cells.Single(c => c!["candidate"]!.GetValue<string>() == "short")!;
        cost["calls"]!["costMicroUsd"]!.GetValue<long>().ShouldBeGreaterThan(cost["costMicroUsd"]!.GetValue<long>());

        var samples = World(endpoint, "fair");
        (await samples.RunAsync("samples", "-m", "short", "-n", "1")).ShouldBe(0, samples.Error);
        samples.Out.ShouldContain("judge judge: 2");
        samples.Out.ShouldContain("It names nothing.");
        samples.Out.ShouldContain("seen through");
    }

    [Theory]
    [InlineData("chatty", "gave no verdict that can be read")]
    [InlineData("refusing", "refused to judge")]
    public async Task Run_JudgeWithoutVerdicts_IsBrokenAndSaysWhy(string judge, string reason)
    {
        await using var endpoint = await StartAsync();
        var world = World(endpoint, judge);
        (await world.RunAsync("run", "open", "-m", "long", "--quiet", "--json")).ShouldBe(4, world.Error);
        var cell = JsonNode.Parse(world.Out)!["cells"]![0]!;
        cell["outcomes"]!["scorerError"]!.GetValue<int>().ShouldBe(Samples);
        var samples = World(endpoint, judge);
        await samples.RunAsync("samples", "--errors", "-n", "1");
        samples.Out.ShouldContain(reason);
    }

    [Fact]
    public async Task Run_JudgeThatLikesEverything_FailsTheCanaries()
    {
        await using var endpoint = await StartAsync();
        var world = World(endpoint, "flattering");
        (await world.RunAsync("run", "open", "-m", "long", "--quiet", "--json")).ShouldBe(0, world.Error);
        var canaries = JsonNode.Parse(world.Out)!["cells"]![0]!["estimates"]!.AsArray().Single(e => e!["metric"]!.GetValue<string>() == "judge_canaries")!;
        canaries["value"]!.GetValue<double>().ShouldBe(0);
        canaries["note"]!.GetValue<string>().ShouldContain("the judge's scores decide nothing");
    }

    [Fact]
    public async Task Rescore_AnotherJudge_AsksNoCandidate()
    {
        await using var endpoint = await StartAsync();
        (await World(endpoint, "fair").RunAsync("run", "open", "-m", "long,short", "--quiet")).ShouldBe(0);
        var before = endpoint.Ledger.Entries.Count(e => e.Model is "long" or "short");
        var world = World(endpoint, "fair");

        (await world.RunAsync("rescore", "--judge", "flatterer", "--quiet", "--json")).ShouldBe(0, world.Error);

        endpoint.Ledger.Entries.Count(e => e.Model is "long" or "short").ShouldBe(before);
        SchemaFiles.Validate("run", world.Out).ShouldBeEmpty();
        var run = JsonNode.Parse(world.Out)!;
        (run["trigger"]!.GetValue<string>(), run["comment"]!.GetValue<string>()).ShouldBe(("rescore", "answers of run 1"));
        Value(run["cells"]!.AsArray(), "short", "judge_score_1_5").ShouldBe(5);

        // The same again is served from what is stored, and the numbers of the first run are as they were.
        var compare = World(endpoint, "fair");
        (await compare.RunAsync("compare", "1/short", "2/short")).ShouldBe(2, "another judge is another measurement");
        (compare.Out + compare.Error).ShouldContain("judge");
    }

    [Fact]
    public async Task Rescore_GenerationSuiteWithARubric_JudgesItsAnswers()
    {
        await using var endpoint = await StartAsync();
        (await World(endpoint, "fair").RunAsync("run", "plain", "-m", "long,short", "--quiet")).ShouldBe(0);
        var world = World(endpoint, "fair");
        (await world.RunAsync("rescore", "1", "--quiet")).ShouldBe(2);
        world.Error.ShouldContain("with --rubric and --judge");
        var judged = World(endpoint, "fair");
        (await judged.RunAsync("rescore", "1", "--rubric", "helpfulness", "--judge", "judge", "-m", "long", "--quiet", "--json")).ShouldBe(0, judged.Error);
        var cell = JsonNode.Parse(judged.Out)!["cells"]!.AsArray().Single()!;
        (cell["suite"]!.GetValue<string>(), cell["candidate"]!.GetValue<string>()).ShouldBe(("plain.helpfulness", "long"));
        Value(JsonNode.Parse(judged.Out)!["cells"]!.AsArray(), "long", "judge_score_1_5").ShouldBe(5);
    }

    [Theory]
    [InlineData("the reference \"nobody\" is no candidate of the workspace", "rescore", "1", "--judge", "nobody")]
    [InlineData("there is no rubric \"helpfulnes\" (did you mean \"helpfulness\"?", "rescore", "1", "--rubric", "helpfulnes")]
    [InlineData("\"likelyhood\" is not a method of judging (did you mean \"likelihood\"?)", "rescore", "1", "--method", "likelyhood")]
    [InlineData("the rubric helpfulness cannot be applied by the method checklist", "rescore", "1", "--method", "checklist")]
    public async Task Rescore_Mistake_Exits2(string message, params string[] arguments)
    {
        await using var endpoint = await StartAsync();
        (await World(endpoint, "fair").RunAsync("run", "open", "-m", "long,short", "-n", "2", "--quiet")).ShouldBe(0);
        var world = World(endpoint, "fair");
        (await world.RunAsync(arguments)).ShouldBe(2, world.Out);
        string.Join(' ', world.Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldContain(message);
    }

    [Fact]
    public async Task Rescore_ChangedData_IsRefused()
    {
        await using var endpoint = await StartAsync();
        (await World(endpoint, "fair").RunAsync("run", "open", "-m", "long,short", "--quiet")).ShouldBe(0);
        var world = World(endpoint, "fair");
        File.AppendAllText(_folder.PathOf("data.jsonl"), "\n{\"id\":\"new\",\"q\":\"And why?\"}");
        (await world.RunAsync("rescore")).ShouldBe(2);
        world.Error.ShouldContain("open: the data are not those that were asked in run 1");
    }

    [Fact]
    public async Task Rescore_ChangedPrompt_IsRefused()
    {
        await using var endpoint = await StartAsync();
        (await World(endpoint, "fair").RunAsync("run", "open", "-m", "long", "-n", "2", "--quiet")).ShouldBe(0);
        var world = World(endpoint, "fair");
        _folder.Write("open.yaml", File.ReadAllText(_folder.PathOf("open.yaml")).Replace("{{q}}", "In short: {{q}}"));
        (await world.RunAsync("rescore")).ShouldBe(2);
        OneLine(world.Error).ShouldContain("open: the prompt is not the one that was asked in run 1 (\"prompt\" has changed)");
    }

    [Fact]
    public async Task Rescore_RescoredGenerationSuite_TakesItsRubricAgain()
    {
        await using var endpoint = await StartAsync();
        (await World(endpoint, "fair").RunAsync("run", "plain", "-m", "long", "-n", "2", "--quiet")).ShouldBe(0);
        (await World(endpoint, "fair").RunAsync("rescore", "1", "--rubric", "helpfulness", "--judge", "judge", "--quiet")).ShouldBe(0);
        var world = World(endpoint, "fair");
        (await world.RunAsync("rescore", "2", "--judge", "flatterer", "--quiet", "--json")).ShouldBe(0, world.Error);
        var cell = JsonNode.Parse(world.Out)!["cells"]!.AsArray().Single()!;
        cell["suite"]!.GetValue<string>().ShouldBe("plain.helpfulness");

        // The suite's own scorers are not asked about stored answers, so none of their metrics is listed.
        cell["estimates"]!.AsArray().Select(e => e!["metric"]!.GetValue<string>()).Distinct().ShouldAllBe(m => m.StartsWith("judge_"));
    }

    [Fact]
    public async Task Rescore_SuiteOfAnotherKindNow_SaysSo()
    {
        await using var endpoint = await StartAsync();
        (await World(endpoint, "fair").RunAsync("run", "plain", "-m", "long", "-n", "2", "--quiet")).ShouldBe(0);
        var world = World(endpoint, "fair");
        _folder.Write("plain.yaml", "name: plain\nversion: 1\nkind: perplexity\ndataset: { files: [data.jsonl] }\ntext: q\n");
        (await world.RunAsync("rescore", "1", "--rubric", "helpfulness", "--judge", "judge")).ShouldBe(2);
        OneLine(world.Error).ShouldContain("the suite plain is of kind perplexity now");
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static double Value(JsonArray cells, string candidate, string metric) => cells
        .Single(c => c!["candidate"]!.GetValue<string>() == candidate)!["estimates"]!.AsArray()
        .Single(e => e!["metric"]!.GetValue<string>() == metric && e["slice"] is null)!["value"]!.GetValue<double>();

    private Task<FakeEndpointServer> StartAsync()
    {
        // What a judge finds in the prompt decides its reply, the canaries first.
        _folder.Write("fair.jsonl", """
            {"contains":"Wool felts","answer":"It answers something else. [RESULT] 1"}
            {"contains":"Solution:","answer":"It is empty. [RESULT] 1"}
            {"contains":"a long and careful answer","answer":"It covers everything. [RESULT] 5"}
            {"contains":"well","answer":"It names nothing. [RESULT] 2"}
            """);
        return FakeEndpointServer.StartAsync(new FakeEndpointOptions
        {
            Models = new Dictionary<string, ModelProfile>
            {
                ["long"] = new() { Answers = "fixed:This is a long and careful answer." },
                ["short"] = new() { Answers = "fixed:Oh well." },
                ["fair"] = new() { Answers = $"table:{_folder.PathOf("fair.jsonl")}", Schemas = false },
                ["chatty"] = new() { Answers = "fixed:What a lovely day it is.", Schemas = false },
                ["refusing"] = new() { Answers = "fixed:I'm sorry, but I can't assist with that.", Schemas = false },
                ["flattering"] = new() { Answers = "fixed:Wonderful. [RESULT] 5", Schemas = false },
            },
        });
    }

    private TestWorld World(FakeEndpointServer endpoint, string judge)
    {
        var hosted = (string model) => $$"""hosted: { provider: openai-compatible, endpoint: "{{endpoint.OpenAiAddress}}", model: {{model}}, concurrency: 8 }, price: { inputPerMTok: 1, outputPerMTok: 2 }""";
        _folder.Write("eval.yaml", $$"""
            candidates:
              - { id: long, {{hosted("long")}} }
              - { id: short, {{hosted("short")}} }
              - { id: judge, {{hosted(judge)}}, tags: [judge] }
              - { id: flatterer, {{hosted("flattering")}}, tags: [judge] }
            suites: [open.yaml, plain.yaml]
            """);
        _folder.Write("open.yaml", """
            name: open
            version: 1
            kind: rubric
            dataset: { files: [data.jsonl] }
            prompt: "{{q}}"
            rubric: helpfulness
            judge: judge
            """);
        _folder.Write("plain.yaml", """
            name: plain
            version: 1
            kind: generation
            dataset: { files: [data.jsonl] }
            prompt: "{{q}}"
            target: q
            scoring: contains
            """);
        if (!File.Exists(_folder.PathOf("data.jsonl")))
        {
            _folder.Write("data.jsonl", string.Join('\n', Enumerable.Range(0, Samples).Select(i => $$"""{"id":"q{{i}}","q":"Why is it number {{i}}?"}""")));
        }

        return new TestWorld(_folder.Root);
    }
}
