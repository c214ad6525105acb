using System.Text;
using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Wire;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class HostedCandidateTests : IDisposable
{
    private const string Key = "sk-sesame-0123456789";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, "the environment variable HOUSE_KEY is not set (set it, write it into .env beside eval.yaml, or name a file with apiKeyFile)")]
    [InlineData("sk-sesame-another", "answers 401 invalid_api_key")]
    public async Task Run_KeyMissingOrRefused_IsOneErrorBeforeAnyWork(string? key, string expected)
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { ApiKey = Key, RepeatsKeys = true });
        var world = World(endpoint, key);

        (await world.RunAsync("run", "--quiet")).ShouldBe(2, world.Error);

        var line = world.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem();
        line.ShouldStartWith("eval.yaml:2:");
        line.ShouldContain(expected);
        line.ShouldNotContain("sesame");
        File.Exists(_folder.PathOf("results/eval.db")).ShouldBeFalse();
        endpoint.Ledger.Entries.ShouldAllBe(e => e.Status == 401);
    }

    [Fact]
    public async Task Run_OneWithoutKeyAndOneThatIsGone_TellsTheMistakeFirst()
    {
        var gone = await FakeEndpointServer.StartAsync(new FakeEndpointOptions());
        await gone.DisposeAsync();
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions());
        var world = World(endpoint, key: null, $$"""
              - id: gone
                hosted: { provider: openai-compatible, endpoint: "{{gone.OpenAiAddress}}", model: m }
            """);

        (await world.RunAsync("run", "--quiet")).ShouldBe(2, world.Error);
        world.Error.ShouldContain("HOUSE_KEY is not set");

        (await world.RunAsync("run", "--quiet", "-m", "gone")).ShouldBe(4);
        world.Error.ShouldContain("gone: m at 127.0.0.1");
    }

    [Fact]
    public async Task Run_HostedCandidates_AreAskedByWhatTheyCanDo()
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions
        {
            ApiKey = Key,
            Models = new Dictionary<string, ModelProfile>
            {
                ["m"] = new() { Answers = "letter", Echo = EchoMode.Ignored },
                ["e"] = new() { Answers = "letter", Echo = EchoMode.Honoured },
            },
        });
        // The key comes from .env, as for a user.
        _folder.Write(".env", $"HOUSE_KEY={Key}\n");
        var world = World(endpoint, key: null, """
              - id: echoing
                hosted: { provider: openai-compatible, endpoint: "ADDRESS", model: e, apiKeyEnv: HOUSE_KEY }
              - id: claude
                hosted: { provider: anthropic, endpoint: "ADDRESS/..", model: m, apiKeyEnv: HOUSE_KEY }
            """);

        (await world.RunAsync("run", "--json")).ShouldBe(0, world.Error + world.Out);

        var metrics = JsonNode.Parse(world.Out)!["cells"]!.AsArray()
            .Select(c => (c!["candidate"]!.GetValue<string>(), Measured(c)));
        metrics.ShouldBe([("house", "acc_generated"), ("echoing", "acc"), ("claude", "acc_generated")], world.Out);
        NowhereIsTheKey(world);
    }

    [Fact]
    public async Task Doctor_HostedCandidates_TellsKeyAndAbilities()
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions
        {
            ApiKey = Key,
            Models = new Dictionary<string, ModelProfile> { ["m"] = new() { Echo = EchoMode.Ignored, Dialect = Dialect.Vllm } },
        });
        var world = World(endpoint, Key);

        (await world.RunAsync("doctor", "--json")).ShouldBe(0, world.Out);

        SchemaFiles.Validate("doctor", world.Out).ShouldBeEmpty();
        var finding = JsonNode.Parse(world.Out)!["findings"]!.AsArray().Single(f => f!["topic"]!.GetValue<string>() == "house")!;
        finding["state"]!.GetValue<string>().ShouldBe("ok");
        finding["text"]!.GetValue<string>().ShouldBe(
            $"openai-compatible m at {endpoint.OpenAiAddress}; key from HOUSE_KEY accepted; chat, JSON schemas, log-probabilities, seeds, raw prompts; "
            + "no likelihoods: the endpoint accepts echo and ignores it; context 8,192 tokens; answered by m");
        NowhereIsTheKey(world);
    }

    [Fact]
    public async Task Doctor_EndpointThatIsGone_IsAProblem()
    {
        var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions());
        var world = World(endpoint, Key);
        await endpoint.DisposeAsync();

        (await world.RunAsync("doctor", "--json")).ShouldBe(4);

        var finding = JsonNode.Parse(world.Out)!["findings"]!.AsArray().Single(f => f!["topic"]!.GetValue<string>() == "house")!;
        finding["state"]!.GetValue<string>().ShouldBe("problem");
        finding["text"]!.GetValue<string>().ShouldContain("Connection refused");
    }

    [Theory]
    [InlineData(Key, true, "HOUSE_KEY")]
    [InlineData(null, false, "missing")]
    public async Task ModelsList_HostedCandidate_ShowsItsKeyStateAndAsksNothing(string? key, bool available, string source)
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions());
        var world = World(endpoint, key);

        (await world.RunAsync("models", "list", "--json")).ShouldBe(0);

        SchemaFiles.Validate("models", world.Out).ShouldBeEmpty();
        var model = JsonNode.Parse(world.Out)!["models"]![0]!;
        (model["available"]!.GetValue<bool>(), model["facts"]!["key"]!.GetValue<string>()).ShouldBe((available, source));
        endpoint.Ledger.Entries.ShouldBeEmpty();
        NowhereIsTheKey(world);
    }

    private static string Measured(JsonNode cell) => string.Join(',', cell["estimates"]!.AsArray()
        .Where(e => e!["n"]!.GetValue<int>() > 0).Select(e => e!["metric"]!.GetValue<string>()));

    private TestWorld World(FakeEndpointServer endpoint, string? key, string more = "")
    {
        var address = endpoint.OpenAiAddress.ToString();
        _folder.Write("eval.yaml", $$"""
            candidates:
              - id: house
                hosted: { provider: openai-compatible, endpoint: "{{address}}", model: m, apiKeyEnv: HOUSE_KEY }
            {{more.Replace("ADDRESS/..", endpoint.Address.ToString()).Replace("ADDRESS", address)}}
            suites: [ "*/suite.yaml" ]
            """);
        _folder.Write("sums/suite.yaml", """
            name: sums
            version: 1
            kind: multiple-choice
            mode: auto
            dataset: { files: [sums.jsonl] }
            prompt: "Question: {{question}}\nAnswer:"
            generatedPrompt: "Question: {{question}}\n{{choiceLines}}\nAnswer:"
            choices: choices
            answer: answer
            metrics: [acc, acc_generated]
            """);
        _folder.Write("sums/sums.jsonl", string.Join('\n', Enumerable.Range(0, 12).Select(i =>
            $$"""{"id": "sum-{{i}}", "question": "What is {{i}} plus {{i}}?", "choices": ["{{i + i}}", "{{i + 1000}}"], "answer": 0}""")));
        var world = new TestWorld(_folder.Root);
        if (key is not null)
        {
            world.Variables["HOUSE_KEY"] = key;
        }

        return world;
    }

    // Neither the whole of it nor a part that would be worth finding.
    private void NowhereIsTheKey(TestWorld world)
    {
        world.Out.ShouldNotContain("sesame");
        world.Error.ShouldNotContain("sesame");
        foreach (var file in Directory.EnumerateFiles(_folder.Root, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != ".env"))
        {
            File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes("sesame")).ShouldBe(-1, file);
        }
    }
}
