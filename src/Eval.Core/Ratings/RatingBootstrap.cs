using Eval.Core.Ratings.Fitting;
using Eval.Core.Statistics;

namespace Eval.Core.Ratings;

/// <summary>
/// A board's intervals by resampling, to check the closed form: clusters (and battles that stand alone) are drawn with replacement and the ratings fitted
/// anew from where they were. Slower than the closed form by the number of rounds, and too narrow where clusters are few.
/// </summary>
public sealed record RatingBootstrap
{
    private RatingBootstrap()
    {
    }

    /// <summary>Rounds that gave ratings.</summary>
    public required int Rounds { get; init; }

    /// <summary>Rounds in which the draw left some model undefeated, winless or without battles.</summary>
    public required int LeftOut { get; init; }

    /// <summary>The seed of the draws.</summary>
    public required int Seed { get; init; }

    /// <summary>For each row of the board the standard deviation of its rating over the rounds, in Elo points.</summary>
    public required IReadOnlyList<double> StandardErrors { get; init; }

    /// <summary>For each row the percentile interval at the board's confidence, on the board's scale (its anchor included).</summary>
    public required IReadOnlyList<Interval> Intervals { get; init; }

    /// <summary>Resamples the battles of a board; null where some of its models are not estimated, or fewer than 2 rounds gave ratings.</summary>
    /// <param name="battles">The battles; read once a round.</param>
    /// <param name="board">The board, rated from them.</param>
    /// <param name="options">The options that it was rated with.</param>
    /// <param name="rounds">Rounds, 2 or more: 100 flicker, 1,000 do not.</param>
    public static RatingBootstrap? Of(IBattles battles, RatingBoard board, RatingOptions options, int rounds = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 2);
        if (board.Rows.Any(r => r.State != RatingState.Estimated))
        {
            return null;
        }

        var resampling = new Resampling(battles, [.. board.Rows.Select(r => r.Model)], options.BothBad);
        var method = board.Tie is null or { Value: 0 } ? RatingMethod.BradleyTerry : board.Method;
        double[] start = [.. board.Strengths, .. Start(board.Position, 1 / EloScale.PointsPerUnit), .. method == RatingMethod.BradleyTerry ? [] : Start(board.Tie, 1)];
        if (method == RatingMethod.Davidson)
        {
            start[^1] = Math.Log(start[^1]);
        }

        double[][] ratings = [.. board.Rows.Select(_ => new double[rounds])];
        var random = SeededRandom.For(options.Seed, "bootstrap");
        var done = 0;
        for (var round = 0; round < rounds; round++)
        {
            var pairs = resampling.Draw(random);
            var hasTies = method == RatingMethod.BradleyTerry || pairs.Any(p => p.Ties > 0);
            if (hasTies && GroupedLikelihood.Fit(ratings.Length, pairs, method, board.Position is not null, start) is { } fit)
            {
                for (var i = 0; i < ratings.Length; i++)
                {
                    ratings[i][done] = fit.Values[i];
                }

                done++;
            }
        }

        if (done < 2)
        {
            return null;
        }

        var shift = board.Rows[0].Rating - (EloScale.PointsPerUnit * board.Strengths[0]);
        double[][] sorted = Array.ConvertAll(ratings, r => r.Take(done).Select(v => shift + (EloScale.PointsPerUnit * v)).Order().ToArray());
        return new RatingBootstrap
        {
            Rounds = done,
            LeftOut = rounds - done,
            Seed = options.Seed,
            StandardErrors = Array.ConvertAll(sorted, s => Moments.StandardDeviationOf(s)),
            Intervals = Array.ConvertAll(
                sorted, s => new Interval(Quantile.OfSorted(s, (1 - board.Confidence) / 2), Quantile.OfSorted(s, (1 + board.Confidence) / 2))),
        };
    }

    private static double[] Start(RatingTerm? term, double unit) => term is null ? [] : [term.Value * unit];
}
