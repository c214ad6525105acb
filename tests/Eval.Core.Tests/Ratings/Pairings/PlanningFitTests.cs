using Eval.Core.Ratings.Pairings;

namespace Eval.Core.Tests.Ratings.Pairings;

public class PlanningFitTests
{
    [Fact]
    public void Of_Battles_SolvesTheScoreEquationsWithOneVirtualTieEach()
    {
        var tournament = new SimulatedTournament(SimulatedTournament.Spread(7, 900), 80);
        var played = tournament.Play(new RoundRobin(), 2, 400);

        var fit = PlanningFit.Of(7, played);

        for (var m = 0; m < 7; m++)
        {
            var surplus = 0.5 - (1 / (1 + Math.Exp(-fit.Strengths[m])));
            foreach (var p in played.Where(p => p.A == m || p.B == m))
            {
                var score = p.A == m ? p.Score!.Value : 1 - p.Score!.Value;
                surplus += score - fit.Probability(m, p.A == m ? p.B : p.A);
            }

            surplus.ShouldBe(0, 1e-8);
        }

        fit.Decisiveness.ShouldBe(1 - (played.Count(p => p.Score == 0.5) / 401.0), 1e-12);
    }

    [Fact]
    public void Of_UndefeatedAndUnplayedModels_StaysFinite()
    {
        List<PlayedPairing> played = [.. Enumerable.Range(0, 3000).Select(i => new PlayedPairing(0, 1, i, 1, 1)), new PlayedPairing(1, 2, 0, null, 1)];

        var fit = PlanningFit.Of(4, played);

        fit.Strengths.ShouldAllBe(s => Math.Abs(s) < 20);
        (fit.Strengths[0] - fit.Strengths[1]).ShouldBeGreaterThan(5);
        fit.Strengths[2].ShouldBe(0, 1e-9);
        fit.Covariance().Diagonal().ShouldAllBe(v => v > 0 && double.IsFinite(v));
    }
}
