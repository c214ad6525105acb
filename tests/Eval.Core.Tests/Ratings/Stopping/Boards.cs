using Eval.Core.Ratings;
using MathNet.Numerics.LinearAlgebra;

namespace Eval.Core.Tests.Ratings.Stopping;

/// <summary>Boards of given ratings, each with the same standard error and independent of the others.</summary>
internal static class Boards
{
    public static RatingBoard Of(double standardError, params (string Name, double Rating)[] models)
    {
        var ordered = models.OrderByDescending(m => m.Rating).ToList();
        var unit = EloScale.PointsPerUnit;
        return new RatingBoard
        {
            Method = RatingMethod.BradleyTerry,
            Rows = [.. ordered.Select((m, i) => Row(i, m.Name, m.Rating))],
            Battles = 500 * models.Length,
            Clusters = 400,
            DegreesOfFreedom = 399,
            Confidence = 0.95,
            Strengths = [.. ordered.Select(m => (m.Rating - 1000) / unit)],
            Covariance = Matrix<double>.Build.DenseDiagonal(models.Length, standardError * standardError / (unit * unit)),
            LogLikelihood = -1,
            Iterations = 5,
        };
    }

    public static RatingBoard With(this RatingBoard board, int place, Func<RatingRow, RatingRow> change) =>
        board with { Rows = [.. board.Rows.Select((r, i) => i == place ? change(r) : r)] };

    private static RatingRow Row(int model, string name, double rating) => new(model, name)
    {
        State = RatingState.Estimated,
        Rating = rating,
        Battles = 1000,
        Wins = 500,
        Losses = 400,
        Ties = 100,
        BothBad = 0,
        BestRank = 1,
        WorstRank = 1,
    };
}
