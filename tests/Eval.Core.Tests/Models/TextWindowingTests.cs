using Eval.Core.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Eval.Core.Tests.Models;

// Expected values: lm-evaluation-harness, tests/test_utils.py (research/benchmark-harnesses.md 4.1): tokens 0..33, the prefix token is -1 here.
public class TextWindowingTests
{
    [Fact]
    public void Rolling_ContextOne_MatchesTheHarness() =>
        Windows(34, 10, 1).ShouldBe(["-1..8 > 0..9", "9..18 > 10..19", "19..28 > 20..29", "23..32 > 30..33"]);

    [Fact]
    public void Rolling_ContextEight_PredictsThreePerLaterWindow()
    {
        Windows(34, 10, 8)[1].ShouldBe("2..11 > 10..12");
        Enumerable.Range(1, 8).Select(i => TextWindowing.Rolling(34, 10, i, 8).ScoreCount).ShouldAllBe(n => n == 3);
    }

    [Fact]
    public void Rolling_ContextTen_PredictsOnePerLaterWindow()
    {
        TextWindowing.RollingCount(34, 10, 10).ShouldBe(25);
        Enumerable.Range(1, 24).Select(i => TextWindowing.Rolling(34, 10, i, 10).ScoreCount).ShouldAllBe(n => n == 1);
    }

    [Fact]
    public void Rolling_LengthTwo_EndsWithAFullWindow() => Windows(9, 2, 1)[^1].ShouldBe("6..7 > 8..8");

    [Fact]
    public void Rolling_EmptyText_HasNoWindows() => TextWindowing.RollingCount(0, 10).ShouldBe(0);

    [Theory]
    [InlineData(5, 5, 1)] // ([1..5],[2..6]) -> ([1],[2..6])
    [InlineData(5, 3, 3)] // ([1..5],[4,5,6]) -> ([1,2,3],[4,5,6])
    [InlineData(5, 1, 5)] // ([1..5],[6]) unchanged
    public void ContextLength_Overlap_IsCutOff(int inputLength, int scored, int expected) =>
        new TokenWindow(1, inputLength, inputLength - scored + 2, scored).ContextLength.ShouldBe(expected);

    [Fact]
    public void Rolling_AnyText_ScoresEveryTokenOnceAndEndsBeforeItsTarget() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte, byte)>(),
        pair =>
        {
            var (tokens, length) = (pair.Item1 * 3, 1 + (pair.Item2 % 40));
            var next = 0;
            for (var i = 0; i < TextWindowing.RollingCount(tokens, length); i++)
            {
                var w = TextWindowing.Rolling(tokens, length, i);
                w.ScoreStart.ShouldBe(next);
                next += w.ScoreCount;
                (w.InputStart + w.InputLength).ShouldBe(next - 1);
                w.InputLength.ShouldBeLessThanOrEqualTo(length);
                w.ContextLength.ShouldBeGreaterThanOrEqualTo(1);
            }

            next.ShouldBe(tokens);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(578, 128, 4, 63)] // the tiny fixture of report 4.5: 252 tokens scored
    [InlineData(1024, 512, 2, 255)]
    [InlineData(1023, 512, 0, 255)] // the tool refuses a text with fewer than two chunks
    [InlineData(10, 5, 2, 2)]
    public void HalfWindow_Text_HasTheToolsChunks(int tokens, int length, int chunks, int scoredPerChunk)
    {
        TextWindowing.Count(WindowKind.HalfWindow, tokens, length).ShouldBe(chunks);
        var second = TextWindowing.Window(WindowKind.HalfWindow, tokens, length, 1);
        second.ScoreCount.ShouldBe(scoredPerChunk);
        second.InputStart.ShouldBe(length);
        second.ScoreStart.ShouldBe(length + (length / 2) + 1);
        (second.ScoreStart + second.ScoreCount).ShouldBe(2 * length);
        (second.InputStart + second.InputLength).ShouldBe((2 * length) - 1);
    }

    private static List<string> Windows(int tokens, int length, int overlap) =>
        [.. Enumerable.Range(0, TextWindowing.RollingCount(tokens, length, overlap))
            .Select(i => TextWindowing.Rolling(tokens, length, i, overlap))
            .Select(w => $"{w.InputStart}..{w.InputStart + w.InputLength - 1} > {w.ScoreStart}..{w.ScoreStart + w.ScoreCount - 1}")];
}
