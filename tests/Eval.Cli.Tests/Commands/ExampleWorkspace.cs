using Eval.Cli.Tests.CommandLine;
using Eval.Core.Running;
using Eval.FakeEndpoint;
using Eval.Storage;
using Eval.Storage.Opening;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

/// <summary>
/// A workspace with what the examples of help speak of: the demo's candidates (here answered by a test endpoint) and suites, twelve runs, three decisions
/// of a gate, a few files.
/// </summary>
public sealed class ExampleWorkspace : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private FakeEndpointServer _endpoint = null!;

    public string Root => _folder.Root;

    public async Task InitializeAsync()
    {
        _endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions
        {
            Models = new Dictionary<string, ModelProfile> { ["right"] = new(), ["wrong"] = new() { Answers = "letter" }, ["judge"] = new() { Answers = "fixed:It says so. [RESULT] 4", Schemas = false } },
        });
        WriteFiles();
        for (var run = 1; run <= 9; run++)
        {
            if (run == 2)
            {
                await ArenaDatabase.WriteAsync(_folder.PathOf("results/eval.db"), name: "arena-nightly");
                continue;
            }

            await DoAsync("run", "demo-facts", "-m", "tiny-small", "--limit", "1", "--fresh");
        }

        await DoAsync("run", "demo-facts", "-m", "tiny-large", "--limit", "5");
        await DoAsync("run", "--name", "nightly", "--tag", "branch=main");
        await DoAsync("run", "--fresh");
        await using (var database = await EvalDatabase.OpenAsync(_folder.PathOf("results/eval.db"), OpenMode.ReadWrite, CancellationToken.None))
        {
            await database.Runs.FinishAsync(10, RunStatus.Interrupted, null, CancellationToken.None);
        }

        for (var decision = 1; decision <= 3; decision++)
        {
            await DoAsync("gate", "--baseline", "tiny-medium", "--candidate", "tiny-large");
        }

        await DoAsync("export", "--run", "12", "-m", "tiny-medium", "-o", "baseline.jsonl.gz");
    }

    public async Task DisposeAsync() => await _endpoint.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    private async Task DoAsync(params string[] arguments)
    {
        var world = new TestWorld(Root);
        (await world.RunAsync(arguments)).ShouldBe(0, $"{string.Join(' ', arguments)}\n{world.Error}\n{world.Out}");
    }

    private void WriteFiles()
    {
        string Candidate(string id, string model) => $$"""
              - id: {{id}}
                hosted: { provider: openai-compatible, endpoint: "{{_endpoint.OpenAiAddress}}", model: {{model}}, likelihoods: none }
            """;
        _folder.Write("eval.yaml", $$"""
            candidates:
            {{Candidate("tiny-small", "wrong")}}
            {{Candidate("tiny-medium", "right")}}
            {{Candidate("tiny-large", "right")}}
            {{Candidate("next", "right")}}
            {{Candidate("gpt-large", "judge")}}
            {{Candidate("claude", "judge")}}
                price: { inputPerMTok: 3, outputPerMTok: 15 }
            suites: [ "suites/*/suite.yaml" ]
            gates:
              upgrade: { baseline: tiny-medium, margin: { demo-facts: 0.6, demo-stories: 0.6 } }
            selection:
              default:
                candidates: [ "tiny-*" ]
                factors:
                  - { id: facts, suite: demo-facts, worst: 0, best: 1 }
                  - { id: cost, worst: 10, best: 0.1, scale: log, values: { tiny-small: 1, tiny-medium: 2, tiny-large: 5 } }
                weights: { facts: 60, cost: 40 }
            """);
        foreach (var suite in new[] { "demo-facts", "demo-stories" })
        {
            _folder.Write($"suites/{suite}/suite.yaml", $$$"""
                name: {{{suite}}}
                version: 1
                kind: generation
                dataset: { files: [data.jsonl] }
                prompt: "{{question}}"
                target: answer
                scoring: exact_match
                slices: [category]
                tags: [demo]
                """);
            _folder.Write($"suites/{suite}/data.jsonl", string.Join('\n', Enumerable.Range(0, 20).Select(i =>
                $$"""{"id":"{{(suite == "demo-facts" ? "fact" : "story")}}-{{i:0000}}","question":"Say {{suite}} {{i}}","answer":"{{(i == 3 ? "otherwise" : $"Say {suite} {i}")}}","category":"{{(i % 2 == 0 ? "colour" : "animal")}}"}""")));
        }

        _folder.Write("suites/demo-judged/suite.yaml", """
            name: demo-judged
            version: 1
            kind: rubric
            dataset: { files: [../demo-facts/data.jsonl] }
            prompt: "{{question}}"
            rubric: helpfulness
            judge: gpt-large
            """);
        _folder.Write("rubrics/tone.yaml", "name: tone\nversion: 1\nscale: 1-2\nquestion: Is it polite?\nscores: { 1: It is not., 2: It is. }\n");
        _folder.Write("suites/public.yaml", $"candidates:\n{Candidate("tiny-large", "right")}\nsuites: [ \"demo-facts/suite.yaml\" ]\n");
        _folder.Write("labels.csv", "question,answer,label,judge_score,v,ann,bob,eve\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"q{i},a{i},{i % 5 + 1},{(i + i / 7) % 5 + 1},{i % 4 + 1},{i % 5 + 1},{i % 5 + 1},{i % 3 + 1}\n")));
        _folder.Write("labels.jsonl", string.Concat(Enumerable.Range(0, 30).Select(i => $$"""{"question":"q","answer":"a{{i}}","label":{{i % 2}},"v":{{(i % 3 == 0 ? 0 : i % 2)}}}""" + "\n")));
        File.Copy(Path.Combine(SharedFolder.RepositoryRoot, "tests", "Eval.Cli.Tests", "Battles", "battles.csv"), _folder.PathOf("battles.csv"));
        using (var verdicts = new System.IO.Compression.GZipStream(File.Create(_folder.PathOf("result.json.gz")), System.IO.Compression.CompressionLevel.Fastest))
        {
            verdicts.Write(System.Text.Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Range(0, 20).Select(i =>
                $$$"""{"input":"q","output_1":"one","output_2":"another","label":{{{i % 2 + 1}}},"results":[{"swap = False":{"winner":"1"},"swap = True":{"winner":"{{{i % 3 % 2 + 1}}}"}}]}""")) + "]"));
        }

        _folder.Write("strict.yaml", "margin: { demo-facts: 0.6 }\n");
        const string Prices = """{ "right": { "litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1e-7, "output_cost_per_token": 2e-7 } }""";
        _folder.Write("prices.json", Prices);
        _folder.Write("model_prices_and_context_window.json", Prices);
        File.Copy(Imports.ImportWorld.PathOf("promptfoo/results.json"), _folder.PathOf("results.json"));
        File.Copy(Imports.ImportWorld.PathOf("promptfoo/promptfooconfig.yaml"), _folder.PathOf("promptfooconfig.yaml"));
        File.Copy(Imports.ImportWorld.PathOf("openai-evals/registry/data/capitals/samples.jsonl"), _folder.PathOf("samples.jsonl"));
        var model = Path.Combine(SharedFolder.RepositoryRoot, "suites", "demo-models", "tiny-small.gguf");
        foreach (var copy in new[] { "suites/demo-models/tiny-large.gguf", "model.gguf", "models/my-model.gguf" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.PathOf(copy))!);
            File.Copy(model, _folder.PathOf(copy));
        }
    }
}
