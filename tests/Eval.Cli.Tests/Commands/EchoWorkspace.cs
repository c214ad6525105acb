using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Faults;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

/// <summary>
/// A workspace with one candidate that repeats the question, and two suites of nine samples: an answer is right but for every third sample.
/// </summary>
internal sealed class EchoWorkspace : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private EchoWorkspace(FakeEndpointServer endpoint)
    {
        Endpoint = endpoint;
        _folder.Write("eval.yaml", $$"""
            candidates:
              - id: house
                hosted: { provider: openai-compatible, endpoint: "{{endpoint.OpenAiAddress}}", model: m, attempts: 1 }
            suites: [ "*/suite.yaml" ]
            """);
        WriteSuite("words", "short");
        WriteSuite("sums", "short, numbers");
    }

    public FakeEndpointServer Endpoint { get; }

    public string Root => _folder.Root;

    public string Database => _folder.PathOf("results/eval.db");

    public static async Task<EchoWorkspace> StartAsync() => new(await FakeEndpointServer.StartAsync(new FakeEndpointOptions()));

    /// <summary>From now on this share of requests fails.</summary>
    public void Fail(double share) => Endpoint.Set("m", new ModelProfile
    {
        Faults = new FaultPlan { Rates = new Dictionary<FaultKind, double> { [FaultKind.ServerError] = share } },
    });

    public TestWorld World() => new(Root);

    /// <summary>Runs the program with <c>--json</c> and gives its document; the exit code must be as expected.</summary>
    public async Task<JsonNode> JsonAsync(int exitCode, params string[] arguments)
    {
        var world = World();
        (await world.RunAsync([.. arguments, "--json"])).ShouldBe(exitCode, world.Error + world.Out);
        return JsonNode.Parse(world.Out)!;
    }

    public string Write(string name, string text) => _folder.Write(name, text);

    public async ValueTask DisposeAsync()
    {
        await Endpoint.DisposeAsync();
        _folder.Dispose();
    }

    private void WriteSuite(string name, string tags)
    {
        _folder.Write($"{name}/suite.yaml", $$$"""
            name: {{{name}}}
            version: 1
            kind: generation
            tags: [{{{tags}}}]
            dataset: { files: [data.jsonl] }
            prompt: "{{question}}"
            target: answer
            scoring: exact_match
            slices: [kind]
            """);
        _folder.Write($"{name}/data.jsonl", string.Join('\n', Enumerable.Range(0, 9).Select(i =>
            $$"""{"id":"{{name}}-{{i}}","question":"Say {{name}} {{i}}","answer":"{{(i % 3 == 0 ? "otherwise" : $"Say {name} {i}")}}","kind":"{{(i < 4 ? "low" : "high")}}"}""")));
    }
}
