using Eval.Core.Ratings.Pairings;
using Eval.TestSupport;
using Xunit.Abstractions;

namespace Eval.Core.Tests.Ratings;

/// <summary>How many battles adaptive pairing saves: variances over simulated tournaments, not those that a fit claims.</summary>
public class AdaptiveSavingTests(ITestOutputHelper output)
{
    private const int Battles = 1200;

    [Theory]
    [InlineData(5, 6)]
    [InlineData(0, 3)]
    [InlineData(0, 11)]
    public void Next_ForAContrast_NeedsThirtyPerCentFewerBattlesThanRoundRobin(int a, int b)
    {
        var tournament = new SimulatedTournament(SimulatedTournament.Spread(12, 450), 1000) { RoundSize = 100, Contrast = (a, b) };

        var all = Variance(tournament, "round-robin", Battles, a, b);
        var adaptive = Variance(tournament, "adaptive", (int)(0.7 * Battles), a, b);

        output.WriteLine($"variance (and claimed): {Battles} battles of a round robin {all.Estimates:0.0} ({all.Claimed:0.0}), "
            + $"70 % of them adaptively {adaptive.Estimates:0.0} ({adaptive.Claimed:0.0})");
        adaptive.Estimates.ShouldBeLessThan(all.Estimates);
        adaptive.Claimed.ShouldBeLessThan(all.Claimed);
    }

    [Theory]
    [InlineData(450)]
    [InlineData(900)]
    public void Next_ForTheWholeTable_IsBetterThanRoundRobin(double elo)
    {
        var tournament = new SimulatedTournament(SimulatedTournament.Spread(12, elo), 1000) { RoundSize = 100 };

        var (adaptive, all) = (Total("adaptive"), Total("round-robin"));
        output.WriteLine($"{elo} points: adaptive / round robin {adaptive / all:0.000}");
        adaptive.ShouldBeLessThan(all);

        double Total(string policy)
        {
            var sum = 0.0;
            for (var seed = 0; seed < TestRounds.Of(100); seed++)
            {
                sum += tournament.Rate(tournament.Play(PairingPolicies.Find(policy)!, seed, 2400))[0].Covariance.Trace();
            }

            return sum;
        }
    }

    private static (double Estimates, double Claimed) Variance(SimulatedTournament tournament, string policy, int battles, int a, int b)
    {
        var (estimates, claimed) = (new List<double>(), new List<double>());
        for (var seed = 0; seed < TestRounds.Of(600); seed++)
        {
            var board = tournament.Rate(tournament.Play(PairingPolicies.Find(policy)!, seed, battles)).ShouldHaveSingleItem();
            var places = (board.Rows.Index().First(r => r.Item.Model == a).Index, board.Rows.Index().First(r => r.Item.Model == b).Index);
            var difference = board.Difference(places.Item1, places.Item2).ShouldNotBeNull();
            estimates.Add(difference.Points);
            claimed.Add(difference.StandardError * difference.StandardError);
        }

        var mean = estimates.Average();
        return (estimates.Sum(e => (e - mean) * (e - mean)) / (estimates.Count - 1), claimed.Average());
    }
}
