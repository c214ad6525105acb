using Eval.Core.Ratings;
using Eval.Core.Ratings.Pairings;
using Eval.TestSupport;
using Xunit.Abstractions;

namespace Eval.Core.Tests.Ratings;

/// <summary>What weights do to the ratings of adaptive tournaments, against the strengths that all pairs, equally often, lead to.</summary>
public class PairingWeightsSimulationTests(ITestOutputHelper output)
{
    private const int Models = 8;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_StrengthsExplainTheTable_WeightsOnlyMakeItLessSure(bool forContrast)
    {
        var (plain, equal, inverse) = Simulate(forContrast, affinity: null);

        plain.Covered.ShouldBe(0.95, 0.02);
        plain.Spread.ShouldBeLessThan(equal.Spread);
        equal.Spread.ShouldBeLessThan(inverse.Spread);
    }

    [Fact]
    public void Of_StrengthsDoNotExplainTheTable_EqualPairsAreWhatARoundRobinLeadsTo()
    {
        // The stronger one wins more often than strengths say against those near it, and less often against those far away, whom it meets less often here.
        var (plain, equal, inverse) = Simulate(forContrast: false, (a, b) => Math.Sign(b - a) * (Math.Abs(a - b) <= 2 ? 0.8 : -0.8));

        plain.LargestBias.ShouldBeGreaterThan(15);
        equal.LargestBias.ShouldBeLessThan(plain.LargestBias / 2);
        equal.Spread.ShouldBeLessThan(inverse.Spread);
    }

    private (Errors Plain, Errors Equal, Errors Inverse) Simulate(bool forContrast, Func<int, int, double>? affinity)
    {
        var tournament = new SimulatedTournament(SimulatedTournament.Spread(Models, 700), 600)
        {
            RoundSize = 100,
            Contrast = forContrast ? (3, 4) : null,
            Affinity = affinity,
        };
        var target = UniformStrengths(tournament);
        var (plain, equal, inverse) = (new Errors(), new Errors(), new Errors());
        for (var seed = 0; seed < TestRounds.Of(400); seed++)
        {
            var played = tournament.Play(PairingPolicies.Find("adaptive")!, seed, 2000);
            plain.Add(tournament.Rate(played), target);
            equal.Add(tournament.Rate(played, PairingWeighting.EqualPairs), target);
            inverse.Add(tournament.Rate(played, PairingWeighting.InverseProbability), target);
        }

        output.WriteLine($"unweighted: {plain}");
        output.WriteLine($"equal pairs: {equal}");
        output.WriteLine($"inverse probability: {inverse}");
        return (plain, equal, inverse);
    }

    /// <summary>The strengths that all pairs, equally often and without end, lead to: each model's mean score is the one expected of it.</summary>
    private static double[] UniformStrengths(SimulatedTournament tournament)
    {
        var strengths = new double[tournament.Models];
        for (var step = 0; step < 5000; step++)
        {
            for (var a = 0; a < strengths.Length; a++)
            {
                var surplus = 0.0;
                for (var b = 0; b < strengths.Length; b++)
                {
                    surplus += a == b ? 0 : tournament.Expected(a, b) - (1 / (1 + Math.Exp(strengths[b] - strengths[a])));
                }

                strengths[a] += surplus / strengths.Length;
            }
        }

        var mean = strengths.Average();
        return [.. strengths.Select(s => EloScale.Mean + (EloScale.PointsPerUnit * (s - mean)))];
    }

    private sealed class Errors
    {
        private readonly Dictionary<int, List<double>> _errors = [];
        private int _covered;
        private int _all;

        /// <summary>Of the models' mean errors the largest, in points.</summary>
        public double LargestBias => _errors.Values.Max(e => Math.Abs(e.Average()));

        /// <summary>Root of the mean variance of the models' ratings, in points.</summary>
        public double Spread => Math.Sqrt(_errors.Values.Average(e => e.Average(x => x * x) - (e.Average() * e.Average())));

        public double Covered => (double)_covered / _all;

        public void Add(IReadOnlyList<RatingBoard> boards, double[] target)
        {
            foreach (var row in boards.ShouldHaveSingleItem().Rows)
            {
                if (!_errors.TryGetValue(row.Model, out var errors))
                {
                    _errors[row.Model] = errors = [];
                }

                errors.Add(row.Rating - target[row.Model]);
                _covered += row.Low <= target[row.Model] && target[row.Model] <= row.High ? 1 : 0;
                _all++;
            }
        }

        public override string ToString() => $"largest bias {LargestBias:0.0}, spread {Spread:0.0} points, covered {Covered:0.000}";
    }
}
