using Eval.Core.Ratings;
using Eval.Core.Ratings.Pairings;
using Eval.TestSupport;
using Xunit.Abstractions;

namespace Eval.Core.Tests.Ratings;

/// <summary>Intervals hold what they promise, whichever way pairs were chosen: also where earlier results chose them.</summary>
public class TournamentCoverageTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("round-robin", false, 0)]
    [InlineData("round-robin", false, 0.5)]
    [InlineData("swiss", false, 0)]
    [InlineData("adaptive", false, 0)]
    [InlineData("adaptive", false, 0.5)]
    [InlineData("adaptive", true, 0)]
    public void Of_SimulatedTournaments_CoverTheTruth(string policy, bool forContrast, double correlation)
    {
        var truth = SimulatedTournament.Spread(12, 450);
        var tournament = new SimulatedTournament(truth, 300) { RoundSize = 150, Contrast = forContrast ? (5, 6) : null, Correlation = correlation };
        var (ratings, differences) = (new Share(), new Share());
        for (var seed = 0; seed < TestRounds.Of(1500); seed++)
        {
            var board = tournament.Rate(tournament.Play(PairingPolicies.Find(policy)!, seed, 1500)).ShouldHaveSingleItem();
            foreach (var row in board.Rows.Where(r => r.State == RatingState.Estimated))
            {
                var rating = 1000 + (EloScale.PointsPerUnit * truth[row.Model]);
                ratings.Add(row.Low <= rating && rating <= row.High);
            }

            int[] place = [.. Enumerable.Range(0, 12).Select(m => board.Rows.Index().First(r => r.Item.Model == m).Index)];
            for (var m = 0; m < 11; m++)
            {
                if (board.Difference(place[m], place[m + 1]) is { } difference)
                {
                    var gap = EloScale.PointsPerUnit * (truth[m] - truth[m + 1]);
                    differences.Add(difference.Low <= gap && gap <= difference.High);
                }
            }
        }

        output.WriteLine($"ratings {ratings.Of(0):0.0000}, differences {differences.Of(0):0.0000}");
        ratings.Of(12 * TestRounds.Of(1500)).ShouldBe(0.95, 0.015);
        differences.Of(11 * TestRounds.Of(1500)).ShouldBe(0.95, 0.015);
    }

    private sealed class Share
    {
        private int _hits;
        private int _all;

        public void Add(bool hit) => (_hits, _all) = (_hits + (hit ? 1 : 0), _all + 1);

        public double Of(int expected)
        {
            // Nobody may be missing from the count: nearly all are estimated.
            _all.ShouldBeGreaterThan((int)(0.99 * expected));
            return (double)_hits / _all;
        }
    }
}
