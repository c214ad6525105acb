namespace Eval.Core.Ratings.Glicko;

/// <summary>What a player scored in one rating period: two sums are all that its update needs, so battles need not be kept.</summary>
public struct GlickoPeriod
{
    /// <summary>Σ g²E(1 − E) over the period's battles: the inverse of the variance v; 0 without battles.</summary>
    public double Information { get; private set; }

    /// <summary>Σ g(s − E) over the period's battles.</summary>
    public double Surplus { get; private set; }

    /// <summary>Adds a battle.</summary>
    /// <param name="player">The player as it was when the period began.</param>
    /// <param name="opponent">Its opponent, likewise.</param>
    /// <param name="score">1 for a win, ½ for a tie, 0 for a loss.</param>
    public void Add(in GlickoPlayer player, in GlickoPlayer opponent, double score)
    {
        var phi = opponent.Deviation / GlickoPlayer.Unit;
        var g = 1 / Math.Sqrt(1 + (3 * phi * phi / (Math.PI * Math.PI)));
        var expected = 1 / (1 + Math.Exp(-g * (player.Rating - opponent.Rating) / GlickoPlayer.Unit));
        Information += g * g * expected * (1 - expected);
        Surplus += g * (score - expected);
    }
}
