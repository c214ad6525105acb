using Eval.Core.Reports;

namespace Eval.Core.Tests.Reports;

public class RunMarkdownTests
{
    [Fact]
    public void Of_Run_IsATableWithIntervalsAndCoverage()
    {
        var text = RunMarkdown.Of(ReportRuns.Small().Run, slices: false);
        text.ShouldStartWith("### Run 12 \"nightly\"");
        text.ShouldContain("| suite | metric | candidate | value | 95 % interval | n | coverage | model time | cost |");
        text.ShouldContain("| facts | acc ↑ | alpha | 60.0 % | 50.0 – 70.0 | 9 | 90.0 % | 1.3 s | $0.0015 |");
        text.ShouldNotContain("topic=colours");
        Rows(text).ShouldAllBe(r => Cells(r) == 9);
    }

    [Fact]
    public void Of_Slices_AreFoldedBelow()
    {
        var text = RunMarkdown.Of(ReportRuns.Small().Run, slices: true);
        text.ShouldContain("<details><summary>Slices</summary>");
        text.ShouldContain("| facts | acc ↑ | topic=colours | alpha | 50.0 % |");
        text.ShouldEndWith("</details>\n");
    }

    [Fact]
    public void Of_HostileNames_AreNoMarkup()
    {
        var run = ReportRuns.Of(["<b>|@everyone [x](http://y) `z`\n# h"], 2, (_, i) => ReportRuns.Answer(i, 1, "x")).Run with { Name = "<img src=x>" };
        var text = RunMarkdown.Of(run, slices: true);
        text.ShouldNotContain("<b>");
        text.ShouldNotContain("<img");
        text.ShouldNotContain("@everyone");
        text.ShouldNotContain("\n# h");
        text.ShouldContain("\\[x\\]");
        Rows(text).Take(3).ShouldAllBe(r => Cells(r) == 9);
    }

    private static IEnumerable<string> Rows(string text) => text.Split('\n').Where(l => l.StartsWith('|'));

    // A bar that is escaped parts no cells.
    private static int Cells(string row) => row.Replace("\\|", "").Count(c => c == '|') - 1;
}
