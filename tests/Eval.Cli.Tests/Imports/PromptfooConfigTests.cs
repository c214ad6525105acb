using System.Text.Json.Nodes;
using Eval.Core.Workspaces;

namespace Eval.Cli.Tests.Imports;

/// <summary>A configuration of promptfoo, with all that a configuration may have, as a workspace.</summary>
public sealed class PromptfooConfigTests : IDisposable
{
    private readonly ImportWorld _world = new();

    private static string Config => ImportWorld.PathOf("promptfoo/promptfooconfig.yaml");

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Import_Config_WritesAWorkspaceThatCheckAccepts()
    {
        (await _world.RunAsync("import", Config, "-o", "mine", "--json")).ShouldBe(0);
        File.Exists(_world.Database).ShouldBeFalse();
        var workspace = WorkspaceLoader.Load(Path.Combine(_world.Root, "mine", "eval.yaml"));
        workspace.Candidates.Select(c => (c.Id, c.Hosted!.Provider, c.Hosted.Model, c.Hosted.Endpoint)).ShouldBe(
        [
            ("openai-gpt-4o-mini", "openai", "gpt-4o-mini", null),
            ("house", "openai-compatible", "house-model", "http://127.0.0.1:8000/v1"),
            ("anthropic-messages-claude-sonnet-4", "anthropic", "claude-sonnet-4", null),
            ("openrouter-meta-llama-llama-3.1-8b-instruct", "openai-compatible", "meta-llama/llama-3.1-8b-instruct", "https://openrouter.ai/api/v1"),
        ]);
        (workspace.Candidates[1].Hosted!.ApiKeyEnv, workspace.Candidates[1].Hosted!.Temperature, workspace.Candidates[1].Hosted!.MaxOutputTokens).ShouldBe(("HOUSE_KEY", 0, 64));
        (await _world.CheckAsync("mine")).ShouldBe(0, _world.Error);
    }

    [Fact]
    public async Task Import_Config_GroupsTestsByHowTheyAreScored()
    {
        await _world.RunAsync("import", Config, "-o", "mine");
        Rows("capitals-and-sums-prompt-1-contains").Select(r => (r["id"]!.ToString(), r["question"]!.ToString(), r["target"]!.ToString())).ShouldBe(
        [
            ("France", "What is the capital of France?", "Paris"), ("Spain", "What is the capital of Spain?", "Madrid"),
        ]);
        Rows("capitals-and-sums-terse-exact-match").Select(r => r["target"]!.ToString()).ShouldBe(["Lima", "4"]);
        Rows("capitals-and-sums-terse-exact-match").Select(r => r["area"]!.ToString()).ShouldBe(["geography", "arithmetic"]);
        Rows("capitals-and-sums-prompt-1-regex-match").Select(r => r["question"]!.ToString()).ShouldBe(["Say A: «\"quoted\"» 😀", "Say B"]);
        Yaml("capitals-and-sums-prompt-1-contains-2").ShouldContain("atStart: true");
        Rows("capitals-and-sums-prompt-1-contains-3").Single()["target"]!.AsArray().Select(t => t!.ToString()).ShouldBe(["red", "blue"]);
        Yaml("capitals-and-sums-terse-contains").ShouldContain("prompt: \"Answer tersely: {{question}}\"");
        Directory.GetDirectories(Path.Combine(_world.Root, "mine", "suites")).Length.ShouldBe(10);
    }

    [Fact]
    public async Task Import_Config_ListsWhatWasNotTakenWithFileLineAndReason()
    {
        await _world.RunAsync("import", Config, "-o", "mine", "--json");
        var items = _world.Json["notTaken"]!.AsArray().Select(i => (Line: i!["line"]?.GetValue<int>(), Key: i["key"]!.ToString(), Why: i["why"]!.ToString(), File: Path.GetFileName(i["file"]?.ToString()))).ToList();
        items.ShouldAllBe(i => i.Line > 0 && i.Why.Length > 10);
        items.ShouldContain(i => i.Key.StartsWith("prompts:") && i.Why.Contains("Nunjucks statements"));
        items.ShouldContain(i => i.Key == "prompts: file://prompt.js" && i.Line == 8);
        items.ShouldContain(i => i.Key == "providers: file://fake.js" && i.Why.Contains("a program"));
        items.ShouldContain(i => i.Key == "providers: openai:chat:house-model: apiKey" && i.Why.Contains("never copied"));
        items.ShouldContain(i => i.Key == "assert: cost" && i.Why.Contains("maxCostIncrease"));
        items.ShouldContain(i => i.Key == "assert: not-contains");
        items.ShouldContain(i => i.Key == "assert: llm-rubric" && i.Why.Contains("rubric"));
        items.ShouldContain(i => i.Key == "tests" && i.Why.Contains("no assertion of the test has a scorer"));
        items.ShouldContain(i => i.Key == "tests: file://../outside.csv" && i.Why.Contains("outside"));
        items.ShouldContain(i => i.Key == "redteam");
        foreach (var file in Directory.GetFiles(Path.Combine(_world.Root, "mine"), "*", SearchOption.AllDirectories))
        {
            File.ReadAllText(file).ShouldNotContain("sk-secret");
        }
    }

    [Fact]
    public async Task Import_VariablesInFiles_AreReadOrTheTestIsListed()
    {
        _world.Write("c/long.txt", "\uFEFF  A long text.\n");
        _world.Write("c/data.yaml", "a: [1, two]\n");
        _world.Write("c/vars.yaml", "text: from a file\nmore: 1\n");
        _world.Write("c/tests.jsonl", """{"vars": {"text": "file://long.txt"}, "assert": [{"type": "equals", "value": "jsonl"}]}""" + "\n");
        _world.Write("c/tests.csv", "text,__expected\nfile://long.txt,csv\nfile://missing.txt,gone\n");
        _world.Write("c/tests.json", """[{"vars": {"text": "file://data.yaml"}, "assert": [{"type": "equals", "value": "json"}]}]""");
        _world.Write("outside.txt", "outside");
        File.CreateSymbolicLink(Path.Combine(_world.Root, "c", "link.txt"), Path.Combine(_world.Root, "outside.txt"));
        File.WriteAllBytes(Path.Combine(_world.Root, "c", "picture.png"), [0x89, 0x50, 0, 1]);
        var config = _world.Write("c/promptfooconfig.yaml", """
            prompts: ["{{text}}"]
            providers: [openai:gpt-4o-mini]
            defaultTest: { metadata: { area: here } }
            tests:
              - { vars: { text: file://long.txt }, assert: [{ type: equals, value: one }] }
              - { vars: { text: [file://long.txt, plain] }, assert: [{ type: equals, value: two }] }
              - { vars: file://vars.yaml, assert: [{ type: equals, value: three }] }
              - { vars: { text: file://make.py:text }, assert: [{ type: equals, value: no }] }
              - { vars: { text: file://../outside.txt }, assert: [{ type: equals, value: no }] }
              - { vars: { text: file://link.txt }, assert: [{ type: equals, value: no }] }
              - { vars: { text: file://picture.png }, assert: [{ type: equals, value: no }] }
              - { vars: { text: "file://*.txt" }, assert: [{ type: equals, value: no }] }
              - { vars: file://vars.js, assert: [{ type: equals, value: no }] }
              - file://tests.jsonl
              - file://tests.csv
              - file://tests.json
            """);
        (await _world.RunAsync("import", config, "-o", "mine", "--json")).ShouldBe(0, _world.Error);

        Rows("promptfooconfig").Select(r => (r["target"]!.ToString(), r["text"]!.ToString(), r["area"]!.ToString())).ShouldBe(
        [
            ("one", "A long text.", "here"), ("two", "A long text.", "here"), ("two", "plain", "here"), ("three", "from a file", "here"),
            ("jsonl", "A long text.", "here"), ("csv", "A long text.", "here"), ("json", """{"a":[1,"two"]}""", "here"),
        ]);
        var items = _world.Json["notTaken"]!.AsArray().Select(i => $"{Path.GetFileName(i!["file"]!.ToString())}:{i["line"]} {i["key"]}: {i["why"]}").ToList();
        items.Count.ShouldBe(7, string.Join('\n', items));
        items.ShouldAllBe(i => i.Contains("left out"));
        items.ShouldContain(i => i.StartsWith("promptfooconfig.yaml:8 vars: text: file://make.py:text: a program"));
        items.ShouldContain(i => i.StartsWith("promptfooconfig.yaml:9 vars: text: file://../outside.txt: the file lies outside"));
        items.ShouldContain(i => i.StartsWith("promptfooconfig.yaml:10 ") && i.Contains("is a link"));
        items.ShouldContain(i => i.StartsWith("promptfooconfig.yaml:11 ") && i.Contains("is no text"));
        items.ShouldContain(i => i.StartsWith("promptfooconfig.yaml:12 ") && i.Contains("several files"));
        items.ShouldContain(i => i.StartsWith("promptfooconfig.yaml:13 vars: file://vars.js"));
        items.ShouldContain(i => i.StartsWith("tests.csv:3 ") && i.Contains("there is no such file"));
    }

    [Fact]
    public async Task Import_SettingsOfProvidersAndPrompts_AreTakenOrListed()
    {
        var config = _world.Write("c/promptfooconfig.yaml", """
            prompts:
              - { raw: "{{q}}", label: plain, config: { temperature: 1 }, prefix: Hi }
            providers:
              - id: openai:house
                label: house
                prompts: [plain]
                transform: output.trim()
                config: { apiBaseUrl: "https://me:LEAK@host/v1?key=LEAK", reasoning_effort: low, top_p: 7, max_tokens: many, apiKeyEnvar: "sk-LEAK", stop: [x] }
              - openai:embedding:text-embedding-3-small
              - id: openai:gpt-4o-mini
                config: file://settings.json
            evaluateOptions: { maxConcurrency: 4 }
            commandLineOptions: { verbose: true }
            tests: [{ vars: { q: a }, assert: [{ type: equals, value: b }] }]
            """);
        (await _world.RunAsync("import", config, "-o", "mine", "--json")).ShouldBe(0, _world.Error);

        var keys = _world.Json["notTaken"]!.AsArray().Select(i => i!["key"]!.ToString()).ToList();
        keys.ShouldBe(
        [
            "commandLineOptions", "evaluateOptions: maxConcurrency", "prompts: plain: config", "prompts: plain: prefix", "providers: openai:embedding:text-embedding-3-small",
            "providers: openai:gpt-4o-mini: config: file://settings.json", "providers: openai:house: apiBaseUrl", "providers: openai:house: apiKeyEnvar",
            "providers: openai:house: max_tokens", "providers: openai:house: prompts", "providers: openai:house: stop", "providers: openai:house: top_p",
            "providers: openai:house: transform",
        ], ignoreOrder: true);
        var house = WorkspaceLoader.Load(Path.Combine(_world.Root, "mine", "eval.yaml")).Candidates[0].Hosted!;
        (house.Endpoint, house.ReasoningEffort, house.TopP, house.MaxOutputTokens).ShouldBe(("https://host/v1", "low", null, null));
        Directory.GetFiles(Path.Combine(_world.Root, "mine"), "*", SearchOption.AllDirectories).ShouldAllBe(f => !File.ReadAllText(f).Contains("LEAK"));
        _world.Out.ShouldNotContain("LEAK");
    }

    [Fact]
    public async Task Import_ConfigAgain_WritesOverNothingUnlessForced()
    {
        (await _world.RunAsync("import", Config, "-o", "mine")).ShouldBe(0);
        File.WriteAllText(Path.Combine(_world.Root, "mine", "eval.yaml"), "# mine\n");
        (await _world.RunAsync("import", Config, "-o", "mine")).ShouldBe(2);
        _world.Error.ShouldContain("is there already");
        File.ReadAllText(Path.Combine(_world.Root, "mine", "eval.yaml")).ShouldBe("# mine\n");
        (await _world.RunAsync("import", Config, "-o", "mine", "--force")).ShouldBe(0);
        File.ReadAllText(Path.Combine(_world.Root, "mine", "eval.yaml")).ShouldContain("gpt-4o-mini");
    }

    [Theory]
    [InlineData("prompts: [x]\nproviders: [", "is not valid YAML")]
    [InlineData("prompts: [\"{{a}}\"]\nproviders: [exec:x]\ntests: [{ vars: { a: 1 } }]\n", "")]
    public async Task Import_ConfigOfNothingUsable_Exits2(string yaml, string message)
    {
        (await _world.RunAsync("import", _world.Write("c/promptfooconfig.yaml", yaml), "-o", "mine")).ShouldBe(2);
        (_world.Error + _world.Out).ShouldContain(message);
        Directory.Exists(Path.Combine(_world.Root, "mine")).ShouldBeFalse();
    }

    [Fact]
    public async Task Import_ConfigThatUnfoldsWithoutBound_IsRefused()
    {
        var lists = string.Join("\n", Enumerable.Range(0, 8).Select(i => $"      v{i}: [1,2,3,4,5,6,7,8,9,10]"));
        (await _world.RunAsync("import", _world.Write("c.yaml", $"prompts: [x]\nproviders: [openai:m]\ntests:\n  - vars:\n{lists}\n"))).ShouldBe(2);
        _world.Error.ShouldContain("more than 1000000 tests");
    }

    private string Yaml(string suite) => File.ReadAllText(Path.Combine(_world.Root, "mine", "suites", suite, "suite.yaml"));

    private List<JsonNode> Rows(string suite) =>
        [.. File.ReadLines(Path.Combine(_world.Root, "mine", "suites", suite, $"{suite}.jsonl")).Select(l => JsonNode.Parse(l)!)];
}
