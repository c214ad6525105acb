using System.Globalization;
using System.Text.Json;
using Eval.Core.Statistics;
using Eval.TestSupport;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Tests.Statistics;

public class AlphaSpendingTests
{
    [SharedFact]
    public void Boundaries_OracleLooks_Match()
    {
        JsonProperty[] cases = [.. StatisticsOracle.Group("alpha_spending_two_sided_0.05_equal_looks").EnumerateObject()];
        cases.Length.ShouldBe(9);
        foreach (var c in cases)
        {
            var type = c.Name.StartsWith("pocock", StringComparison.Ordinal) ? SpendingType.Pocock : SpendingType.OBrienFleming;
            var sides = c.Name.Contains("two_sided_total", StringComparison.Ordinal) ? SpendingSides.TwoTotal : SpendingSides.TwoPerSide;
            var looks = int.Parse(c.Name.Split('_')[^2], CultureInfo.InvariantCulture);
            var boundaries = AlphaSpending.Boundaries(type, 0.05, looks, sides);
            for (var look = 0; look < looks; look++)
            {
                AlphaSpending.Spent(type, 0.05, (look + 1.0) / looks, sides).ShouldBe(c.Value.Numbers("cumulative_alpha")[look], 1e-8);
                boundaries[look].ShouldBe(c.Value.Numbers("z_boundary")[look], 2e-4);
                (2 * Normal.CDF(0, 1, -boundaries[look])).ShouldBe(c.Value.Numbers("nominal_p")[look], 2e-5);
            }
        }
    }

    [Theory]
    [InlineData(SpendingType.OBrienFleming, SpendingSides.One)]
    [InlineData(SpendingType.OBrienFleming, SpendingSides.TwoPerSide)]
    [InlineData(SpendingType.Pocock, SpendingSides.One)]
    public void CrossingProbability_OwnBoundaries_IsAlpha(SpendingType type, SpendingSides sides)
    {
        double[] fractions = [0.1, 0.13, 0.4, 0.75, 1];
        var boundaries = AlphaSpending.Boundaries(type, 0.05, fractions, sides);
        AlphaSpending.CrossingProbability(boundaries, fractions, twoSided: sides != SpendingSides.One).ShouldBe(0.05, 1e-9);
    }

    [Fact]
    public void Boundaries_OneLook_IsThePlainTest()
    {
        AlphaSpending.Boundaries(SpendingType.Pocock, 0.05, 1)[0].ShouldBe(1.6448536269514722, 1e-9);
        AlphaSpending.Boundaries(SpendingType.OBrienFleming, 0.05, 1, SpendingSides.TwoTotal)[0].ShouldBe(1.959963984540054, 1e-9);
    }

    [Fact]
    public void Boundaries_NothingToSpendYet_IsInfiniteAndLosesNothing()
    {
        double[] fractions = [0.01, 0.5, 1];
        var boundaries = AlphaSpending.Boundaries(SpendingType.OBrienFleming, 0.05, fractions);
        boundaries[0].ShouldBe(double.PositiveInfinity);
        boundaries[1..].ShouldBe(AlphaSpending.Boundaries(SpendingType.OBrienFleming, 0.05, [0.5, 1]), 1e-6);
    }

    [Fact]
    public void CrossingProbability_SimulatedWalks_Agree()
    {
        double[] fractions = [0.2, 0.4, 0.6, 0.8, 1];
        var boundaries = AlphaSpending.Boundaries(SpendingType.OBrienFleming, 0.1, fractions);
        foreach (var drift in new[] { 0, 1.0, 2.5 })
        {
            var rounds = TestRounds.Of(100_000);
            var random = new SeededRandom(9);
            var crossed = Enumerable.Range(0, rounds).Count(_ => Crosses(random, fractions, boundaries, drift));
            var expected = AlphaSpending.CrossingProbability(boundaries, fractions, drift);
            ((double)crossed / rounds).ShouldBe(expected, 4 * Math.Sqrt(expected * (1 - expected) / rounds));
        }
    }

    [Fact]
    public void Boundaries_FractionsThatDoNotRise_Throw() =>
        Should.Throw<ArgumentOutOfRangeException>(() => AlphaSpending.Boundaries(SpendingType.Pocock, 0.05, [0.5, 0.5]));

    private static bool Crosses(SeededRandom random, double[] fractions, double[] boundaries, double drift)
    {
        var (path, before) = (0.0, 0.0);
        for (var look = 0; look < fractions.Length; look++)
        {
            var step = fractions[look] - before;
            path += (drift * step) + (Math.Sqrt(step) * Normal.InvCDF(0, 1, random.NextDouble()));
            before = fractions[look];
            if (path >= boundaries[look] * Math.Sqrt(before))
            {
                return true;
            }
        }

        return false;
    }
}
