using Eval.Core.Statistics;
using Eval.TestSupport;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Tests.Statistics;

public class CorrelationTests
{
    [SharedFact]
    public void Coefficients_OracleScores_Match()
    {
        var oracle = StatisticsOracle.Group("correlation");
        var (human, judge) = (oracle.Numbers("human"), oracle.Numbers("judge"));
        var pearson = Correlation.Pearson(human, judge);
        pearson.Value.ShouldBe(oracle.Number("pearson"), 1e-9);
        pearson.PValue.ShouldBe(oracle.Number("pearson_p"), 1e-9);
        pearson.Interval.Low.ShouldBe(oracle.Numbers("pearson_fisher95")[0], 1e-9);
        pearson.Interval.High.ShouldBe(oracle.Numbers("pearson_fisher95")[1], 1e-9);
        var spearman = Correlation.Spearman(human, judge);
        spearman.Value.ShouldBe(oracle.Number("spearman"), 1e-9);
        spearman.PValue.ShouldBe(oracle.Number("spearman_p"), 1e-9);
        var kendall = Correlation.Kendall(human, judge);
        kendall.Value.ShouldBe(oracle.Number("kendall_tau_b"), 1e-9);
        kendall.PValue.ShouldBe(oracle.Number("kendall_p"), 1e-9);

        var counts = KendallCounts.Of(human, judge);
        counts.TauA.ShouldBe(oracle.Number("kendall_tau_a"), 1e-9);
        counts.TauC.ShouldBe(oracle.Number("kendall_tau_c"), 1e-9);
        counts.Gamma.ShouldBe(oracle.Number("goodman_kruskal_gamma"), 1e-9);
        (counts.Concordant, counts.Discordant, counts.TiesOnlyX, counts.TiesOnlyY, counts.TiesBoth).ShouldBe((
            oracle.Count("concordant"), oracle.Count("discordant"), oracle.Count("ties_only_human"), oracle.Count("ties_only_judge"), oracle.Count("ties_both")));
    }

    [Fact]
    public void KendallCounts_RandomTies_EqualComparingAllPairs()
    {
        var random = new SeededRandom(2);
        for (var round = 0; round < 50; round++)
        {
            var n = 2 + random.Next(40);
            double[] x = [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(8))];
            double[] y = [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(6))];
            var products = Enumerable.Range(0, n).SelectMany(i => Enumerable.Range(0, i).Select(j => (X: x[i].CompareTo(x[j]), Y: y[i].CompareTo(y[j])))).ToArray();
            var counts = KendallCounts.Of(x, y);
            counts.Concordant.ShouldBe(products.Count(p => p.X * p.Y > 0));
            counts.Discordant.ShouldBe(products.Count(p => p.X * p.Y < 0));
            counts.TiesOnlyX.ShouldBe(products.Count(p => p.X == 0 && p.Y != 0));
            counts.TiesOnlyY.ShouldBe(products.Count(p => p.X != 0 && p.Y == 0));
            counts.TiesBoth.ShouldBe(products.Count(p => p.X == 0 && p.Y == 0));
        }
    }

    [Fact]
    public void Ranks_EqualNumbers_ShareTheMean() => Ranks.Of([3, 1, 3, 9, 3]).ShouldBe([3, 1, 3, 5, 3]);

    [Fact]
    public void Coefficients_ConstantSide_AreNaN()
    {
        Correlation.Pearson([1, 1, 1, 1], [1, 2, 3, 4]).Value.ShouldBe(double.NaN);
        Correlation.Spearman([1, 2, 3, 4], [2, 2, 2, 2]).Interval.Low.ShouldBe(double.NaN);
        Correlation.Kendall([1, 2, 3, 4, 5], [2, 2, 2, 2, 2]).Value.ShouldBe(double.NaN);
    }

    [Fact]
    public void Coefficients_PerfectOrder_AreOne()
    {
        double[] x = [1, 2, 3, 4, 5, 6];
        Correlation.Pearson(x, x).Value.ShouldBe(1, 1e-12);
        Correlation.Kendall(x, x).Value.ShouldBe(1);
        Correlation.Spearman(x, [-1, -2, -3, -4, -5, -6]).Value.ShouldBe(-1, 1e-12);
        Correlation.Spearman(x, x).PValue.ShouldBe(0, 1e-12);
    }

    [Fact]
    public void Intervals_NormalPairs_CoverAsOftenAsStated()
    {
        // Correlation 0.6: Spearman's is 6/π asin(ρ/2), Kendall's 2/π asin(ρ).
        const double rho = 0.6;
        var (trueSpearman, trueKendall) = (6 / Math.PI * Math.Asin(rho / 2), 2 / Math.PI * Math.Asin(rho));
        var rounds = TestRounds.Of(4000);
        var random = new SeededRandom(14);
        var hits = new int[3];
        for (var round = 0; round < rounds; round++)
        {
            var (x, y) = (new double[60], new double[60]);
            for (var i = 0; i < 60; i++)
            {
                x[i] = Normal.InvCDF(0, 1, random.NextDouble());
                y[i] = (rho * x[i]) + (Math.Sqrt(1 - (rho * rho)) * Normal.InvCDF(0, 1, random.NextDouble()));
            }

            hits[0] += Correlation.Pearson(x, y).Interval.Contains(rho) ? 1 : 0;
            hits[1] += Correlation.Spearman(x, y).Interval.Contains(trueSpearman) ? 1 : 0;
            hits[2] += Correlation.Kendall(x, y).Interval.Contains(trueKendall) ? 1 : 0;
        }

        hits.ShouldAllBe(h => Math.Abs(((double)h / rounds) - 0.95) < 0.015 + (3 * Math.Sqrt(0.95 * 0.05 / rounds)));
    }
}
