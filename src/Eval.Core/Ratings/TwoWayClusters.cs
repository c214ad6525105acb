using Eval.Core.Ratings.Fitting;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Eval.Core.Ratings;

/// <summary>
/// Intervals for battles that depend on each other in two ways, such as by rater and by prompt: V = V₁ + V₂ − V₁₂, the last by the groups that agree in both (A. C. Cameron,
/// J. B. Gelbach and D. L. Miller 2011). A joint key alone would take the battles of one rater for independent as soon as their prompts differ. Where V has negative
/// eigenvalues, as it may in small samples, they are set to 0.
/// </summary>
public static class TwoWayClusters
{
    /// <summary>Rates battles with clusters of two kinds.</summary>
    /// <param name="one">The battles, clustered in one way.</param>
    /// <param name="other">The same battles in the same order, clustered in the other way.</param>
    /// <param name="both">The same, clustered by what agrees in both.</param>
    /// <param name="options">How to rate.</param>
    public static IReadOnlyList<RatingBoard> Of(IBattles one, IBattles other, IBattles both, RatingOptions options)
    {
        // Ratings do not depend on clusters: the three have the same boards with the same rows.
        var plain = options with { Draws = 0 };
        var (first, second, joint) = (RatingBoards.Of(one, plain), RatingBoards.Of(other, plain), RatingBoards.Of(both, plain));
        return [.. first.Select((board, i) => Joined(board, second[i], joint[i], options))];
    }

    private static RatingBoard Joined(RatingBoard one, RatingBoard other, RatingBoard both, RatingOptions options)
    {
        var degrees = one.DegreesOfFreedom is { } a && other.DegreesOfFreedom is { } b ? Math.Min(a, b) : one.DegreesOfFreedom ?? other.DegreesOfFreedom;
        var board = one with
        {
            Clusters = Math.Min(one.Clusters == 0 ? int.MaxValue : one.Clusters, other.Clusters == 0 ? int.MaxValue : other.Clusters) is not int.MaxValue and var fewer ? fewer : 0,
            DegreesOfFreedom = degrees,
            Covariance = Positive(one.Covariance + other.Covariance - both.Covariance),
        };
        board = board with { Notes = [.. one.Notes.Union(other.Notes)] };
        if (degrees < 1)
        {
            return WithoutIntervals(board);
        }

        var quantile = PlacedModels.Quantile(board.Confidence, degrees);
        board = board with { Position = Term(one.Position, other.Position, both.Position, quantile, (v, h) => v + h), Tie = Term(one.Tie, other.Tie, both.Tie, quantile, TieEnd(options.Method)) };
        var rows = board.Rows.Select((row, i) =>
        {
            var error = EloScale.PointsPerUnit * Math.Sqrt(board.Covariance[i, i]);
            return row.StandardError is null || !double.IsFinite(error) ? Wider(row, other.Rows[i])
                : row with { StandardError = error, Low = row.Rating - (quantile * error), High = row.Rating + (quantile * error) };
        }).ToList();
        var ranks = options.Draws > 0 && rows.Count > 1 && rows.TrueForAll(r => r.State == RatingState.Estimated && r.StandardError is not null)
            ? RankDraws.Probabilities([.. board.Strengths], board.Covariance, options.Draws, options.Seed) : null;
        return board with
        {
            Rows =
            [
                .. rows.Select((row, i) => row with
                {
                    BestRank = 1 + rows.Count(o => o.Low > row.High),
                    WorstRank = rows.Count - rows.Count(o => o.High < row.Low),
                    BestProbability = ranks?[i][0],
                    RankProbabilities = ranks?[i] ?? [],
                }),
            ],
        };
    }

    // All battles in one group, in one of the two ways: that there is no second group to differ from says nothing about how far it would.
    private static RatingBoard WithoutIntervals(RatingBoard board) => board with
    {
        Covariance = board.Covariance.Map(_ => double.NaN),
        Position = board.Position is { } position ? new RatingTerm(position.Name, position.Value) : null,
        Tie = board.Tie is { } tie ? new RatingTerm(tie.Name, tie.Value) : null,
        Rows =
        [
            .. board.Rows.Select(r => r with
            {
                StandardError = null, Low = null, High = null, BestRank = 1, WorstRank = board.Rows.Count, BestProbability = null, RankProbabilities = [],
            }),
        ],
        Notes = [.. board.Notes.Append("In one of the two ways all battles are in one group: there are no intervals.").Distinct()],
    };

    // A bound that only one of the two ways allows is none.
    private static RatingRow Wider(RatingRow one, RatingRow other) => one with
    {
        Low = one.Low is { } a && other.Low is { } b ? Math.Min(a, b) : null,
        High = one.High is { } c && other.High is { } d ? Math.Max(c, d) : null,
    };

    // The nearest matrix without negative eigenvalues, of the models that are estimated; NaN stays beside the others.
    private static Matrix<double> Positive(Matrix<double> covariance)
    {
        int[] kept = [.. Enumerable.Range(0, covariance.RowCount).Where(i => double.IsFinite(covariance[i, i]))];
        if (kept.Length == 0)
        {
            return covariance;
        }

        var eigen = DenseMatrix.Create(kept.Length, kept.Length, (r, c) => covariance[kept[r], kept[c]]).Evd(Symmetricity.Symmetric);
        if (eigen.EigenValues.Min(v => v.Real) >= 0)
        {
            return covariance;
        }

        var values = DenseMatrix.OfDiagonalArray([.. eigen.EigenValues.Select(v => Math.Max(0, v.Real))]);
        var positive = eigen.EigenVectors * values * eigen.EigenVectors.Transpose();
        var result = covariance.Clone();
        for (var r = 0; r < kept.Length; r++)
        {
            for (var c = 0; c < kept.Length; c++)
            {
                result[kept[r], kept[c]] = positive[r, c];
            }
        }

        return result;
    }

    private static RatingTerm? Term(RatingTerm? one, RatingTerm? other, RatingTerm? both, double quantile, Func<double, double, double> end)
    {
        if (one is not { StandardError: { } a } || other is not { StandardError: { } b } || both is not { StandardError: { } c })
        {
            return one;
        }

        // Less than either alone would claim that a second dependence makes surer.
        var error = Math.Sqrt(Math.Max((a * a) + (b * b) - (c * c), Math.Min(a * a, b * b)));
        return one with { StandardError = error, Low = end(one.Value, -quantile * error), High = end(one.Value, quantile * error) };
    }

    // ν is estimated by its logarithm; η is not below 0.
    private static Func<double, double, double> TieEnd(RatingMethod method) =>
        method == RatingMethod.Davidson ? (value, half) => value * Math.Exp(half / value) : (value, half) => Math.Max(0, value + half);
}
