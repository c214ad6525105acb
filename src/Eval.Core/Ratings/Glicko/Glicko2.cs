using MathNet.Numerics.Distributions;

namespace Eval.Core.Ratings.Glicko;

/// <summary>
/// Glicko-2 (M. E. Glickman, "Example of the Glicko-2 system"): for models that drift under one name. All battles of a rating period are taken to be simultaneous; between
/// periods a rating may move. For fixed versions Bradley–Terry is the estimator. Weights and clusters play no part.
/// </summary>
public static class Glicko2
{
    /// <summary>Rates battles period by period.</summary>
    /// <param name="models">Names of the models.</param>
    /// <param name="battles">Battles with their period, in order; a period ends where the number changes.</param>
    /// <param name="options">The constants.</param>
    public static GlickoBoard Of(IReadOnlyList<string> models, IEnumerable<(int Period, Battle Battle)> battles, GlickoOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Tau);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.StartDeviation);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.StartVolatility);
        var players = new GlickoPlayer[models.Count];
        Array.Fill(players, new GlickoPlayer(options.Start, options.StartDeviation, options.StartVolatility));
        var (known, sums, tally) = (new bool[players.Length], new GlickoPeriod[players.Length], new BattleTally(players.Length));
        var (period, periods) = (0, 0);
        foreach (var (number, battle) in battles)
        {
            if (battle.Outcome == BattleOutcome.BothBad && options.BothBad == BothBadRule.Leave)
            {
                continue;
            }

            if (tally.Battles > 0 && number != period)
            {
                End();
            }

            period = number;
            tally.Add(battle);
            (known[battle.A], known[battle.B]) = (true, true);
            sums[battle.A].Add(players[battle.A], players[battle.B], battle.Score);
            sums[battle.B].Add(players[battle.B], players[battle.A], 1 - battle.Score);
        }

        if (tally.Battles > 0)
        {
            End();
        }

        var rows = tally.Rows(models, [.. players.Select(p => p.Rating)]);
        var z = Normal.InvCDF(0, 1, (1 + options.Confidence) / 2);
        return new GlickoBoard(
            Ranked([.. rows.Select(r => With(r, players[r.Model], z))]), [.. rows.Select(r => players[r.Model].Volatility)], tally.Battles, periods, tally.Groups, options.Confidence);

        void End()
        {
            periods++;
            for (var i = 0; i < players.Length; i++)
            {
                if (known[i])
                {
                    players[i] = players[i].After(sums[i], options.Tau);
                }
            }

            Array.Clear(sums);
        }
    }

    /// <summary>Cuts battles into periods of a fixed number.</summary>
    /// <param name="battles">The battles, in order.</param>
    /// <param name="size">Battles of a period, 1 or more.</param>
    public static IEnumerable<(int Period, Battle Battle)> ByCount(IEnumerable<Battle> battles, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var count = 0L;
        foreach (var battle in battles)
        {
            yield return ((int)(count++ / size), battle);
        }
    }

    private static RatingRow With(RatingRow row, GlickoPlayer player, double z) => row with
    {
        StandardError = player.Deviation,
        Low = player.Rating - (z * player.Deviation),
        High = player.Rating + (z * player.Deviation),
    };

    private static List<RatingRow> Ranked(List<RatingRow> rows) =>
    [
        .. rows.Select(r => r with
        {
            BestRank = 1 + rows.Count(o => o.Low > r.High),
            WorstRank = rows.Count - rows.Count(o => o.High < r.Low),
        }),
    ];
}
