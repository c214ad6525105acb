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
