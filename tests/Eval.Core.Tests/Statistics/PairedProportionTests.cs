using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

public class PairedProportionTests
{
    [SharedFact]
    public void LimitsAndTests_OracleCounts_Match()
    {
        var cases = StatisticsOracle.Group("paired_proportion_difference_and_noninferiority");
        cases.GetArrayLength().ShouldBe(4);
        foreach (var c in cases.EnumerateArray())
        {
            var counts = new PairedCounts(c.Count("both_right"), c.Count("only_new_right"), c.Count("only_old_right"), c.Count("both_wrong"));
            counts.N.ShouldBe(c.Count("n"));
            counts.Difference.ShouldBe(c.Number("diff_new_minus_old"), 1e-12);
            counts.WaldStandardError.ShouldBe(c.Number("wald_se"), 1e-9);
            var half = Wilson.NormalQuantile(0.95) * counts.WaldStandardError;
            ShouldBe(new(counts.Difference - half, counts.Difference + half), c.Numbers("wald95"), 1e-9);
            ShouldBe(Newcombe.Paired(counts), c.Numbers("newcombe_paired_method10_95"), 1e-9);
            ShouldBe(Tango.Limits(counts), c.Numbers("tango_score_95"), 1e-7);

            var margin = c.Number("noninferiority_margin");
            var wald = NonInferiority.Of(counts.Difference, counts.WaldStandardError, margin);
            wald.Z.ShouldBe(c.Number("ni_wald_z"), 1e-9);
            wald.P.ShouldBe(c.Number("ni_wald_one_sided_p"), 1e-9);
            Tango.Statistic(counts, -margin).ShouldBe(c.Number("ni_tango_z"), 1e-9);
            Tango.NonInferiorityP(counts, margin).ShouldBe(c.Number("ni_tango_one_sided_p"), 1e-9);
            (wald.P <= 0.025).ShouldBe(c.GetProperty("noninferior_at_0.025_wald").GetBoolean());
            (Tango.NonInferiorityP(counts, margin) <= 0.025).ShouldBe(c.GetProperty("noninferior_at_0.025_tango").GetBoolean());
        }
    }

    [Fact]
    public void Limits_NothingDiscordant_HaveTheClosedForm()
    {
        // With b = c = 0 the equation becomes nΔ/(1 − Δ) = z².
        var z = Wilson.NormalQuantile(0.9);
        var limits = Tango.Limits(new(50, 0, 0, 10), 0.9);
        limits.High.ShouldBe(z * z / (60 + (z * z)), 1e-12);
        limits.Low.ShouldBe(-limits.High, 1e-12);
    }

    [Fact]
    public void Limits_AllDiscordantOneWay_ReachTheEnd()
    {
        var limits = Tango.Limits(new(0, 8, 0, 0));
        limits.High.ShouldBe(1);
        limits.Low.ShouldBeInRange(0.1, 0.9);
        var mirrored = Tango.Limits(new(0, 0, 8, 0));
        mirrored.Low.ShouldBe(-1);
        mirrored.High.ShouldBe(-limits.Low, 1e-12);
    }

    [Fact]
    public void Limits_SidesSwapped_AreMirrored()
    {
        var random = new SeededRandom(5);
        for (var i = 0; i < 200; i++)
        {
            var (a, b, c, d) = (random.Next(40), random.Next(9), random.Next(9), 1 + random.Next(20));
            var (one, two) = (Tango.Limits(new(a, b, c, d)), Tango.Limits(new(a, c, b, d)));
            one.Low.ShouldBe(-two.High, 1e-12);
            one.High.ShouldBe(-two.Low, 1e-12);
            one.Contains((double)(b - c) / (a + b + c + d)).ShouldBeTrue();

            var (hybrid, mirrored) = (Newcombe.Paired(new(a, b, c, d)), Newcombe.Paired(new(a, c, b, d)));
            hybrid.Low.ShouldBe(-mirrored.High, 1e-12);
        }
    }

    [Fact]
    public void Statistic_AtItsOwnLimits_IsTheQuantile()
    {
        var counts = new PairedCounts(700, 30, 45, 225);
        var limits = Tango.Limits(counts, 0.9);
        Tango.Statistic(counts, limits.Low).ShouldBe(Wilson.NormalQuantile(0.9), 1e-9);
        Tango.Statistic(counts, limits.High).ShouldBe(-Wilson.NormalQuantile(0.9), 1e-9);
    }

    [Fact]
    public void Of_Scores_CountsThem()
    {
        PairedCounts.Of([1, 1, 0, 0, 0], [1, 0, 1, 0, 1]).ShouldBe(new PairedCounts(1, 2, 1, 1));
        PairedCounts.Of([1, 0.5], [1, 1]).ShouldBeNull();
    }

    private static void ShouldBe(Interval interval, double[] expected, double tolerance)
    {
        interval.Low.ShouldBe(expected[0], tolerance);
        interval.High.ShouldBe(expected[1], tolerance);
    }
}
