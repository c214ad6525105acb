using System.Text.Json.Nodes;
using System.Xml.Linq;
using Eval.Cli.Tests.Documents;
using Eval.TestSupport;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>The gate of the demo workspace, as users start it; the tests share one database, as days of work would.</summary>
public sealed class DemoGateTests : IClassFixture<DemoGateTests.Demo>
{
    private readonly Demo _demo;

    public DemoGateTests(Demo demo) => _demo = demo;

    [Fact]
    public async Task Gate_MediumToLarge_Passes()
    {
        using var gate = await _demo.RunAsync("gate", "--baseline", "tiny-medium", "--candidate", "tiny-large", "--junit", "pass.xml", "--markdown", "pass.md");
        gate.ExitCode.ShouldBe(0, gate.Error);
        gate.Out.ShouldContain("Gate upgrade: tiny-large against tiny-medium: PASS");
        gate.Out.ShouldContain("pass (better)");
        gate.Out.ShouldContain("detects   losses from ");
        gate.Out.Split('\n').ShouldAllBe(l => l.Length <= 80);
        var report = XDocument.Load(Path.Combine(_demo.Root, "pass.xml")).Root!.Element("testsuite")!;
        (report.Attribute("tests")!.Value, report.Attribute("failures")!.Value, report.Attribute("errors")!.Value).ShouldBe(("2", "0", "0"));
        File.ReadAllText(Path.Combine(_demo.Root, "pass.md")).ShouldStartWith("### ✅ PASS: gate upgrade, tiny-large against tiny-medium");
    }

    [Fact]
    public async Task Gate_LargeToSmall_Fails()
    {
        using var gate = await _demo.RunAsync("gate", "--baseline", "tiny-large", "--candidate", "tiny-small", "--junit", "fail.xml", "--json");
        gate.ExitCode.ShouldBe(1, gate.Error);
        SchemaFiles.Validate("gate", gate.Out).ShouldBeEmpty();
        var document = JsonNode.Parse(gate.Out)!;
        document["verdict"]!.GetValue<string>().ShouldBe("fail");
        document["suites"]!.AsArray().ShouldAllBe(s => s!["verdict"]!.GetValue<string>() == "fail" && s["detectableEffect"] != null);
        XDocument.Load(Path.Combine(_demo.Root, "fail.xml")).Descendants("failure").ShouldAllBe(f => f.Attribute("type")!.Value == "regression");
    }

    [Fact]
    public async Task Gate_SuiteCutToTenSamples_IsInconclusiveAndSaysHowManyWould()
    {
        using var gate = await _demo.RunAsync("gate", "--baseline", "tiny-medium", "--candidate", "tiny-large", "--limit", "10", "--no-power-check");
        gate.ExitCode.ShouldBe(3, gate.Error);
        gate.Out.ShouldContain("INCONCLUSIVE");
        Flat(gate.Out).ShouldMatch("10 samples cannot decide about .* points: .*; about [0-9,]+ would if the difference stayed as seen");
    }

    [Fact]
    public async Task Gate_EndpointThatIsGone_IsBroken()
    {
        _demo.Write("gone.yaml", """
            candidates:
              - id: tiny-medium
                local: { file: MODELS/tiny-medium.gguf, context: 512 }
              - id: gone
                hosted: { provider: openai-compatible, endpoint: "http://127.0.0.1:9/v1", model: m }
            suites: [ "SUITES/demo-*/suite.yaml" ]
            gates: { upgrade: { margin: { demo-facts: 0.04 } } }
            """);
        using var gate = await _demo.RunAsync("gate", "-c", "gone.yaml", "--baseline", "tiny-medium", "--candidate", "gone", "--junit", "gone.xml");
        gate.ExitCode.ShouldBe(4, gate.Out + gate.Error);
        gate.Out.ShouldContain("BROKEN");
        Flat(gate.Out).ShouldContain("nothing was decided");
        XDocument.Load(Path.Combine(_demo.Root, "gone.xml")).Descendants("error").ShouldHaveSingleItem().Attribute("type")!.Value.ShouldBe("broken");
    }

    [Theory]
    [InlineData("margn: { demo-facts: 0.04 }", "policy.yaml:1:1: unknown key \"margn\"", "did you mean \"margin\"?")]
    [InlineData("margin: { demo-fact: 0.04 }", "policy.yaml:1:22: the gate \"policy\" guards \"demo-fact\"", "did you mean \"demo-facts\"?")]
    [InlineData("margin: { demo-facts: 0 }", "policy.yaml:1:23: \"demo-facts\" must be above 0", "")]
    public async Task Gate_TypoInThePolicy_Exits2WithItsPlace(string policy, string message, string hint)
    {
        _demo.Write("policy.yaml", policy + "\n");
        using var gate = await _demo.RunAsync("gate", "--baseline", "tiny-medium", "--candidate", "tiny-large", "--policy", "policy.yaml");
        gate.ExitCode.ShouldBe(2, gate.Out);
        gate.Error.ShouldContain(message);
        gate.Error.ShouldContain(hint);
    }

    [Fact]
    public async Task Gate_SelfCheck_PrintsItsTable()
    {
        using var run = await _demo.RunAsync("run", "demo-facts", "demo-stories", "-m", "tiny-small,tiny-medium", "--quiet", "--limit", "200");
        run.ExitCode.ShouldBe(0, run.Error);
        using var check = await _demo.RunAsync("gate", "--self-check", "--baseline", "tiny-medium", "--candidate", "tiny-small", "--limit", "200");
        check.ExitCode.ShouldBe(0, check.Error);
        check.Out.ShouldContain("false alarm");
        check.Out.ShouldContain("demo-stories");
        using var document = await _demo.RunAsync("gate", "--self-check", "--baseline", "tiny-medium", "--candidate", "tiny-small", "--limit", "200", "--json");
        SchemaFiles.Validate("gate-self-check", document.Out).ShouldBeEmpty();
        JsonNode.Parse(document.Out)!["suites"]!.AsArray().ShouldAllBe(s => s!["falseAlarm"]!["rate"]!.GetValue<double>() <= 0.05);
    }

    // As one line: where a table or sentence is broken depends on the width.
    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A folder of its own for database and reports; workspace, suites and models are those of the repository.</summary>
    public sealed class Demo : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public string Root => _folder.Root;

        public void Write(string name, string text)
        {
            var suites = Path.Combine(SharedFolder.RepositoryRoot, "suites");
            _folder.Write(name, text.Replace("MODELS", suites + "/demo-models").Replace("SUITES", suites));
        }

        internal Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.ToEndAsync(
            Root, new Dictionary<string, string> { ["COLUMNS"] = "80" },
            [.. arguments, .. arguments.Contains("-c") ? Array.Empty<string>() : ["-c", Path.Combine(SharedFolder.RepositoryRoot, "eval.yaml")], "--db", "eval.db"]);

        public void Dispose() => _folder.Dispose();
    }
}
