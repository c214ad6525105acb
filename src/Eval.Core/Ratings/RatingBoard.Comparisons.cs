using Eval.Core.Ratings.Fitting;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Eval.Core.Ratings;

/// <content>What follows from ratings and their covariance together.</content>
public sealed partial record RatingBoard
{
    /// <summary>
    /// The difference between two models, tested with their covariance: intervals that overlap do not mean that there is none. Null where either is not
    /// estimated, or the battles do not vary.
    /// </summary>
    /// <param name="first">Place of one model in <see cref="Rows"/>, from 0.</param>
    /// <param name="second">Place of the other.</param>
    public RatingDifference? Difference(int first, int second)
    {
        var variance = Covariance[first, first] + Covariance[second, second] - (2 * Covariance[first, second]);
        if (first == second || !(variance > 1e-12))
        {
            return null;
        }

        var points = EloScale.PointsPerUnit * (Strengths[first] - Strengths[second]);
        var error = EloScale.PointsPerUnit * Math.Sqrt(variance);
        var half = PlacedModels.Quantile(Confidence, DegreesOfFreedom) * error;
        double Below(double z) => DegreesOfFreedom is { } df ? StudentT.CDF(0, 1, df, z) : Normal.CDF(0, 1, z);
        return new RatingDifference(points, error, points - half, points + half, 2 * Below(-Math.Abs(points / error)), Below(points / error));
    }

    /// <summary>
    /// Half the width, in Elo points, of intervals that hold for all models at once: √χ² with estimated models − 1 degrees of freedom, times the standard
    /// error (Chiang and others 2024, arXiv:2403.04132). Null where the model has no standard error.
    /// </summary>
    /// <param name="row">Place in <see cref="Rows"/>.</param>
    public double? SimultaneousHalfWidth(int row) =>
        Rows[row].StandardError * Math.Sqrt(ChiSquared.InvCDF(Rows.Count(r => r.State == RatingState.Estimated) - 1, Confidence));

    /// <summary>Expected scores (a win 1, a tie ½; the same chance of being shown first) of each row's model against each column's; ½ on the diagonal.</summary>
    public Matrix<double> ExpectedScores() => DenseMatrix.Create(Rows.Count, Rows.Count, ScoreOf);

    internal double ScoreOf(int first, int second)
    {
        var place = (Position?.Value ?? 0) / EloScale.PointsPerUnit;
        var difference = Strengths[first] - Strengths[second];
        return place == 0 ? Score(difference) : (Score(difference + place) + Score(difference - place)) / 2;

        double Score(double d) => OutcomeTerms.Score(
            Tie is null ? RatingMethod.BradleyTerry : Method, d, Tie is null ? 0 : Method == RatingMethod.Davidson ? Math.Log(Tie.Value) : Tie.Value);
    }
}
