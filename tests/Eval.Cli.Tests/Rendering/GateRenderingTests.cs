using System.Xml.Linq;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;

namespace Eval.Cli.Tests.Rendering;

public class GateRenderingTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(160)]
    public void Report_AnyWidth_FitsAndHidesNothingThatMatters(int width)
    {
        var text = Report(width);
        var flat = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text.Split('\n').ShouldAllBe(l => l.Length <= width);
        flat.ShouldContain("Gate upgrade: new against old: FAIL");
        flat.ShouldContain("connection refused");
        flat.ShouldContain("inconclusive: cost is not known");
        flat.ShouldContain("3 at this gate with the same policy, baseline and candidate; before: 1 fail, 1 inconclusive");
        flat.ShouldContain("by kim on 2026-11-21 10:00 UTC, until the end of 2026-11-25: hotfix");
        flat.ShouldContain("losses from 3.6 points on demo-facts (with a power of 80 %)");
        flat.ShouldContain("baseline: old.jsonl.gz; candidate: run 7");
        text.ShouldNotContain('\e');
        text.ShouldNotContain('\u202e');
        if (width >= 80)
        {
            flat.ShouldContain("demo-facts 61.7 % 92.4 % +30.7 +28.3 … +33.1 pass (better)");
            flat.ShouldContain("acc ↑ n 1,217 margin -2.0");
            flat.ShouldContain("topic=rare n 2 – – – too small");
        }
    }

    [Fact]
    public void Report_WaiverThatIsOver_SaysSo()
    {
        var console = new StringWriter();
        var world = new TestWorld();
        GateReport.Write(Consoles.Create(console, false, 120, world.Surroundings), TestGates.Mixed(), TestGates.Now.AddDays(3));
        console.ToString().ShouldContain("waiver    by kim, until the end of 2026-11-25, is over: hotfix");
        console.ToString().ShouldNotContain("WAIVED");
    }

    [Fact]
    public void Markdown_HostileNames_StayText()
    {
        var text = GateMarkdown.Of(TestGates.Mixed(), TestGates.Now);
        text.ShouldNotContain("<script>");
        text.ShouldNotContain("@everyone");
        text.ShouldNotContain('\e');
        text.ShouldContain("&lt;script&gt;\\|\\`\\*&#64;&#8203;everyone\\*\\`");
        text.Split('\n').Where(l => l.StartsWith("| demo-facts | acc")).ShouldHaveSingleItem().ShouldEndWith("| +30.7 | +28.3 … +33.1 | 2.0 | 1,217 | 99.1 % | ✅ pass (better) |");

        // Every row has as many cells as its head.
        var rows = text.Split('\n').Where(l => l.StartsWith('|')).Select(l => l.Replace("\\|", "").Count(c => c == '|')).ToList();
        rows.ShouldBe([11, 11, 11, 11, 8, 8, 8, 8]);
    }

    [Fact]
    public void Render_SuiteThatInforms_IsShownAndNeverFailed()
    {
        var mixed = TestGates.Mixed();
        var judged = mixed.Decision.Suites[0] with { Verdict = Core.Gates.GateVerdict.Fail, InformsOnly = "no canary was run", Sentence = "demo-facts: lost; it informs and cannot block: no canary was run" };
        var gate = mixed with { Decision = mixed.Decision with { Suites = [judged], Rules = [] } };
        GateMarkdown.Of(gate, TestGates.Now).Split('\n').Where(l => l.StartsWith("| demo-facts | acc")).ShouldHaveSingleItem().ShouldEndWith("| ℹ️ informs |");

        using var stream = new MemoryStream();
        GateJUnit.Write(stream, gate, TestGates.Now);
        stream.Position = 0;
        var suite = XDocument.Load(stream).Root!.Element("testsuite")!;
        ((string[])["tests", "failures", "errors", "skipped"]).Select(a => suite.Attribute(a)!.Value).ShouldBe(["1", "0", "0", "1"]);
        suite.Descendants("skipped").Single().Attribute("message")!.Value.ShouldContain("no canary was run");
    }

    [Fact]
    public void JUnit_MixedDecision_CountsFailuresErrorsAndSkipped()
    {
        using var stream = new MemoryStream();
        GateJUnit.Write(stream, TestGates.Mixed(), TestGates.Now);
        stream.ToArray()[..5].ShouldBe("<?xml"u8.ToArray(), "no byte order mark: some readers stumble over it");
        stream.Position = 0;
        var suite = XDocument.Load(stream).Root!.Element("testsuite")!;
        ((string[])["tests", "failures", "errors", "skipped", "timestamp"]).Select(a => suite.Attribute(a)!.Value).ShouldBe(["5", "2", "1", "1", "2026-11-22T09:00:00"]);
        suite.Elements("testcase").Select(c => (c.Attribute("name")!.Value, c.Elements().Single().Name.LocalName, c.Elements().Single().Attribute("type")?.Value)).ShouldBe([
            ("demo-facts: acc", "system-out", null),
            ("demo-facts: acc, topic=<script>|`*@everyone*`\\x1b[2J\\u{202e}", "failure", "regression"),
            ("demo-facts: acc, topic=rare", "skipped", null),
            ("texts", "error", "broken"),
            ("maxCostIncrease", "failure", "inconclusive"),
        ]);
        suite.Descendants("property").Single(p => p.Attribute("name")!.Value == "waived").Attribute("value")!.Value.ShouldContain("kim");
    }

    [Fact]
    public void Document_MixedDecision_FitsItsSchema()
    {
        var output = new StringWriter();
        JsonOutput.Write(output, GateDocument.Of(TestGates.Mixed(), 1, [], "/db", TestGates.Now), DocumentContext.Default.GateDocument);
        SchemaFiles.Validate("gate", output.ToString()).ShouldBeEmpty();
    }

    private static string Report(int width)
    {
        var console = new StringWriter();
        GateReport.Write(Consoles.Create(console, false, width, new TestWorld().Surroundings), TestGates.Mixed(), TestGates.Now);
        return console.ToString();
    }
}
