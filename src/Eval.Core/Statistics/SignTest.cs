using MathNet.Numerics.Distributions;

namespace Eval.Core.Statistics;

/// <summary>The exact sign test: of the decided pairs (ties left out) each side wins half, if there is no difference.</summary>
public static class SignTest
{
    /// <summary>Decided pairs beyond which <see cref="RequiredDecided"/> gives up.</summary>
    private const int MostDecided = 100_000;

    /// <summary>P(as many wins or more): small where the wins are too many for chance. 1 where nothing was decided.</summary>
    /// <param name="wins">Pairs won, 0 or more.</param>
    /// <param name="losses">Pairs lost, 0 or more.</param>
    public static double OneSidedP(int wins, int losses)
    {
        Check(wins, losses);
        return wins == 0 ? 1 : Math.Min(1, Binomial.CDF(0.5, wins + losses, losses));
    }

    /// <summary>Twice the smaller tail, at most 1. 1 where nothing was decided.</summary>
    /// <param name="wins">Pairs won, 0 or more.</param>
    /// <param name="losses">Pairs lost, 0 or more.</param>
    public static double TwoSidedP(int wins, int losses)
    {
        Check(wins, losses);
        return wins + losses == 0 ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, wins + losses, Math.Min(wins, losses)));
    }

    /// <summary>The fewest decided pairs with which a one-sided test can reject at all, when all are won: 5 at 0.05.</summary>
    /// <param name="alpha">One-sided level, between 0 and 1.</param>
    public static int FewestDecided(double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(alpha, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(alpha, 1);
        return Math.Max(1, (int)Math.Ceiling(-Math.Log2(alpha) - 1e-12));
    }

    /// <summary>P(the one-sided test rejects).</summary>
    /// <param name="decided">Decided pairs, 0 or more.</param>
    /// <param name="winShare">True share of wins among them, from 0 to 1.</param>
    /// <param name="alpha">One-sided level, between 0 and 1.</param>
    public static double Power(int decided, double winShare, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decided);
        var losses = MostLosses(decided, alpha);
        return losses < 0 ? 0 : Binomial.CDF(1 - winShare, decided, losses);
    }

    /// <summary>
    /// The fewest decided pairs from which on the one-sided test always has a power: 42 for a share of 0.7 at 0.05 and 0.8. Because counts are whole,
    /// the power goes up in steps and falls between them, so that some smaller numbers have it as well. Null where more than 100,000 are needed.
    /// </summary>
    /// <param name="winShare">True share of wins among the decided pairs, above 0.5.</param>
    /// <param name="alpha">One-sided level, between 0 and 0.5.</param>
    /// <param name="power">Probability of rejecting, between 0.5 and 1.</param>
    public static int? RequiredDecided(double winShare, double alpha, double power)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(winShare, 0.5);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(winShare, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(alpha, 0.5);
        ArgumentOutOfRangeException.ThrowIfLessThan(power, 0.5);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(power, 1);

        // The steps lie around the normal approximation; beyond twice of it and some fifty the lower edge of the saw has passed the power.
        var z = Normal.InvCDF(0, 1, 1 - alpha) + (Normal.InvCDF(0, 1, power) * 2 * Math.Sqrt(winShare * (1 - winShare)));
        var about = Math.Pow(z / ((2 * winShare) - 1), 2);
        if (about > MostDecided)
        {
            return null;
        }

        var first = Math.Max(FewestDecided(alpha), (int)(about / 2));
        var (losses, enough) = (MostLosses(first, alpha), first);
        for (var n = first; n <= (2 * about) + 50; n++)
        {
            losses += Binomial.CDF(0.5, n, losses + 1) <= alpha ? 1 : 0;
            enough = Binomial.CDF(1 - winShare, n, losses) < power ? n + 1 : enough;
        }

        return enough;
    }

    // Losses with which the test still rejects; −1 where it cannot.
    private static int MostLosses(int decided, double alpha)
    {
        var (low, high) = (-1, decided);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            (low, high) = Binomial.CDF(0.5, decided, middle) <= alpha ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private static void Check(int wins, int losses)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wins);
        ArgumentOutOfRangeException.ThrowIfNegative(losses);
    }
}
