using System.IO.Compression;
using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

/// <summary>Results of lm-evaluation-harness and inspect, from the files to the commands that work on them.</summary>
public sealed class ImportHarnessTests : IDisposable
{
    private const int Samples = 60;

    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.PathOf("eval.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_LmEvalFolder_GivesARunForEachModelThatCanBeComparedInPairs()
    {
        WriteLmEval("org__small", right: i => i % 2 == 0);
        WriteLmEval("org__large", right: i => i % 2 == 0 || i % 3 == 0);
        var world = await RunAsync(0, "import", "out", "--db", Database, "--json");
        SchemaFiles.Validate("import", world.Out).ShouldBeEmpty();
        var runs = JsonNode.Parse(world.Out)!["runs"]!.AsArray();
        runs.Select(r => (r!["origin"]!["tool"]!.ToString(), r["samples"]!.GetValue<int>())).ShouldBe([("lm-eval", Samples), ("lm-eval", Samples)]);

        world = await RunAsync(0, "show", "2", "--db", Database, "--json");
        var estimates = JsonNode.Parse(world.Out)!["cells"]!.AsArray().SelectMany(c => c!["estimates"]!.AsArray()).ToList();
        Estimate(estimates, "lm-eval:acc").ShouldSatisfyAllConditions(
            e => e["value"]!.GetValue<double>().ShouldBe(0.5), e => e["n"]!.GetValue<int>().ShouldBe(Samples),
            e => e["intervalMethod"]!.ToString().ShouldBe("wilson"), e => e["note"]!.ToString().ShouldContain("lm-eval reported 0.5"));

        world = await RunAsync(0, "compare", "2", "1", "--db", Database, "--json");
        var compared = JsonNode.Parse(world.Out)!["comparisons"]![0]!["metrics"]![0]!;
        (compared["metric"]!.ToString(), compared["n"]!.GetValue<int>(), compared["verdict"]!.ToString()).ShouldBe(("lm-eval:acc", Samples, "better"));

        world = await RunAsync(0, "samples", "2", "--wrong", "--db", Database, "--full");
        world.Out.ShouldContain("Capital of c1?");
        world = await RunAsync(2, "import", "out", "--db", Database);
        world.Error.ShouldContain("imported before");
    }

    [Fact]
    public async Task Import_FolderThatHoldsTheSameResultsTwice_TakesThemOnce()
    {
        WriteLmEval("org__small", right: i => i % 2 == 0);
        foreach (var file in Directory.GetFiles(_folder.PathOf("out"), "*", SearchOption.AllDirectories))
        {
            var copy = file.Replace($"{Path.DirectorySeparatorChar}out{Path.DirectorySeparatorChar}", $"{Path.DirectorySeparatorChar}out{Path.DirectorySeparatorChar}copy{Path.DirectorySeparatorChar}");
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var world = await RunAsync(0, "import", "out", "--db", Database, "--json", "--force");
        var document = JsonNode.Parse(world.Out)!;
        document["runs"]!.AsArray().ShouldHaveSingleItem()!["samples"]!.GetValue<int>().ShouldBe(Samples);
        document["notTaken"]!.AsArray().Select(n => n!["why"]!.ToString()).ShouldContain(w => w.Contains("byte for byte"));
    }

    [Fact]
    public async Task Import_LmEvalTexts_GivesPerplexitiesWithIntervals()
    {
        _folder.Write("out/m/samples_texts_d.jsonl", string.Join('\n', Enumerable.Range(0, 20).Select(i =>
            $$$$"""{"doc_id": {{{{i}}}}, "doc": {}, "target": "t", "arguments": {"gen_args_0": {"arg_0": "text {{{{i}}}}"}}, "resps": [["x"]], "filtered_resps": ["x"], "filter": "none", "metrics": ["word_perplexity"], "doc_hash": "{{{{i}}}}", "word_perplexity": [{{{{-10 - (i % 4)}}}}, 10]}""")));
        var value = Math.Exp(Enumerable.Range(0, 20).Sum(i => 10.0 + (i % 4)) / 200);
        _folder.Write("out/m/results_d.json", $$$$"""{"results": {"texts": {"word_perplexity,none": {{{{value:R}}}}, "word_perplexity_stderr,none": "N/A"}}, "configs": {"texts": {"task": "texts"}}, "n-samples": {"texts": {"original": 20, "effective": 20}}, "model_name": "m"}""");
        await RunAsync(0, "import", "out/m/results_d.json", "--db", Database);
        var world = await RunAsync(0, "show", "--db", Database, "--json");

        var estimates = JsonNode.Parse(world.Out)!["cells"]!.AsArray().SelectMany(c => c!["estimates"]!.AsArray()).ToList();
        Estimate(estimates, "lm-eval:word_perplexity").ShouldSatisfyAllConditions(
            e => e["value"]!.GetValue<double>().ShouldBe(value, 1e-9), e => e["intervalMethod"]!.ToString().ShouldBe("bootstrap-documents"), e => e["n"]!.GetValue<int>().ShouldBe(20));
    }

    [Fact]
    public async Task Import_LmEvalTask_GivesAWorkspaceThatCheckAccepts()
    {
        _folder.Write("tasks/rows.jsonl", """{"q": "2 + 2?", "options": ["3", "4"], "gold": 1}""");
        _folder.Write("tasks/sums.yaml", """
            task: sums
            dataset_path: json
            dataset_kwargs: { data_files: { test: rows.jsonl } }
            test_split: test
            output_type: multiple_choice
            doc_to_text: "Question: {{q}}\nAnswer:"
            doc_to_choice: options
            doc_to_target: gold
            repeats: 3
            metric_list: [{ metric: acc }]
            """);
        var world = await RunAsync(0, "import", "tasks/sums.yaml", "-o", "mine/");
        world.Out.ShouldContain("sums.yaml:9:10: repeats: write epochs: N");
        // The workspace names a server where the user's model may be; here it gets one that is there.
        var workspace = File.ReadAllText(_folder.PathOf("mine/eval.yaml"));
        var server = workspace.Split('\n').Single(l => l.TrimStart().StartsWith("hosted:", StringComparison.Ordinal));
        var model = Path.Combine(SharedFolder.RepositoryRoot, "suites", "demo-models", "tiny-small.gguf");
        File.WriteAllText(_folder.PathOf("mine/eval.yaml"), workspace.Replace(server, $"    local: {{ file: \"{model}\" }}", StringComparison.Ordinal));
        await RunAsync(0, "check", "-c", "mine/eval.yaml");
        world = await RunAsync(2, "import", "tasks/sums.yaml", "-o", "mine");
        world.Error.ShouldContain("is there already");
    }

    [Fact]
    public async Task Import_InspectLog_IsShownWithWhatFailed()
    {
        WriteInspect("logs/a.eval");
        var world = await RunAsync(0, "import", "logs/a.eval", "--db", Database);
        world.Out.ShouldContain("inspect:match/accuracy");
        world = await RunAsync(0, "show", "--db", Database, "--json");
        var cell = JsonNode.Parse(world.Out)!["cells"]![0]!;
        var accuracy = Estimate([.. cell["estimates"]!.AsArray()], "inspect:match/accuracy");
        (accuracy["value"]!.GetValue<double>(), accuracy["n"]!.GetValue<int>(), accuracy["planned"]!.GetValue<int>()).ShouldBe((2 / 3.0, 3, 4));
        WriteInspect("logs/b.eval", "mockllm/other");
        await RunAsync(0, "import", "logs/b.eval", "--db", Database);
        world = await RunAsync(0, "compare", "1/mockllm/model", "2/mockllm/other", "--db", Database, "--json");
        JsonNode.Parse(world.Out)!["comparisons"]![0]!["metrics"]![0]!["n"]!.GetValue<int>().ShouldBe(3);
        world = await RunAsync(0, "samples", "1", "--db", Database, "--full");
        world.Out.ShouldContain("Capital of fr?");
    }

    [Theory]
    [InlineData("a.eval", "not a zip", "nothing that can be taken in")]
    [InlineData("results_x.json", "{\"results\": {\"t\": {\"acc,none\"", "not valid JSON or is cut off")]
    [InlineData("samples_t_x.jsonl", "{\"doc_id\": 0, \"doc\": {}, \"filtered_resps\": [], \"acc\": 1}\n{oops\n", "samples_t_x.jsonl:2")]
    public async Task Import_WhatIsDamaged_IsOneLineAndLeavesNothing(string name, string text, string message)
    {
        _folder.Write(name, text);
        var world = await RunAsync(2, name == "results_x.json" ? ["import", name, "--from", "lm-eval", "--db", Database] : ["import", name, "--db", Database]);

        world.Error.ShouldContain(message);
        File.Exists(Database).ShouldBeFalse();
    }

    private async Task<TestWorld> RunAsync(int exitCode, params string[] arguments)
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(arguments)).ShouldBe(exitCode, world.Error);
        return world;
    }

    private static JsonNode Estimate(List<JsonNode?> estimates, string metric) => estimates.First(e => e!["metric"]!.ToString() == metric)!;

    private void WriteLmEval(string model, Func<int, bool> right)
    {
        var lines = Enumerable.Range(0, Samples).Select(i => new JsonObject
        {
            ["doc_id"] = i,
            ["doc"] = new JsonObject { ["country"] = $"c{i}" },
            ["target"] = "0",
            ["arguments"] = JsonNode.Parse($$$"""{"gen_args_0": {"arg_0": "Capital of c{{{i}}}?", "arg_1": " One"}, "gen_args_1": {"arg_0": "Capital of c{{{i}}}?", "arg_1": " Other"}}"""),
            ["filtered_resps"] = JsonNode.Parse(right(i) ? """[["-1.5", "True"], ["-2.5", "False"]]""" : """[["-3.5", "False"], ["-2.5", "False"]]"""),
            ["filter"] = "none",
            ["metrics"] = new JsonArray("acc"),
            ["doc_hash"] = $"d{i}",
            ["target_hash"] = "t",
            ["acc"] = right(i) ? 1.0 : 0.0,
        }.ToJsonString());
        _folder.Write($"out/{model}/samples_capitals_d.jsonl", string.Join('\n', lines) + "\n");
        var accuracy = Enumerable.Range(0, Samples).Count(right) / (double)Samples;
        var results = JsonNode.Parse("""{"configs": {"capitals": {"task": "capitals", "output_type": "multiple_choice"}}, "versions": {"capitals": 1.0}, "lm_eval_version": "0.4.9"}""")!;
        results["results"] = new JsonObject { ["capitals"] = new JsonObject { ["alias"] = "capitals", ["acc,none"] = accuracy, ["acc_stderr,none"] = Math.Sqrt(accuracy * (1 - accuracy) / (Samples - 1)) } };
        results["n-samples"] = new JsonObject { ["capitals"] = new JsonObject { ["original"] = Samples, ["effective"] = Samples } };
        results["model_name"] = model.Replace("__", "/", StringComparison.Ordinal);
        _folder.Write($"out/{model}/results_d.json", results.ToJsonString());
    }

    private void WriteInspect(string name, string model = "mockllm/model")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.PathOf(name))!);
        using var zip = new ZipArchive(File.Create(_folder.PathOf(name)), ZipArchiveMode.Create);
        Add("header.json", $$$$"""
            {"version": 2, "status": "success",
             "eval": {"eval_id": "e-{{{{model}}}}", "run_id": "r", "created": "2026-11-20T10:00:00+00:00", "task": "capitals", "task_id": "t", "task_version": 1, "dataset": {"name": "c", "samples": 4, "sample_ids": ["fr", "de", "no", "pe"]}, "model": "{{{{model}}}}", "config": {"epochs": 1}, "packages": {"inspect_ai": "0.3.260"}},
             "results": {"total_samples": 4, "completed_samples": 3, "scores": [{"name": "match", "scorer": "match", "metrics": {"accuracy": {"name": "accuracy", "value": 0.6666666666666666}, "stderr": {"name": "stderr", "value": 0.3333} } }]},
             "stats": {"completed_at": "2026-11-20T10:01:00+00:00"}}
            """);
        foreach (var (id, value) in new[] { ("fr", "C"), ("de", "I"), ("no", "C") })
        {
            Add($"samples/{id}_epoch_1.json", $$$$"""{"id": "{{{{id}}}}", "epoch": 1, "input": "Capital of {{{{id}}}}?", "target": "x", "output": {"choices": [{"message": {"content": "a"}}]}, "scores": {"match": {"value": "{{{{value}}}}"}}}""");
        }

        Add("samples/pe_epoch_1.json", """{"id": "pe", "epoch": 1, "input": "Capital of pe?", "target": "x", "output": {}, "error": {"message": "APIConnectionError('refused')"}}""");

        void Add(string entry, string text)
        {
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
            writer.Write(text);
        }
    }
}
