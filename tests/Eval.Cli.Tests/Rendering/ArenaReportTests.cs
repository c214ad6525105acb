using Eval.Cli.Rendering;
using Eval.Cli.Tests.CommandLine;
using Eval.Core.Metrics;
using Eval.Core.Running;
using Spectre.Console.Rendering;

namespace Eval.Cli.Tests.Rendering;

public class ArenaReportTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public void Write_Tournament_ShowsTiesAsRangesAndFits(int width)
    {
        var text = Draw(Tournament(), width);

        text.Split('\n').ShouldAllBe(l => new Segment(l).CellCount() <= width);
        text.ShouldContain("duel: 1,800 battles on 300 prompts");
        var lines = text.Split('\n').Where(l => l.Contains("tiny-")).ToList();
        lines[0].ShouldMatch("^ *1 +tiny-large +1,200 +1,180 – 1,220 +> 99\\.9 %");
        lines[1].ShouldMatch("^ *2-3 +tiny-[a-z]+ +901 +880 – 920 +< 0\\.1 %");
        lines[2].ShouldMatch("^ *2-3 +tiny-[a-z]+ +899 +880 – 920 +< 0\\.1 %");
    }

    [Fact]
    public void Write_NarrowTerminal_SaysTheSameInLines()
    {
        var text = Draw(Tournament(), 30);

        text.Split('\n').ShouldAllBe(l => new Segment(l).CellCount() <= 30);
        text.ShouldContain("1 tiny-large\n  1,200 (1,180 – 1,220)\n2-3 tiny-medium\n");
    }

    [Fact]
    public void Write_BattlesWithoutAVerdict_AreNotCountedAsPlayed() =>
        Draw(Tournament(played: 1100), 80).ShouldContain("duel: 1,650 battles of 1,800 on 300 prompts");

    [Fact]
    public void WithoutPlaces_KeepsWhatTheTournamentDoesNotShow()
    {
        var run = ArenaReport.WithoutPlaces(Tournament(), slices: false);
        run.Cells.ShouldBeEmpty();

        var mixed = TestRuns.ThreeByTwo();
        ArenaReport.WithoutPlaces(mixed, slices: false).Cells.Count.ShouldBe(6);
        Draw(mixed, 80).ShouldBeEmpty();
    }

    private static string Draw(StoredRun run, int width)
    {
        var world = new TestWorld { Width = width };
        ArenaReport.Write(Consoles.Create(world.Surroundings.Out, false, width, world.Surroundings), run);
        return world.Out.ReplaceLineEndings("\n");
    }

    private static StoredRun Tournament(int played = 1200) => TestRuns.Of(
    [
        .. new[] { ("tiny-small", 899.0, 2.4, 3), ("tiny-medium", 901.0, 2.6, 3), ("tiny-large", 1200.0, 1.0, 1) }.Select(c => TestRuns.Cell(c.Item1, "duel", 300,
            Of(played, "rating_bt", c.Item2, c.Item4 == 1 ? 1180 : 880, c.Item4 == 1 ? 1220 : 920), Of(played, "best_bt", c.Item4 == 1 ? 1 : 0, null, null),
            Of(played, "rank_bt", c.Item3, c.Item4 == 1 ? 1 : 2, c.Item4), Of(played, "arena_score", 0.5, 0.4, 0.6))),
    ]);

    private static Estimate Of(int played, string id, double value, double? low, double? high) =>
        new() { MetricId = id, Value = value, Low = low, High = high, N = played, Planned = 1200, Clusters = 300 };
}
