using System.Xml.Linq;
using Eval.Core.Imports;
using Eval.Core.Reports;
using Eval.Core.Running;

namespace Eval.Core.Tests.Reports;

public class JUnitReportTests
{
    [Fact]
    public async Task Write_Run_CountsWhatIsWrongAndWhatBroke()
    {
        var root = XDocument.Parse(await ReportRuns.WriteAsync(ReportRuns.Small(), ReportFormat.JUnit)).Root!;
        Counts(root).ShouldBe((20, 6, 2, 0));
        var suite = root.Elements("testsuite").First();
        suite.Attribute("name")!.Value.ShouldBe("facts / alpha");
        Counts(suite).ShouldBe((10, 3, 1, 0));
        suite.Elements("testcase").Count().ShouldBe(10);
        suite.Elements("testcase").Count(c => c.Element("failure") is not null).ShouldBe(3);
        suite.Descendants("error").Single().Attribute("message")!.Value.ShouldBe("HTTP 500");
        suite.Descendants("failure").First().Value.ShouldContain("answer: answer 0 of 0");
        suite.Descendants("property").ShouldContain(p => p.Attribute("name")!.Value == "acc" && p.Attribute("value")!.Value.StartsWith("60.0 %"));
    }

    [Theory]
    [InlineData(SampleOutcome.Refused, "failure")]
    [InlineData(SampleOutcome.Truncated, "failure")]
    [InlineData(SampleOutcome.TimedOut, "error")]
    [InlineData(SampleOutcome.Skipped, "skipped")]
    public async Task Write_Outcome_IsNeverGreen(SampleOutcome outcome, string element)
    {
        var report = ReportRuns.Of(["a"], 1, (_, i) => ReportRuns.Answer(i, 0, "x") with { Outcome = outcome, Measures = new Dictionary<string, double>() });
        var test = XDocument.Parse(await ReportRuns.WriteAsync(report, ReportFormat.JUnit)).Descendants("testcase").Single();
        test.Element(element).ShouldNotBeNull();
    }

    [Fact]
    public async Task Write_HostileText_IsWellFormedAndInert()
    {
        var report = ReportRuns.Of([ReportRuns.Hostile], 1, (_, i) => ReportRuns.Answer(i, 0, ReportRuns.Hostile + "\u0000\ufffe\ud800]]>") with { SampleId = ReportRuns.Hostile });
        var text = await ReportRuns.WriteAsync(report, ReportFormat.JUnit);
        XDocument.Parse(text).Descendants("failure").Single().Value.ShouldContain("<script>alert(1)</script>");
        text.ShouldNotContain("<script");
        text.ShouldNotContain("\e");
    }

    [Fact]
    public async Task Write_SkippedCell_IsOneSkippedTest()
    {
        var report = ReportRuns.Small();
        report = report with { Run = report.Run with { Cells = [report.Run.Cells[0], report.Run.Cells[1] with { SkipReason = "no likelihoods" }] } };
        var root = XDocument.Parse(await ReportRuns.WriteAsync(report, ReportFormat.JUnit)).Root!;
        root.Elements("testsuite").Last().Descendants("skipped").First().Attribute("message")!.Value.ShouldBe("no likelihoods");
        foreach (var suite in root.Elements("testsuite"))
        {
            Counts(suite).Tests.ShouldBe(suite.Elements("testcase").Count());
            Counts(suite).Skipped.ShouldBe(suite.Descendants("skipped").Count());
        }
    }

    [Fact]
    public async Task Write_StoppedRun_HasAnErrorForWhatWasNotAsked()
    {
        var report = ReportRuns.Of(["alpha"], 3, (_, i) => ReportRuns.Answer(i, 1, "x"));
        var cell = report.Run.Cells[0] with { Planned = 10, Filter = "kind=low" };
        report = report with { Run = report.Run with { Cells = [cell], Status = RunStatus.Stopped, Note = "budget of $2" } };
        var suite = XDocument.Parse(await ReportRuns.WriteAsync(report, ReportFormat.JUnit)).Descendants("testsuite").Single();
        Counts(suite).ShouldBe((4, 0, 1, 0));
        var test = suite.Elements("testcase").Single(c => c.Element("error") is not null);
        test.Attribute("name")!.Value.ShouldBe("incomplete");
        test.Element("error")!.Attribute("message")!.Value.ShouldBe("3 of 10 samples were asked; the run: stopped by a limit (budget of $2)");
        Property(suite, "status").ShouldBe("stopped by a limit");
        Property(suite, "coverage").ShouldBe("30.0 %");
        Property(suite, "filter").ShouldBe("only some samples (kind=low): the numbers say nothing about the whole suites");
    }

    [Fact]
    public async Task Write_ImportedRun_NamesItsSourceAndLacksNothing()
    {
        var report = ReportRuns.Of(["alpha"], 3, (_, i) => ReportRuns.Answer(i, 1, "x"));
        report = report with { Run = report.Run with { Cells = [report.Run.Cells[0] with { Planned = 10 }], Import = new ImportOrigin("promptfoo", "1.2", "results.json", "abc") } };
        var suite = XDocument.Parse(await ReportRuns.WriteAsync(report, ReportFormat.JUnit)).Descendants("testsuite").Single();
        Counts(suite).ShouldBe((3, 0, 0, 0));
        Property(suite, "source").ShouldBe("promptfoo 1.2: results.json (sha256 abc)");
    }

    private static string? Property(XElement suite, string name) =>
        suite.Descendants("property").SingleOrDefault(p => p.Attribute("name")!.Value == name)?.Attribute("value")!.Value;

    private static (int Tests, int Failures, int Errors, int Skipped) Counts(XElement element) =>
        (Number(element, "tests"), Number(element, "failures"), Number(element, "errors"), Number(element, "skipped"));

    private static int Number(XElement element, string name) => int.Parse(element.Attribute(name)!.Value);
}
