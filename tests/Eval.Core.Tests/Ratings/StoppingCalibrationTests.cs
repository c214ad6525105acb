using Eval.Core.Ratings.Pairings;
using Eval.Core.Ratings.Stopping;
using Eval.TestSupport;
using Xunit.Abstractions;

namespace Eval.Core.Tests.Ratings;

/// <summary>Looking often costs no false decisions, under fixed and adaptive pairing.</summary>
public class StoppingCalibrationTests(ITestOutputHelper output)
{
    private static readonly StoppingRule Contrast = new() { Target = StoppingTarget.Contrast, Contrast = ("m1", "m2") };

    [Theory]
    [InlineData("round-robin", 0)]
    [InlineData("round-robin", 0.5)]
    [InlineData("adaptive", 0)]
    [InlineData("adaptive", 0.5)]
    public void Decide_EqualModels_FindsADifferenceWithProbabilityAlphaAtMost(string policy, double correlation)
    {
        // m1 and m2 are equal among models that are not.
        var tournament = new SimulatedTournament([0.8, 0, 0, -0.5, -1], 400) { RoundSize = 60, Contrast = (1, 2), Correlation = correlation };

        var decided = Decided(tournament, policy, Contrast, 600, out _);

        ShouldBeAtMost(decided, 0.05);
    }

    [Theory]
    [InlineData("round-robin")]
    [InlineData("adaptive")]
    public void Decide_TwoEqualLeaders_NamesOneWithProbabilityAlphaAtMost(string policy)
    {
        var tournament = new SimulatedTournament([0.5, 0.5, -0.4, -0.9], 400) { RoundSize = 60 };

        ShouldBeAtMost(Decided(tournament, policy, new StoppingRule { Target = StoppingTarget.Leader }, 600, out _), 0.05);
    }

    [Fact]
    public void Decide_AllEqual_NamesALeaderOrRankingWithProbabilityAlphaAtMost()
    {
        var tournament = new SimulatedTournament([0, 0, 0], 400) { RoundSize = 60 };

        ShouldBeAtMost(Decided(tournament, "round-robin", new StoppingRule { Target = StoppingTarget.Leader }, 600, out _), 0.05);
        ShouldBeAtMost(Decided(tournament, "round-robin", new StoppingRule { Target = StoppingTarget.Ranking }, 600, out _), 0.05);
    }

    [Fact]
    public void Decide_OneClearlyBetter_EndsEarlyAndRightly()
    {
        var tournament = new SimulatedTournament([0.3, 0.6, -0.2, -0.4, -0.8], 800) { RoundSize = 60, Contrast = (1, 2) };

        var decided = Decided(tournament, "adaptive", Contrast, 600, out var battles);

        decided.Share.ShouldBeGreaterThan(0.95);
        battles.ShouldBeLessThan(300);
    }

    /// <summary>Share of the tournaments that find something, and battles that they take on average.</summary>
    private (double Share, int Of) Decided(SimulatedTournament tournament, string policy, StoppingRule rule, long planned, out double battles)
    {
        var (decided, rounds, total) = (0, TestRounds.Of(1000), 0L);
        for (var seed = 0; seed < rounds; seed++)
        {
            var sizes = new List<long>();
            foreach (var played in tournament.Rounds(PairingPolicies.Find(policy)!, seed, planned))
            {
                sizes.Add(played.Count);
                var looks = StoppingLooks.After(rule.Looks, sizes, planned);
                if (looks.IsDue && TournamentStopping.Decide(rule, tournament.Rate(played), looks).IsDecided)
                {
                    decided++;
                    break;
                }
            }

            total += sizes[^1];
        }

        battles = (double)total / rounds;
        output.WriteLine($"{policy}, {rule.Target}: {(double)decided / rounds:0.0000} decided, {battles:0} of {planned} battles on average");
        return ((double)decided / rounds, rounds);
    }

    /// <summary>At most α, as far as so many tournaments can tell.</summary>
    private static void ShouldBeAtMost((double Share, int Of) decided, double alpha) =>
        (decided.Share * decided.Of).ShouldBeLessThanOrEqualTo(Binomial(decided.Of, alpha));

    private static double Binomial(int n, double p) => (n * p) + (2.33 * Math.Sqrt(n * p * (1 - p)));
}
