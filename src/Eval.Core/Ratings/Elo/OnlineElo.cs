namespace Eval.Core.Ratings.Elo;

/// <summary>
/// Online Elo: each battle moves both ratings by K · (score − expected score), the expected score being 1/(1 + 10^((R_B − R_A)/scale)) (A. Elo 1978; constants of FastChat).
/// Weights and clusters play no part.
/// </summary>
public static class OnlineElo
{
    /// <summary>Rates battles in the order in which they are read.</summary>
    public static EloBoard Of(IBattles battles, EloOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.K);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Scale);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.HistoryPoints, 2);
        var ratings = new double[battles.Models.Count];
        Array.Fill(ratings, double.NaN);
        var tally = new BattleTally(ratings.Length);
        var history = new EloHistory(options.HistoryPoints);
        foreach (var battle in battles.Read())
        {
            if (battle.Outcome == BattleOutcome.BothBad && options.BothBad == BothBadRule.Leave)
            {
                continue;
            }

            tally.Add(battle);
            var (a, b) = (Known(ratings[battle.A], options), Known(ratings[battle.B], options));
            var step = options.K * (battle.Score - (1 / (1 + Math.Pow(10, (b - a) / options.Scale))));
            (ratings[battle.A], ratings[battle.B]) = (a + step, b - step);
            history.Add(tally.Battles, ratings);
        }

        history.End(tally.Battles, ratings);
        var rows = tally.Rows(battles.Models, ratings);
        return new EloBoard(rows, tally.Battles, tally.Groups, history.Of(rows));
    }

    private static double Known(double rating, EloOptions options) => double.IsNaN(rating) ? options.Start : rating;
}
