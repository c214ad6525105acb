using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

public class EValueTests
{
    [SharedFact]
    public void OfWins_OracleCounts_Match()
    {
        var cases = StatisticsOracle.Cases("beta_binomial_e_value_for_paired_wins");
        cases.Length.ShouldBe(6);
        foreach (var c in cases)
        {
            var e = EValue.OfWins(c.Count("wins"), c.Count("losses"));
            e.ShouldBe(c.Number("e"), 1e-9 * Math.Max(1, e));
            EValue.AnytimeP(e).ShouldBe(c.Number("anytime_p"), 1e-9);
        }
    }

    [Fact]
    public void OfWins_NothingDecided_IsOne() => EValue.OfWins(0, 0).ShouldBe(1, 1e-12);

    [Fact]
    public void OfWins_LookedAtAfterEverySample_RarelyReachesItsThreshold()
    {
        var rounds = TestRounds.Of(10_000);
        var random = new SeededRandom(8);
        var alarms = 0;
        for (var round = 0; round < rounds; round++)
        {
            var (wins, losses, largest) = (0, 0, 0.0);
            for (var i = 0; i < 300; i++)
            {
                (wins, losses) = random.Next(2) == 0 ? (wins + 1, losses) : (wins, losses + 1);
                largest = Math.Max(largest, EValue.OfWins(wins, losses));
            }

            alarms += EValue.AnytimeP(largest) <= 0.1 ? 1 : 0;
        }

        ((double)alarms / rounds).ShouldBeLessThan(0.1 + (4 * Math.Sqrt(0.09 / rounds)));
        alarms.ShouldBeGreaterThan(0);
    }
}
