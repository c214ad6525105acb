using Eval.Cli.Progress;
using Eval.Cli.Rendering;
using Eval.Cli.Tests.CommandLine;
using Eval.Core.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eval.Cli.Tests.Progress;

public class ProgressTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(160)]
    public void Picture_AnyWidth_FitsAndNamesWhatRuns(int width)
    {
        var board = new ProgressBoard(TestPlans.ThreeByTwo());
        board.Apply(Running(0), Start);
        board.Apply(Running(600), Start.AddSeconds(4));
        var text = Draw(ProgressPicture.Create(board, ["a worker was restarted"], Start.AddSeconds(4), width, 24), width);
        text.Split('\n').ShouldAllBe(l => new Segment(l).CellCount() < width);
        text.ShouldContain("tiny-large");
        text.ShouldContain("a worker was restarted");
    }

    [Fact]
    public void Picture_WideTerminal_ShowsDoneRateLeftScoreAndErrors()
    {
        var board = new ProgressBoard(TestPlans.ThreeByTwo());
        board.Apply(Running(0), Start);
        board.Apply(Running(600), Start.AddSeconds(4));
        var text = Draw(ProgressPicture.Create(board, [], Start.AddSeconds(4), 160, 24), 160);
        text.ShouldContain("600 / 1,200");
        text.ShouldContain("150/s");
        text.ShouldContain("4.0 s");
        text.ShouldContain("2 errors");
        text.ShouldContain("$0.0042");
    }

    [Fact]
    public void Picture_ShortTerminal_ShowsWhatRunsAndCountsTheRest()
    {
        var board = new ProgressBoard(TestPlans.Many(30));
        board.Apply(new RunProgress("c29", "s", CellState.Running, 1, 10, 0, 0), Start);
        var picture = Draw(ProgressPicture.Create(board, [], Start, 80, 12), 80);
        picture.ShouldContain("c29");
        picture.ShouldContain("and 25 more");
    }

    [Fact]
    public void RateAt_ResumedCell_CountsOnlyWhatThisAttemptDid()
    {
        var board = new ProgressBoard(TestPlans.ThreeByTwo());
        board.Apply(Running(1000), Start);
        var cell = board.Apply(Running(1100), Start.AddSeconds(10));
        cell.RateAt(Start.AddSeconds(10)).ShouldBe(10, 1e-9);
        cell.LeftAt(Start.AddSeconds(10)).ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void PlainProgress_ManyEvents_WritesALineWhenStateChangesAndNowAndThen()
    {
        var clock = new TestClock(Start);
        var output = new StringWriter();
        var plain = new PlainProgress(output, new ProgressBoard(TestPlans.ThreeByTwo()), clock);
        plain.Show(Running(0));
        for (var i = 1; i <= 100; i++)
        {
            clock.Now = Start.AddSeconds(i * 0.25);
            plain.Show(Running(i * 12));
        }

        plain.Show(Running(1200) with { State = CellState.Done, Message = null });
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(4);
        lines[0].ShouldStartWith("tiny-large / demo-facts: running, 0 of 1,200");
        lines[1].ShouldContain("480 of 1,200");
        lines[^1].ShouldContain("done, 1,200 of 1,200");
    }

    [Fact]
    public void PlainProgress_HostileMessage_IsEscaped()
    {
        var output = new StringWriter();
        new PlainProgress(output, new ProgressBoard(TestPlans.ThreeByTwo()), new TestClock(Start)).Show(Running(1) with { Message = "said \e[31mno" });
        output.ToString().ShouldContain("said \\x1b[31mno");
        output.ToString().ShouldNotContain('\e');
    }

    private static RunProgress Running(long done) =>
        new("tiny-large", "demo-facts", CellState.Running, done, 1200, 2, 0, 0.912, 0.89, 0.93, 4200);

    private static string Draw(IEnumerable<IRenderable> picture, int width)
    {
        var world = new TestWorld { Width = width };
        Consoles.Create(world.Surroundings.Out, false, width, world.Surroundings).Write(new Rows(picture));
        return world.Out.ReplaceLineEndings("\n");
    }

    private sealed class TestClock(DateTimeOffset start) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
