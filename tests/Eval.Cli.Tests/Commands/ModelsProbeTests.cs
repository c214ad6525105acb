using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Wire;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class ModelsProbeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Probe_CandidatesOfAllSorts_TellsWhatEachCanDoAndWhichSuitesItCannotRun()
    {
        await using var endpoint = await StartAsync();
        Write(endpoint, "");
        var world = new TestWorld(_folder.Root);

        (await world.RunAsync("models", "probe", "--json")).ShouldBe(0, world.Error + world.Out);

        SchemaFiles.Validate("probe", world.Out).ShouldBeEmpty();
        var models = JsonNode.Parse(world.Out)!["models"]!.AsArray();
        models.Select(m => (m!["id"]!.GetValue<string>(), m["capabilities"]!["likelihoods"]!.GetValue<bool>(), WhyNot(m, "texts")))
            .ShouldBe([("tiny", true, null), ("silent", false, WhyNot(models[1]!, "texts")), ("echoing", true, WhyNot(models[2]!, "texts"))]);
        WhyNot(models[1]!, "texts").ShouldNotBeNull();
        models[1]!["capabilities"]!["likelihoodProblem"]!.GetValue<string>().ShouldBe("the endpoint accepts echo and ignores it");

        var shown = new TestWorld(_folder.Root);
        (await shown.RunAsync("models", "probe", "silent")).ShouldBe(0, shown.Error);
        shown.Out.ShouldContain("silent: no likelihoods: the endpoint accepts echo and ignores it");
        shown.Out.ShouldContain("silent: cannot run texts: ");
        shown.Out.ShouldNotContain("echoing");
    }

    [Fact]
    public async Task Probe_EndpointThatIsGoneAndOneWithoutKey_TellsBothAndTheRest()
    {
        await using var endpoint = await StartAsync();
        await using var gone = await StartAsync();
        Write(endpoint, $$"""
              - id: gone
                hosted: { provider: openai-compatible, endpoint: "{{gone.OpenAiAddress}}", model: m }
            """);
        await gone.DisposeAsync();
        var world = new TestWorld(_folder.Root);

        (await world.RunAsync("models", "probe")).ShouldBe(4, world.Error);
        world.Out.ShouldContain("gone: m at 127.0.0.1:");
        world.Out.ShouldContain("Connection refused");
        world.Out.ShouldContain("tiny: can run all 2 suites");

        Write(endpoint, $$"""
              - id: locked
                hosted: { provider: openai-compatible, endpoint: "{{endpoint.OpenAiAddress}}", model: m, apiKeyEnv: NO_SUCH_KEY }
            """);
        var locked = new TestWorld(_folder.Root);
        (await locked.RunAsync("models", "probe", "locked", "--json")).ShouldBe(2, locked.Error);
        SchemaFiles.Validate("probe", locked.Out).ShouldBeEmpty();
        JsonNode.Parse(locked.Out)!["models"]![0]!["problem"]!.GetValue<string>().ShouldBe("the environment variable NO_SUCH_KEY is not set");
    }

    [Fact]
    public async Task Probe_BrokenSuite_StillProbesAndSaysWhereToLook()
    {
        await using var endpoint = await StartAsync();
        Write(endpoint, "");
        _folder.Write("sums/suite.yaml", "name: sums\nversion: 1\nkind: multiple-choise\n");
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("models", "probe", "tiny")).ShouldBe(0, world.Error);
        world.Error.ShouldContain("the suites are left out: ");
        world.Error.ShouldContain("dotnet eval check");
    }

    private static string? WhyNot(JsonNode model, string suite) =>
        model["suites"]!.AsArray().Single(s => s!["suite"]!.GetValue<string>() == suite)!["whyNot"]?.GetValue<string>();

    private static Task<FakeEndpointServer> StartAsync() => FakeEndpointServer.StartAsync(new FakeEndpointOptions
    {
        Models = new Dictionary<string, ModelProfile>
        {
            ["m"] = new() { Echo = EchoMode.Ignored },
            ["e"] = new() { Echo = EchoMode.Honoured },
        },
    });

    private void Write(FakeEndpointServer endpoint, string more)
    {
        _folder.Write("eval.yaml", $$"""
            candidates:
              - id: tiny
                local: { file: {{Path.Combine(SharedFolder.RepositoryRoot, "suites/demo-models/tiny-small.gguf")}} }
              - id: silent
                hosted: { provider: openai-compatible, endpoint: "{{endpoint.OpenAiAddress}}", model: m }
              - id: echoing
                hosted: { provider: openai-compatible, endpoint: "{{endpoint.OpenAiAddress}}", model: e }
            {{more}}
            suites: [ "*/suite.yaml" ]
            """);
        _folder.Write("texts/suite.yaml", """
            name: texts
            version: 1
            kind: perplexity
            dataset: { samples: [ { text: "A text of some words." } ] }
            text: text
            metrics: [ppl_word_rolling]
            """);
        _folder.Write("sums/suite.yaml", """
            name: sums
            version: 1
            kind: generation
            dataset: { samples: [ { question: "1 + 1", answer: "2" } ] }
            prompt: "{{question}}"
            mode: raw
            target: answer
            scoring: exact_match
            """);
    }
}
