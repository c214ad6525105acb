using Eval.Core.Comparisons;
using Eval.Core.Statistics;

namespace Eval.Core.Tests.Comparisons;

public class ComparisonTests
{
    private static readonly double[] Right = [.. Enumerable.Repeat(1.0, 60), .. Enumerable.Repeat(0.0, 40)];

    [Fact]
    public async Task Of_RightAndWrong_IsMcNemarAndTango()
    {
        // 30 fixed, 10 broken of 100.
        double[] after = [.. Right.Select((s, i) => i < 10 ? 0 : i >= 60 && i < 90 ? 1 : s)];
        var score = (await CompareAsync(Right, after)).Cells[0].Scores.ShouldHaveSingleItem();
        (score.OldValue, score.NewValue, score.Difference.OnlyOld, score.Difference.OnlyNew).ShouldBe((0.6, 0.8, 10, 30));
        score.Difference.Difference.ShouldBe(0.2, 1e-12);
        score.AdjustedP.ShouldBe(McNemar.ExactP(30, 10), 1e-12);
        var tango = Tango.Limits(new PairedCounts(50, 30, 10, 10));
        (score.Difference.Lower, score.Difference.Upper).ShouldBe((tango.Low, tango.High));
        score.Verdict.ShouldBe(ComparisonVerdict.Better);

        // The standard error is √((40/100 − 0.2²)/99); 2.8016 of them are found four times in five.
        score.DetectableEffect!.Value.ShouldBe(2.8016 * Math.Sqrt(0.36 / 99), 1e-4);
    }

    [Fact]
    public async Task Of_LessIsBetter_TurnsTheWordNotTheNumber()
    {
        static ComparedCell Side(double shift) => Cells.Of(
            Enumerable.Range(0, 40).Select(i => Cells.Sample($"q{i}", i, 0.5 + (0.01 * (i % 7)) + shift, metric: "brier")), metrics: ["brier"]);
        var score = Comparison.Of([await Cells.ReadAsync(Side(0), Side(0.1))], slices: false, 0.95).Cells[0].Scores[0];
        score.Difference.Difference.ShouldBe(0.1, 1e-9);
        var spread = Comparison.Of([await Cells.ReadAsync(Side(0.1), Cells.Of(Cells.Scored([.. Enumerable.Repeat(0.0, 40)])
            .Select((s, i) => Cells.Sample(s.SampleId, i, 0.2 * (i % 3), metric: "brier")), metrics: ["brier"]))], slices: false, 0.95).Cells[0].Scores[0];
        spread.Difference.Difference.ShouldBeLessThan(0);
        spread.Verdict.ShouldBe(ComparisonVerdict.Better);
    }

    [Fact]
    public async Task Of_SeveralSlices_AdjustsAllTogetherByHolm()
    {
        double[] after = [.. Right.Select((s, i) => i < 4 ? 0 : i >= 60 && i < 74 ? 1 : s)];
        var comparison = await CompareAsync(Right, after, slices: true);
        var scores = comparison.Cells[0].Scores;
        scores.Select(s => s.Slice).ShouldBe([null, "topic=even", "topic=odd"]);
        comparison.Family.ShouldBe(3);
        scores.Select(s => s.AdjustedP).ShouldBe(MultipleTesting.Adjust([.. scores.Select(s => s.Difference.PValue)], Correction.Holm));

        // 14 : 4 alone is below 5 %, beside two others it is not.
        scores[0].Difference.PValue.ShouldBeLessThan(0.05);
        scores[0].AdjustedP.ShouldBeGreaterThan(0.05);
        scores[0].Verdict.ShouldBe(ComparisonVerdict.NoDifferenceShown);
        (await CompareAsync(Right, after)).Cells[0].Scores[0].Verdict.ShouldBe(ComparisonVerdict.Better);
    }

    [Fact]
    public async Task Of_OneCluster_CannotTell()
    {
        ComparedCell Side(double[] scores) => Cells.Of(Cells.Scored(scores).Select(s => s with { Cluster = "one" }));
        var score = Comparison.Of([await Cells.ReadAsync(Side(Right), Side([.. Right.Select(s => 1.0)]))], slices: false, 0.95).Cells[0].Scores[0];
        score.HasInterval.ShouldBeFalse();
        score.Verdict.ShouldBe(ComparisonVerdict.Undecided);
        score.DetectableEffect.ShouldBeNull();
    }

    [Fact]
    public async Task Of_TheSameScores_ShowsNothingButHasAnInterval()
    {
        var score = (await CompareAsync(Right, Right)).Cells[0].Scores[0];
        score.Verdict.ShouldBe(ComparisonVerdict.NoDifferenceShown);
        score.Difference.Upper.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Of_RefusedCells_AreKeptWithoutScores()
    {
        var refused = await Cells.ReadAsync(Cells.Of(Cells.Scored(1)), Cells.Of(Cells.Scored(1), data: "other"));
        var comparison = Comparison.Of([refused], slices: true, 0.95);
        comparison.Family.ShouldBe(0);
        comparison.Cells.ShouldHaveSingleItem().Scores.ShouldBeEmpty();
    }

    private static async Task<Comparison> CompareAsync(double[] old, double[] @new, bool slices = false) =>
        Comparison.Of([await Cells.ReadAsync(Cells.Of(Cells.Scored(old)), Cells.Of(Cells.Scored(@new)))], slices, 0.95);
}
