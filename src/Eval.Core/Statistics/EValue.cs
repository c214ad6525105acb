using MathNet.Numerics;

namespace Eval.Core.Statistics;

/// <summary>
/// Evidence that may be looked at after every sample: under the hypothesis an e-value exceeds 1/α at any time with probability α at most (Ville's
/// inequality), so that stopping early costs nothing.
/// </summary>
public static class EValue
{
    /// <summary>
    /// The e-value of "each side wins half of the decided pairs" against a uniform prior on the share: B(w + 1, l + 1) · 2^(w + l). Above 1 where
    /// the data speak against it; ∞ where it leaves the range of numbers.
    /// </summary>
    /// <param name="wins">Pairs won, 0 or more.</param>
    /// <param name="losses">Pairs lost, 0 or more.</param>
    public static double OfWins(int wins, int losses)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wins);
        ArgumentOutOfRangeException.ThrowIfNegative(losses);
        var n = (double)wins + losses;
        return Math.Exp((n * Constants.Ln2) - SpecialFunctions.GammaLn(n + 2) + SpecialFunctions.GammaLn(wins + 1) + SpecialFunctions.GammaLn(losses + 1));
    }

    /// <summary>The p value, valid at any time, of the largest e-value seen so far: min(1, 1/e).</summary>
    /// <param name="largest">The largest e-value seen so far, 0 or more.</param>
    public static double AnytimeP(double largest)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(largest);
        return largest > 1 ? 1 / largest : 1;
    }
}
