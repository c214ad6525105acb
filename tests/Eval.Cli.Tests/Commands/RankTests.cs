using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.FakeEndpoint;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

/// <summary>A decision over real stored runs of a test endpoint: one candidate is right and dear, one is wrong and cheap.</summary>
public sealed class RankTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private FakeEndpointServer _endpoint = null!;

    public async Task InitializeAsync()
    {
        _endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { Models = new Dictionary<string, ModelProfile> { ["right"] = new(), ["wrong"] = new() { Answers = "letter" }, ["elsewhere"] = new() } });
        string Candidate(string id, string model, string price, string region) =>
            $"  - {{ id: {id}, hosted: {{ provider: openai-compatible, endpoint: \"{_endpoint.OpenAiAddress}\", model: {model}, likelihoods: none }}{price}, facts: {{ region: {region} }} }}\n";
        _folder.Write("eval.yaml", $$"""
            candidates:
            {{Candidate("dear", "right", ", price: { inputPerMTok: 10, outputPerMTok: 30 }", "eu")}}{{Candidate("cheap", "wrong", ", price: { inputPerMTok: 1, outputPerMTok: 3 }", "eu")}}{{Candidate("away", "elsewhere", "", "us")}}
            suites: [ "suites/*/suite.yaml" ]
            selection:
              default:
                factors:
                  - { id: words, suite: words, worst: 0, best: 1 }
                  - { id: cost, cost: per-thousand, suite: words, worst: 10, best: 0.001, scale: log }
                weights: { words: 70, cost: 30 }
                mustHaves: [ { fact: region, is: eu } ]
              broken:
                factors: [ { id: words, suite: wrods, worst: 0, best: 1 } ]
                weights: { words: 1 }
              none:
                factors: [ { id: words, suite: words, worst: 0, best: 1 } ]
                weights: { words: 1 }
                mustHaves: [ { fact: region, is: ch } ]
            """);
        _folder.Write("suites/words/suite.yaml", "name: words\nversion: 1\nkind: generation\ndataset: { files: [data.jsonl] }\nprompt: \"{{question}}\"\ntarget: answer\nscoring: exact_match\n");
        _folder.Write("suites/words/data.jsonl", string.Concat(Enumerable.Range(0, 30).Select(i => $$"""{"id":"w{{i}}","question":"Say {{i}}","answer":"{{(i % 5 == 3 ? "otherwise" : $"Say {i}")}}"}""" + "\n")));
        await Run(0, "run");
    }

    public async Task DisposeAsync() => await _endpoint.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rank_StoredRuns_WeighsScoresAgainstWhatWasPaid()
    {
        var decision = await JsonAsync("rank");
        ((string)decision["winner"]!).ShouldBe("dear");
        var ranking = decision["ranking"]!.AsArray();
        ranking.Select(r => (string)r!["candidate"]!).ShouldBe(["dear", "cheap"]);
        var (dear, cheap) = (ranking[0]!["values"]!, ranking[1]!["values"]!);
        dear[1]!["raw"].ShouldNotBeNull(dear.ToJsonString());
        ((double)dear[0]!["raw"]!).ShouldBe(0.8, 1e-12);
        ((double)cheap[0]!["raw"]!).ShouldBe(0, 1e-12);
        ((double)dear[1]!["raw"]!).ShouldBeInRange(0.01, 5);
        decision["mustHaves"]!.AsArray().Where(m => (string)m!["outcome"]! == "fail").Select(m => (string)m!["candidate"]!).ShouldBe(["away"]);
        decision["causes"]!.AsArray().Select(c => (string)c!["cause"]!).ShouldBe(["items"]);
        decision["runs"]!.AsArray().Select(r => (long)r!).ShouldBe([1]);
        ((double)ranking[0]!["pFirst"]!).ShouldBeGreaterThan(0.99);
    }

    [Fact]
    public async Task Rank_WeightPastThePrintedCriticalValue_ChangesTheWinner()
    {
        var critical = (await JsonAsync("rank"))["criticalWeights"]!.AsArray().Single(c => (string)c!["factor"]! == "cost")!;
        var at = (double)critical["above"]!;
        ((string)critical["aboveWinner"]!).ShouldBe("cheap");
        ((string)(await JsonAsync("rank", "--weight", FormattableString.Invariant($"cost={at + 0.001}")))["winner"]!).ShouldBe("cheap");
        ((string)(await JsonAsync("rank", "-w", FormattableString.Invariant($"cost={at - 0.001}")))["winner"]!).ShouldBe("dear");
    }

    [Fact]
    public async Task Rank_ForPeople_SaysWhatToDoAndWhatWouldChangeIt()
    {
        var world = await Run(0, "rank");
        foreach (var words in new[] { "Choose dear", "away is out: region is us, must be eu", "P(rank 1)", "cheap takes the first place", "Where values come from", "words (measured): exact_match of words, run 1" })
        {
            world.Out.ReplaceLineEndings(" ").ShouldContain(words);
        }

        (await Run(0, "rank", "--markdown")).Out.ShouldContain("| 1 | dear |");
        await Run(0, "rank", "-o", "decision.md");
        File.ReadAllText(_folder.PathOf("decision.md")).ShouldContain("Choose dear");
    }

    [Fact]
    public async Task Rank_PageAndJson_PageNamesTheHashOfTheJson()
    {
        await Run(0, "rank", "-o", "decision.html", "-o", "decision.json");
        var page = File.ReadAllText(_folder.PathOf("decision.html"));
        page.ShouldStartWith("<!DOCTYPE html>");
        page.ShouldContain("Choose dear: ");
        page.ShouldContain("away is out: region is us, must be eu");
        page.ShouldContain(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_folder.PathOf("decision.json")))));
        SchemaFiles.Validate("rank", File.ReadAllText(_folder.PathOf("decision.json"))).ShouldBeEmpty();
        (await Run(0, "rank", "--format", "html")).Out.ShouldStartWith("<!DOCTYPE html>");
    }

    [Fact]
    public async Task Rank_PageOfNobodyLeft_IsWrittenAllTheSame()
    {
        await Run(3, "rank", "--profile", "none", "-o", "decision.html");
        File.ReadAllText(_folder.PathOf("decision.html")).ShouldContain("No candidate is left: each fails a must-have.");
    }

    [Theory]
    [InlineData(2, "no result of the suite \"wrods\" is stored for any of dear, cheap, away (did you mean \"words\"?)", "--profile", "broken")]
    [InlineData(2, "has no profile \"defualt\" (did you mean \"default\"?)", "--profile", "defualt")]
    [InlineData(2, "there is no factor \"csot\" (did you mean \"cost\"?)", "--weight", "csot=0.5")]
    [InlineData(2, "\"2\" is no share from 0 to 1", "--weight", "cost=2")]
    [InlineData(2, "choose one", "--markdown", "--json")]
    [InlineData(3, "", "--profile", "none")]
    public async Task Rank_WrongUseOrNobodyLeft_ExitsAndSaysWhy(int exitCode, string message, params string[] arguments)
    {
        var world = await Run(exitCode, ["rank", .. arguments]);
        (world.Error + world.Out).ShouldContain(message);
        if (exitCode == 3)
        {
            world.Out.ShouldContain("No candidate is left");
        }
    }

    private async Task<JsonNode> JsonAsync(params string[] arguments)
    {
        var world = await Run(0, [.. arguments, "--json"]);
        SchemaFiles.Validate("rank", world.Out).ShouldBeEmpty();
        return JsonNode.Parse(world.Out)!;
    }

    private async Task<TestWorld> Run(int exitCode, params string[] arguments)
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(arguments)).ShouldBe(exitCode, world.Error + world.Out);
        return world;
    }
}
