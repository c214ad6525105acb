using Eval.Cli.Rendering;
using Eval.Cli.Tests.CommandLine;
using Eval.Core.Metrics;
using Eval.Core.Reports;
using Eval.Core.Running;
using Spectre.Console.Rendering;

namespace Eval.Cli.Tests.Rendering;

public class ResultTableTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(160)]
    public void Create_AnyWidth_FitsAndShowsEveryValue(int width)
    {
        var text = Draw(TestRuns.ThreeByTwo(), width);
        Lines(text).ShouldAllBe(l => new Segment(l).CellCount() <= width);
        var joined = text.Replace("\n", " ");
        foreach (var expected in new[] { "tiny-large", "tiny-medium", "tiny-small", "demo-facts", "demo-perplexity" })
        {
            joined.ShouldContain(expected);
        }

        foreach (var value in new[] { "91.25", "71.25", "51.25" }.Select(v => v[..2]))
        {
            joined.ShouldContain(value);
        }
    }

    [Fact]
    public void Create_80Columns_IsATableOfOneLinePerCandidate()
    {
        var text = Draw(TestRuns.ThreeByTwo(), 80);
        var line = Lines(text).Single(l => l.Contains("tiny-large") && l.Contains('%'));
        line.ShouldContain("91.3 %");
        line.ShouldContain("89.5 – 92.7");
        line.ShouldContain("1,200");
        text.ShouldNotContain("wilson");
    }

    [Fact]
    public void Create_160Columns_UsesTheRoom()
    {
        var text = Draw(TestRuns.ThreeByTwo(), 160);
        text.ShouldContain("model time");
        text.ShouldContain("wilson");
        text.ShouldContain("8.4 s");
    }

    [Fact]
    public void Remarks_SaidOfManyFigures_AreSaidOnce()
    {
        Estimate[] estimates = [.. new[] { "ttft_aiperf_p50", "itl_aiperf_p50", "e2e_aiperf_p50", "error_rate" }.Select((id, i) => new Estimate
        {
            MetricId = id, N = 40, Planned = 40, Value = 1, Note = i == 3 ? "at closed-1; alone" : "at closed-1",
        })];
        var run = TestRuns.Of([TestRuns.Cell("a", "speed-chat", 40, estimates), TestRuns.Cell("b", "speed-chat", 40, estimates[..1])]);
        var remarks = RunWords.Remarks(run, slices: false).ToList();
        remarks.ShouldContain("speed-chat (4 metrics): at closed-1");
        remarks.ShouldContain("a / speed-chat error_rate: alone");
    }

    [Theory]
    [InlineData(MetricFormat.Milliseconds, 12.5, "12.500 ms")]
    [InlineData(MetricFormat.TokensPerSecond, 1234.56, "1,234.6 tok/s")]
    [InlineData(MetricFormat.RequestsPerSecond, 2.5, "2.5000 req/s")]
    [InlineData(MetricFormat.Bytes, 5_250_000, "5.2500 MB")]
    public void Value_Quantity_HasItsUnit(MetricFormat format, double value, string shown) =>
        Figures.Value(new Estimate { MetricId = "x", N = 1, Planned = 1, Value = value }, format).ShouldBe(shown);

    [Fact]
    public void Create_CoverageBelow100_ShowsCoverageAndBounds()
    {
        var run = TestRuns.ThreeByTwo(coverage: 0.9);
        var text = Draw(run, 80);
        text.ShouldContain("coverage");
        text.ShouldContain("90.0 %");
        RunWords.Remarks(run, slices: false).First().ShouldContain("50.0 – 95.0 with the missing ones");
    }

    [Fact]
    public void Create_FullCoverage_HasNoCoverageColumn() => Draw(TestRuns.ThreeByTwo(), 160).ShouldNotContain("coverage");

    [Fact]
    public void Create_HostileNames_ReachTheTerminalEscaped()
    {
        var text = Draw(TestRuns.ThreeByTwo(candidatePrefix: "[red]\e[2J"), 160, isTerminal: true);
        text.ShouldNotContain("\e[2J");
        text.ShouldContain("[red]\\x1b[2J-large");
    }

    [Fact]
    public void Create_NothingScored_SaysSo()
    {
        var skipped = TestRuns.Cell("a", "s", 10) with { SkipReason = "the model has no likelihoods", Outcomes = new Dictionary<SampleOutcome, int>() };
        var run = TestRuns.Of([skipped]);
        Draw(run, 80).ShouldContain("–");
        RunWords.Remarks(run, slices: false).ShouldBe(["a / s: skipped: the model has no likelihoods"]);
    }

    [Fact]
    public void Create_WithSlices_ShowsThemApart()
    {
        var run = TestRuns.Of([TestRuns.Cell(
            "a", "s", 10,
            new Estimate { MetricId = "acc", Value = 0.5, N = 10, Planned = 10 },
            new Estimate { MetricId = "acc", Slice = "topic=colours", Value = 0.25, N = 4, Planned = 4 })]);
        Draw(run, 80).ShouldNotContain("topic=colours");
        DrawSlices(run).ShouldContain("topic=colours");
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(160)]
    public void Report_AnyWidth_TellsCountsTokensAndTime(int width)
    {
        var world = new TestWorld { Width = width };
        RunReport.Write(Consoles.Create(world.Surroundings.Out, false, width, world.Surroundings), TestRuns.ThreeByTwo(), slices: false);
        var text = string.Join(' ', world.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text.ShouldContain("Run 12 \"trial\", 2026-11-20 10:00 UTC: finished");
        text.ShouldContain("3,864 of 3,864");
        text.ShouldContain("740,736");
        text.ShouldContain("50 s of model time");
        Lines(world.Out).ShouldAllBe(l => new Segment(l).CellCount() <= width);
    }

    private static string DrawSlices(StoredRun run) => Draw(run, 80, slices: true);

    private static string Draw(StoredRun run, int width, bool isTerminal = false, bool slices = false)
    {
        var world = new TestWorld { Width = width, IsTerminal = isTerminal };
        Consoles.Create(world.Surroundings.Out, isTerminal, width, world.Surroundings).Write(ResultTable.Create(run, slices, width));
        return world.Out;
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
