using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

public class PowerTests
{
    [SharedFact]
    public void RequiredNAndEffect_OracleCases_Match()
    {
        foreach (var c in StatisticsOracle.Cases("power"))
        {
            var k = c.Count("K");
            var variance = Power.VarianceOfDifference(c.Number("omega2"), c.Number("sigma2_a"), k, c.Number("sigma2_b"), k);
            if (c.TryGetProperty("mde", out var effect))
            {
                Power.MinimalDetectableEffect(Math.Sqrt(variance / c.Number("n"))).ShouldBe(effect.GetDouble(), 1e-9);
                Power.RequiredN(variance, effect.GetDouble()).ShouldBe(c.Number("n"), 1e-5);
            }
            else
            {
                Power.RequiredN(variance, c.Number("delta")).ShouldBe(c.Number("n"), 1e-6);
            }
        }
    }

    [SharedFact]
    public void RequiredPairs_OracleShares_Match()
    {
        foreach (var c in StatisticsOracle.Group("power").GetProperty("mcnemar_n_pairs").EnumerateArray())
        {
            Power.RequiredPairs(c.Number("p_discordant"), c.Number("delta")).ShouldBe(c.Number("n_miettinen_normal_approx"), 1e-6);
        }
    }

    [SharedFact]
    public void RequiredForWinRate_OracleHalfWidths_Match()
    {
        foreach (var c in StatisticsOracle.Group("power").GetProperty("winrate_n_for_halfwidth_95").EnumerateArray())
        {
            Power.RequiredForWinRate(c.Number("halfwidth"), c.Number("tie_fraction")).ShouldBe(c.Number("n"), 1e-3);
        }
    }

    [Fact]
    public void Of_TheMinimalEffect_IsThePowerAskedFor()
    {
        foreach (var (sides, df) in new[] { (Sides.One, double.PositiveInfinity), (Sides.Two, double.PositiveInfinity), (Sides.One, 39.0) })
        {
            var effect = Power.MinimalDetectableEffect(0.02, 0.05, 0.9, sides, df);
            Power.Of(effect, 0.02, 0.05, sides, df).ShouldBe(0.9, 1e-9);
        }
    }

    [Fact]
    public void RequiredN_DesignEffect_Multiplies()
    {
        Power.DesignEffect(0.03, 0.015).ShouldBe(4, 1e-12);
        Power.RequiredN(0.2, 0.05, designEffect: 4).ShouldBe(4 * Power.RequiredN(0.2, 0.05), 1e-9);
    }

    [Fact]
    public void Of_PairedDifferences_IsReachedInSimulation()
    {
        // Normal differences with variance 0.09, effect 0.05, 300 samples: the t test must reject as often as the formula says, to two points.
        var rounds = TestRounds.Of(4000);
        var random = new SeededRandom(3);
        var rejected = 0;
        for (var round = 0; round < rounds; round++)
        {
            var moments = new Moments();
            for (var i = 0; i < 300; i++)
            {
                moments.Add(0.05 + (0.3 * MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, random.NextDouble())));
            }

            var interval = StudentInterval.Around(moments.Mean, moments.StandardError, 299);
            rejected += interval.Low > 0 ? 1 : 0;
        }

        var power = Power.Of(0.05, Math.Sqrt(0.09 / 300));
        ((double)rejected / rounds).ShouldBe(power, 0.02 + (3 * Math.Sqrt(power * (1 - power) / rounds)));
    }
}
