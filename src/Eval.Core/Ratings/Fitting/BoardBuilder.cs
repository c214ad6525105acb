using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Eval.Core.Ratings.Fitting;

/// <summary>Makes a board of one connected part of the battles.</summary>
internal static class BoardBuilder
{
    /// <summary>Makes the board.</summary>
    /// <param name="cells">All battles.</param>
    /// <param name="options">How to rate.</param>
    /// <param name="placed">Where the models stand.</param>
    /// <param name="part">The fit of the main group, finished; null where there is none.</param>
    /// <param name="notes">Sentences for the reader.</param>
    public static RatingBoard Build(BattleCells cells, RatingOptions options, PlacedModels placed, FittedPart? part, IReadOnlyList<string> notes)
    {
        var order = Enumerable.Range(0, placed.Models.Length).ToArray();
        Array.Sort(order, (i, j) => placed.Ratings[j].CompareTo(placed.Ratings[i]) is not 0 and var c ? c : i.CompareTo(j));
        var board = new RatingBoard
        {
            Method = options.Method,
            Rows = [],
            Battles = 0,
            Clusters = (int)Math.Min(int.MaxValue, part?.Clusters ?? 0),
            Confidence = options.Confidence,
            DegreesOfFreedom = part?.DegreesOfFreedom,
            Strengths = [.. order.Select(i => placed.Strengths[i])],
            Covariance = Covariance(placed, part, order),
            Position = part is null ? null : Terms.Position(part, options.Confidence),
            Tie = Terms.Tie(options, part),
            Style = part is null ? [] : Terms.Style(part, options.Confidence),
            LogLikelihood = placed.LogLikelihood,
            Iterations = placed.Iterations,
            Notes = notes,
        };
        var all = placed.AllEstimated && part?.Covariance is not null && order.Length > 1;
        var ranks = all && options.Draws > 0 ? RankDraws.Probabilities([.. board.Strengths], board.Covariance, options.Draws, options.Seed) : null;
        var (tallies, battles) = Tally.Of(cells, placed.Models);
        var rows = new RatingRow[order.Length];
        for (var r = 0; r < rows.Length; r++)
        {
            var i = order[r];
            var (best, worst) = RankInterval(placed, i);
            rows[r] = new RatingRow(placed.Models[i], cells.Models[placed.Models[i]])
            {
                State = placed.States[i],
                Rating = placed.Ratings[i],
                StandardError = placed.StandardErrors[i],
                Low = placed.Low[i],
                High = placed.High[i],
                Battles = tallies[i].Battles,
                Wins = tallies[i].Wins,
                Losses = tallies[i].Losses,
                Ties = tallies[i].Ties,
                BothBad = tallies[i].BothBad,
                BestRank = best,
                WorstRank = worst,
                BestProbability = ranks?[r][0],
                RankProbabilities = ranks?[r] ?? [],
                ExpectedScore = placed.AllEstimated && order.Length > 1 ? Score(board, r) : null,
            };
        }

        return board with { Rows = rows, Battles = battles };
    }

    // An end that is not known may be anywhere.
    private static (int Best, int Worst) RankInterval(PlacedModels placed, int model)
    {
        var (above, below) = (0, 0);
        for (var other = 0; other < placed.Models.Length; other++)
        {
            above += placed.Low[other] > placed.High[model] ? 1 : 0;
            below += placed.High[other] < placed.Low[model] ? 1 : 0;
        }

        return (1 + above, placed.Models.Length - below);
    }

    private static Matrix<double> Covariance(PlacedModels placed, FittedPart? part, int[] order)
    {
        var places = Array.ConvertAll(order, i => part?.Covariance is null || placed.States[i] != RatingState.Estimated ? -1 : Array.BinarySearch(part.Members, placed.Models[i]));
        return DenseMatrix.Create(order.Length, order.Length, (r, c) => places[r] < 0 || places[c] < 0 ? double.NaN : part!.Covariance![places[r], places[c]]);
    }

    private static double Score(RatingBoard board, int row)
    {
        var sum = 0.0;
        for (var other = 0; other < board.Strengths.Count; other++)
        {
            sum += other == row ? 0 : board.ScoreOf(row, other);
        }

        return sum / (board.Strengths.Count - 1);
    }
}
