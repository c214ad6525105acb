using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Explanation;

/// <summary>The decision at one weight of one factor.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Gap">Score of the winner of now − score of the runner-up of now.</param>
/// <param name="Winner">Who wins at this weight.</param>
public sealed record TornadoEnd(double Weight, double Gap, string Winner);

/// <summary>What a weight that moves by a share does to the gap, the other weights in proportion.</summary>
/// <param name="Factor">The factor's id.</param>
/// <param name="Low">At the smaller weight.</param>
/// <param name="High">At the greater weight, at most 1.</param>
public sealed record TornadoRow(string Factor, TornadoEnd Low, TornadoEnd High)
{
    /// <summary>How far the gap moves between both ends.</summary>
    public double Swing => Math.Abs(High.Gap - Low.Gap);
}

/// <summary>How much each weight matters.</summary>
public static class Tornado
{
    /// <summary>The rows, in the factors' order; a factor with all the weight has none.</summary>
    /// <param name="matrix">Two candidates or more; a missing value counts with the middle, 0.5.</param>
    /// <param name="weights">One weight per factor.</param>
    /// <param name="share">By which share weights move, above 0 and up to 1.</param>
    public static IReadOnlyList<TornadoRow> Of(DecisionMatrix matrix, WeightSet weights, double share = 0.2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(matrix.Candidates.Count, 2, nameof(matrix));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        double[] scores = [.. matrix.Candidates.Select((_, c) => matrix.Values(c, 0.5).Select((v, f) => weights[f] * v).Sum())];
        var ranking = Ranking.Of(matrix.Candidates, scores);
        var (winner, runnerUp) = (matrix.CandidateAt(ranking.Winner.Name), matrix.CandidateAt(ranking.RunnerUp!.Name));
        var rows = new List<TornadoRow>();
        for (var f = 0; f < matrix.Factors.Count; f++)
        {
            if (LinearScores.Of(matrix, weights, f) is not { } lines)
            {
                continue;
            }

            TornadoEnd At(double weight)
            {
                var moved = lines.At(weight);
                return new(weight, moved[winner] - moved[runnerUp], Ranking.Of(matrix.Candidates, moved).Winner.Name);
            }

            rows.Add(new(matrix.Factors[f].Id, At(weights[f] * (1 - share)), At(Math.Min(1, weights[f] * (1 + share)))));
        }

        return rows;
    }
}
