using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Explanation;

/// <summary>A weight at which the first place changes hands.</summary>
/// <param name="Weight">The weight, 0 to 1.</param>
/// <param name="Winner">Who is first beyond it.</param>
public sealed record CriticalWeight(double Weight, string Winner);

/// <summary>How far one factor's weight can move, the others shrunk or stretched in proportion, until another candidate wins under the weighted sum.</summary>
/// <param name="Factor">The factor's id.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Below">The nearest critical weight below; null where no smaller weight changes the winner.</param>
/// <param name="Above">The nearest critical weight above; null where no greater weight does.</param>
public sealed record CriticalWeights(string Factor, double Weight, CriticalWeight? Below, CriticalWeight? Above)
{
    // Of two weights nearer than this the steeper line is ahead beyond both.
    private const double Same = 1e-12;

    /// <summary>Finds the critical weights of all factors; a factor with all the weight has none.</summary>
    /// <param name="matrix">The matrix; a missing value counts with the middle, 0.5.</param>
    /// <param name="weights">One weight per factor.</param>
    public static IReadOnlyList<CriticalWeights> Of(DecisionMatrix matrix, WeightSet weights)
    {
        double[] scores = [.. matrix.Candidates.Select((_, c) => matrix.Values(c, 0.5).Select((v, f) => weights[f] * v).Sum())];
        var winner = matrix.CandidateAt(Ranking.Of(matrix.Candidates, scores).Winner.Name);
        return [.. matrix.Factors.Select((f, k) => Of(matrix, weights, k, winner))];
    }

    private static CriticalWeights Of(DecisionMatrix matrix, WeightSet weights, int factor, int winner)
    {
        var (id, weight) = (matrix.Factors[factor].Id, weights[factor]);
        if (LinearScores.Of(matrix, weights, factor) is not { } lines)
        {
            return new(id, weight, null, null);
        }

        (double At, double Slope, int Rival)? below = null, above = null;
        for (var rival = 0; rival < matrix.Candidates.Count; rival++)
        {
            if (rival == winner || lines.Crossing(winner, rival) is not { } crossing)
            {
                continue;
            }

            // A falling lead is lost above the crossing, a rising one below it. A tie now is a crossing at the weight itself, whatever rounding says.
            var (at, slope) = (Math.Abs(crossing.At - weight) < Same ? weight : crossing.At, crossing.Slope);
            if (slope < 0 && at >= weight && at < 1 && (above is not { } a || at < a.At - Same || (at <= a.At + Same && slope < a.Slope)))
            {
                above = (at, slope, rival);
            }
            else if (slope > 0 && at <= weight && at > 0 && (below is not { } b || at > b.At + Same || (at >= b.At - Same && slope > b.Slope)))
            {
                below = (at, slope, rival);
            }
        }

        CriticalWeight? Named((double At, double Slope, int Rival)? x) => x is { } y ? new(y.At, matrix.Candidates[y.Rival]) : null;
        return new(id, weight, Named(below), Named(above));
    }
}
