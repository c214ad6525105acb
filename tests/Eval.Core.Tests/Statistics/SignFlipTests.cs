using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

public class SignFlipTests
{
    [SharedFact]
    public void Test_OracleDifferences_Match()
    {
        var cases = StatisticsOracle.Cases("paired_permutation_sign_flip");
        cases.Length.ShouldBe(2);
        foreach (var c in cases)
        {
            var result = SignFlip.Test(c.Numbers("differences"));
            result.Draws.ShouldBeNull();
            result.TwoSidedP.ShouldBe(c.Number("two_sided_p"), 1e-9);
            result.GreaterP.ShouldBe(c.Number("one_sided_p_mean_gt_0"), 1e-9);
        }
    }

    [SharedFact]
    public void Test_DistinctSignedRanks_IsWilcoxonsTest()
    {
        var oracle = StatisticsOracle.Group("paired_permutation_sign_flip");
        var differences = oracle.GetProperty("cases")[0].Numbers("differences");
        var ranks = Ranks.Of([.. differences.Select(Math.Abs)]);

        // The oracle's program takes the table for distinct ranks, with the negative ranks' sum of 11.5 rounded up: 1 + 4 + 7 of 1 to 12.
        Math.Ceiling(differences.Zip(ranks, (d, rank) => d < 0 ? rank : 0).Sum()).ShouldBe(12);
        var result = SignFlip.Test([-1, 2, 3, -4, 5, 6, -7, 8, 9, 10, 11, 12]);
        result.TwoSidedP.ShouldBe(oracle.Number("wilcoxon_same_12"), 1e-9);
    }

    [Fact]
    public void Test_ManyPlusAndMinusOnes_EqualsMcNemarExactly()
    {
        double[] differences = [.. Enumerable.Repeat(1.0, 3040), .. Enumerable.Repeat(-1.0, 2890), .. Enumerable.Repeat(0.0, 94_070)];
        var result = SignFlip.Test(differences);
        result.Draws.ShouldBeNull();
        result.TwoSidedP.ShouldBe(McNemar.ExactP(3040, 2890), 1e-9);
        result.GreaterP.ShouldBe(McNemar.ExactOneSidedP(3040, 2890), 1e-9);
        result.LessP.ShouldBe(McNemar.ExactOneSidedP(2890, 3040), 1e-9);
    }

    [Fact]
    public void Test_TooManyPatterns_DrawsAndComesCloseToAllPatterns()
    {
        // 18 distinct sizes can be counted; each once more with the sizes halved cannot, but has the same p where the halves flip together.
        var random = new SeededRandom(4);
        double[] whole = [.. Enumerable.Range(0, 18).Select(_ => random.NextDouble() - 0.35)];
        double[] halves = [.. whole.SelectMany(x => new[] { x * 0.25, x * 0.75 })];
        int[] clusters = [.. Enumerable.Range(0, 36).Select(i => i / 2)];
        var exact = SignFlip.Test(whole);
        SignFlip.Test(halves, clusters).TwoSidedP.ShouldBe(exact.TwoSidedP, 1e-9);

        var drawn = SignFlip.Test(halves, seed: 1, draws: 20_000);
        drawn.Draws.ShouldBe(20_000);
        drawn.TwoSidedP.ShouldBeLessThan(exact.TwoSidedP);
        drawn.ShouldBe(SignFlip.Test(halves, seed: 1, draws: 20_000));
        drawn.ShouldNotBe(SignFlip.Test(halves, seed: 2, draws: 20_000));
    }

    [Fact]
    public void Test_DrawnGroups_AgreeWithTheNormalLimit()
    {
        // Sizes 1, 0.7 and 0.31 many times each: too many patterns, and near the normal distribution. 2,000 draws know p to 0.011 (one sigma).
        double[] differences = [.. Parts(1, 230, 200), .. Parts(0.7, 300, 310), .. Parts(0.31, 400, 380)];
        var deviation = Math.Sqrt(differences.Sum(d => d * d));
        var expected = MathNet.Numerics.Distributions.Normal.CDF(0, 1, -differences.Sum() / deviation);
        var result = SignFlip.Test(differences, seed: 7, draws: 2000);
        result.Draws.ShouldBe(2000);
        result.GreaterP.ShouldBe(expected, 0.04);
        (result.GreaterP + result.LessP).ShouldBe(1, 0.02);

        static IEnumerable<double> Parts(double size, int plus, int minus) =>
            Enumerable.Repeat(size, plus).Concat(Enumerable.Repeat(-size, minus));
    }

    [Fact]
    public void Test_NothingButZeros_IsOne()
    {
        var result = SignFlip.Test([0, 0, 0]);
        result.ShouldBe(new SignFlipResult(1, 1, 1, null));
    }

    [Fact]
    public void Test_NoEffect_RejectsAtItsLevel()
    {
        var rounds = TestRounds.Of(4000);
        var random = new SeededRandom(11);
        var rejected = 0;
        for (var round = 0; round < rounds; round++)
        {
            double[] differences = [.. Enumerable.Range(0, 12).Select(_ => Math.Round((random.NextDouble() - 0.5) * 8) / 4)];
            rejected += SignFlip.Test(differences).TwoSidedP <= 0.1 ? 1 : 0;
        }

        ((double)rejected / rounds).ShouldBeInRange(0.03, 0.1 + (4 * Math.Sqrt(0.09 / rounds)));
    }
}
