using System.Text.Json.Nodes;
using System.Xml.Linq;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.FakeEndpoint;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

/// <summary>The gate on hosted models with a price: one is always right, one always wrong.</summary>
public sealed class GateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Gate_TooFewPaidSamples_Exits3BeforeAnyQuestionAndSaysWhatItWouldTake()
    {
        await using var endpoint = await StartAsync();
        var world = World(endpoint, samples: 12);

        (await world.RunAsync("gate", "--baseline", "right", "--candidate", "also-right", "--junit", "out/gate.xml", "--markdown", "out/gate.md")).ShouldBe(3, world.Error);

        world.Out.ShouldContain("Gate upgrade: also-right: NOT RUN: it could not have decided");
        Flat(world.Out).ShouldMatch(@"questions: 12 samples .* the margin is 10\.0 points; about [0-9,]+ would do, for at most \$[0-9.]+");
        world.Error.ShouldContain("--no-power-check");
        var runs = World(endpoint, samples: 12);
        await runs.RunAsync("show", "--list");
        runs.Out.ShouldContain("no run is stored yet");
        XDocument.Load(_folder.PathOf("out/gate.xml")).Descendants("error").ShouldHaveSingleItem();
        File.ReadAllText(_folder.PathOf("out/gate.md")).ShouldContain("could not have decided");

        var again = World(endpoint, samples: 12);
        (await again.RunAsync("gate", "--baseline", "right", "--candidate", "also-right", "--json")).ShouldBe(3);
        SchemaFiles.Validate("gate", again.Out).ShouldBeEmpty();
        JsonNode.Parse(again.Out)!["verdict"].ShouldBeNull();
        JsonNode.Parse(again.Out)!["power"]![0]!["needed"]!.GetValue<long>().ShouldBeGreaterThan(12);
    }

    [Fact]
    public async Task Gate_Decided_WritesEveryReportAndTheJobSummary()
    {
        await using var endpoint = await StartAsync();
        var world = World(endpoint, samples: 60);
        world.Variables["GITHUB_STEP_SUMMARY"] = _folder.PathOf("summary.md");
        world.Variables["GITHUB_ACTOR"] = "kim";
        File.WriteAllText(_folder.PathOf("summary.md"), "# Earlier step\n");

        (await world.RunAsync(
            "gate", "--baseline", "right", "--candidate", "wrong", "--no-power-check", "--json", "--junit", "gate.xml", "--markdown", "gate.md")).ShouldBe(1, world.Error);

        SchemaFiles.Validate("gate", world.Out).ShouldBeEmpty();
        var document = JsonNode.Parse(world.Out)!;
        (document["id"]!.GetValue<long>(), document["decidedBy"]!.GetValue<string>(), document["exitCode"]!.GetValue<int>()).ShouldBe((1, "kim", 1));
        document["evidence"]!.AsArray().Count.ShouldBe(2);
        var broke = World(endpoint, samples: 60);
        (await broke.RunAsync("gate", "--baseline", "right", "--candidate", "wrong", "--no-run")).ShouldBe(1);
        broke.Error.ShouldContain("what broke: dotnet eval compare 1/right 1/wrong --items");
        (await World(endpoint, samples: 60).RunAsync("compare", "1/right", "1/wrong", "--items")).ShouldBe(0, "the command can be pasted");
        var markdown = File.ReadAllText(_folder.PathOf("gate.md"));
        markdown.ShouldStartWith("### ❌ FAIL: gate upgrade, wrong against right\n");
        markdown.ShouldContain("| questions | exact\\_match ↑ | 100.0 % | 0.0 % | -100.0 |");
        File.ReadAllText(_folder.PathOf("summary.md")).ShouldBe("# Earlier step\n" + markdown + "\n");
        var test = XDocument.Load(_folder.PathOf("gate.xml")).Descendants("testcase").ShouldHaveSingleItem();
        (test.Attribute("classname")!.Value, test.Attribute("name")!.Value).ShouldBe(("gate.upgrade", "questions: exact_match"));
        test.Element("failure")!.Attribute("message")!.Value.ShouldContain("worse by more than 10.0 points");
    }

    [Fact]
    public async Task Gate_Budget_Exits5AndNamesHowToGoOn()
    {
        await using var endpoint = await StartAsync();
        var world = World(endpoint, samples: 60);
        (await world.RunAsync("gate", "--baseline", "right", "--candidate", "also-right", "--no-power-check", "--budget", "0.0005")).ShouldBe(5, world.Out);
        world.Out.ShouldContain("STOPPED");
        world.Error.ShouldContain("to go on: dotnet eval gate --baseline right");

        var list = World(endpoint, samples: 60);
        (await list.RunAsync("gate", "list")).ShouldBe(0);
        list.Out.ShouldContain("no decision is stored yet");
    }

    [Fact]
    public async Task Waive_Failure_IsShownEverywhereAndLetsThroughOnlyWhereAsked()
    {
        await using var endpoint = await StartAsync();
        (await World(endpoint, 60).RunAsync("gate", "--baseline", "right", "--candidate", "wrong", "--no-power-check", "--quiet")).ShouldBe(1);

        var waive = World(endpoint, 60);
        (await waive.RunAsync("gate", "waive", "1", "--reason", "hotfix <b>412</b>", "--until", "2099-12-31", "--by", "kim")).ShouldBe(0, waive.Error);
        waive.Out.ShouldContain("FAIL");
        Flat(waive.Out).ShouldContain("until the end of 2099-12-31: hotfix <b>412</b>");

        var list = World(endpoint, 60);
        (await list.RunAsync("gate", "list", "--json")).ShouldBe(0);
        SchemaFiles.Validate("gate-list", list.Out).ShouldBeEmpty();
        JsonNode.Parse(list.Out)!["decisions"]![0]!["waiver"]!["by"]!.GetValue<string>().ShouldBe("kim");
        var shown = World(endpoint, 60);
        (await shown.RunAsync("gate", "show", "--json")).ShouldBe(0);
        SchemaFiles.Validate("gate", shown.Out).ShouldBeEmpty();
        var document = JsonNode.Parse(shown.Out)!;
        (document["verdict"]!.GetValue<string>(), document["exitCode"]!.GetValue<int>(), document["waiver"]!["reason"]!.GetValue<string>())
            .ShouldBe(("fail", 1, "hotfix <b>412</b>"));

        var again = World(endpoint, 60);
        (await again.RunAsync("gate", "--baseline", "right", "--candidate", "wrong", "--no-run", "--junit", "w.xml", "--markdown", "w.md")).ShouldBe(1);
        again.Error.ShouldContain("--honour-waivers");
        XDocument.Load(_folder.PathOf("w.xml")).Descendants("property").Single(p => p.Attribute("name")!.Value == "waived").Attribute("value")!.Value.ShouldContain("hotfix <b>412</b>");
        File.ReadAllText(_folder.PathOf("w.md")).ShouldContain("hotfix &lt;b&gt;412&lt;/b&gt;");
        var through = World(endpoint, 60);
        (await through.RunAsync("gate", "--baseline", "right", "--candidate", "wrong", "--no-run", "--honour-waivers")).ShouldBe(0);
        through.Out.ShouldContain("FAIL");
        var other = World(endpoint, 60);
        (await other.RunAsync("gate", "--baseline", "also-right", "--candidate", "wrong", "--no-power-check", "--honour-waivers", "--quiet")).ShouldBe(1, "the waiver was for another baseline");
    }

    [Theory]
    [InlineData("a waiver needs a reason", "gate", "waive", "1")]
    [InlineData("--until needs a day such as 2026-12-01, not \"soon\"", "gate", "waive", "1", "--reason", "x", "--until", "soon")]
    [InlineData("2020-01-01 is over", "gate", "waive", "1", "--reason", "x", "--until", "2020-01-01")]
    [InlineData("a decision has a number, \"x\" is none", "gate", "show", "x")]
    [InlineData("there is no database", "gate", "waive", "1", "--reason", "x")]
    [InlineData("the gate needs a candidate", "gate", "--baseline", "right")]
    [InlineData("the gate \"upgrade\" names no baseline", "gate", "--candidate", "right")]
    [InlineData("the policy \"upgrad\" is no gate of the workspace and no file (did you mean \"upgrade\"?)", "gate", "--candidate", "right", "--policy", "upgrad")]
    [InlineData("no results of right are stored; run it first", "gate", "--self-check", "--baseline", "right")]
    public async Task Gate_Mistake_Exits2(string message, params string[] arguments)
    {
        await using var endpoint = await StartAsync();
        var world = World(endpoint, 12);
        if (arguments.Contains("--self-check"))
        {
            await World(endpoint, 12).RunAsync("run", "-m", "wrong", "--quiet");
        }

        (await world.RunAsync(arguments)).ShouldBe(2, world.Out);
        world.Error.ShouldContain(message);
        world.Out.ShouldBeEmpty();
        if (!arguments.Contains("--self-check") && !arguments.Contains("--candidate"))
        {
            File.Exists(_folder.PathOf("results/eval.db")).ShouldBe(arguments.Contains("--baseline"));
        }
    }

    [Fact]
    public async Task Gate_MistakeFoundLater_LeavesNoEmptyReport()
    {
        await using var endpoint = await StartAsync();
        var world = World(endpoint, 12);
        (await world.RunAsync("gate", "--baseline", "rihgt", "--candidate", "wrong", "--junit", "gate.xml", "--markdown", "gate.md")).ShouldBe(2);
        Directory.GetFiles(_folder.Root, "gate.*").ShouldBeEmpty();

        // What an earlier decision reported is still there.
        _folder.Write("gate.xml", "<testsuites/>");
        (await World(endpoint, 12).RunAsync("gate", "--baseline", "rihgt", "--candidate", "wrong", "--junit", "gate.xml")).ShouldBe(2);
        File.ReadAllText(_folder.PathOf("gate.xml")).ShouldBe("<testsuites/>");
    }

    [Theory]
    [InlineData("--junit eval.yaml would be overwritten by a report", "--junit", "eval.yaml")]
    [InlineData("--markdown results/eval.db would be overwritten by a report", "--markdown", "results/eval.db")]
    [InlineData("--markdown and --junit both name a.txt", "--markdown", "a.txt", "--junit", "./a.txt")]
    [InlineData("--junit results is a folder", "--junit", "results")]
    public async Task Gate_FileThatMustNotBeWritten_Exits2BeforeAnythingIsAsked(string message, params string[] arguments)
    {
        await using var endpoint = await StartAsync();
        var world = World(endpoint, 12);
        Directory.CreateDirectory(_folder.PathOf("results"));
        (await world.RunAsync(["gate", "--baseline", "right", "--candidate", "wrong", .. arguments])).ShouldBe(2, world.Out);
        world.Error.ShouldContain(message);
        endpoint.Ledger.Entries.Count.ShouldBe(0);
        File.ReadAllText(_folder.PathOf("eval.yaml")).ShouldStartWith("candidates:");
    }

    [Fact]
    public async Task Gate_ReportToADevice_WritesThroughIt()
    {
        await using var endpoint = await StartAsync();
        (await World(endpoint, 12).RunAsync("gate", "--baseline", "right", "--candidate", "wrong", "--no-power-check", "--junit", "/dev/null", "--quiet")).ShouldBe(1);
        File.Exists("/dev/null").ShouldBeTrue();
        new FileInfo("/dev/null").Length.ShouldBe(0);
    }

    [Fact]
    public async Task Gate_WorkspaceWithoutGate_SaysWhatToDo()
    {
        await using var endpoint = await StartAsync();
        var world = World(endpoint, 12);
        _folder.Write("eval.yaml", File.ReadAllText(_folder.PathOf("eval.yaml")).Split("gates:")[0]);
        (await world.RunAsync("gate", "--candidate", "right")).ShouldBe(2);
        world.Error.ShouldContain("eval.yaml: the workspace has no gate (write one under \"gates:\", or name a policy file with --policy)");
    }

    // As one line: where a table or sentence is broken depends on the width.
    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Task<FakeEndpointServer> StartAsync() => FakeEndpointServer.StartAsync(new FakeEndpointOptions
    {
        Models = new Dictionary<string, ModelProfile> { ["r"] = new() { Answers = "echo" }, ["w"] = new() { Answers = "letter" } },
    });

    private TestWorld World(FakeEndpointServer endpoint, int samples)
    {
        EchoedQuestions.Write(_folder, endpoint.OpenAiAddress.ToString(), samples, "concurrency: 8");
        var hosted = (string model) => $$"""hosted: { provider: openai-compatible, endpoint: "{{endpoint.OpenAiAddress}}", model: {{model}}, concurrency: 8 }, price: { inputPerMTok: 1, outputPerMTok: 2 }""";
        _folder.Write("eval.yaml", $$"""
            candidates:
              - { id: right, {{hosted("r")}} }
              - { id: also-right, {{hosted("r2")}} }
              - { id: wrong, {{hosted("w")}} }
            suites: [suite.yaml]
            gates: { upgrade: { margin: { questions: 0.1 } } }
            """);
        return new TestWorld(_folder.Root);
    }
}
