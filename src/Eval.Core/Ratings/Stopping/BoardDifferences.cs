using Eval.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Ratings.Stopping;

/// <summary>
/// Tests of differences on one board: Wald tests by the robust covariance, Student's t with one degree of freedom less than clusters. The normal distribution's
/// far tail, which early looks ask for, would be too thin for few clusters.
/// </summary>
internal static class BoardDifferences
{
    /// <summary>Tests differences at one level in all, by Holm's rule where there are several: each is shown only if all with smaller p are.</summary>
    /// <param name="board">The board; each of the pairs can be tested.</param>
    /// <param name="pairs">Places of rows.</param>
    /// <param name="level">Two-sided level, above 0.</param>
    /// <param name="margin">Equivalence margin in Elo points, or null.</param>
    public static StoppingTest[] Test(RatingBoard board, IReadOnlyList<(int A, int B)> pairs, double level, double? margin)
    {
        var freedom = Freedom(board);
        var differences = pairs.Select(p => board.Difference(p.A, p.B)!).ToArray();
        var p = differences.Select(d => P(d.Points, d.StandardError, freedom, margin)).ToArray();
        var adjusted = MultipleTesting.Adjust([.. p.Select(x => x.Smaller)], Correction.Holm);
        var rank = Enumerable.Range(0, pairs.Count).OrderBy(i => p[i].Smaller).Select((place, i) => (place, i)).ToDictionary(x => x.place, x => x.i);
        return [.. pairs.Select((pair, i) =>
        {
            var own = level / (pairs.Count - rank[i]);
            var (value, error) = (differences[i].Points, differences[i].StandardError);
            var interval = StudentInterval.Around(value, error, freedom, 1 - own);
            var finding = adjusted[i] > level ? StoppingFinding.Open
                : p[i].Equal < p[i].Differ ? StoppingFinding.Equivalent
                : value > 0 ? StoppingFinding.Better : StoppingFinding.Worse;
            return new StoppingTest(
                board.Rows[pair.A].Name, board.Rows[pair.B].Name, value, error, p[i].Smaller, own, interval.Low, interval.High, finding);
        })];
    }

    /// <summary>Whether a difference can be tested: <see cref="Test"/> takes no other.</summary>
    public static bool CanTest(RatingBoard board, int a, int b) => Freedom(board) >= 1 && board.Difference(a, b) is not null;

    /// <summary>Where all battles stand alone, one degree less for each model: as good as normal for any number that decides something.</summary>
    private static double Freedom(RatingBoard board) => board.DegreesOfFreedom ?? board.Battles - board.Rows.Count;

    /// <summary>p of "no difference" and of "not within the margin": twice the larger of the two one-sided ones (D. J. Schuirmann 1987), at the same two-sided level.</summary>
    private static (double Differ, double Equal, double Smaller) P(double value, double error, double freedom, double? margin)
    {
        var differ = 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(value) / error);
        var equal = margin is { } m ? Math.Min(1, 2 * StudentT.CDF(0, 1, freedom, (Math.Abs(value) - m) / error)) : 1;
        return (differ, equal, Math.Min(differ, equal));
    }
}
