using System.Xml.Linq;
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

    private static (int Tests, int Failures, int Errors, int Skipped) Counts(XElement element) =>
        (Number(element, "tests"), Number(element, "failures"), Number(element, "errors"), Number(element, "skipped"));

    private static int Number(XElement element, string name) => int.Parse(element.Attribute(name)!.Value);
}
