using MathNet.Numerics.Distributions;

namespace Eval.Core.Statistics;

/// <summary>
/// McNemar's tests of "both are right equally often" from the discordant pairs (Q. McNemar, Psychometrika 12, 1947). The concordant pairs carry
/// nothing for the test, but do for the size of the effect: show <see cref="Tango"/>'s limits beside it.
/// </summary>
public static class McNemar
{
    /// <summary>Exact two-sided p, binomial with 1/2; 1 where nothing is discordant.</summary>
    /// <param name="b">Pairs of one kind (for example right by the new one only), 0 or more.</param>
    /// <param name="c">Pairs of the other kind, 0 or more.</param>
    public static double ExactP(int b, int c) => SignTest.TwoSidedP(b, c);

    /// <summary>Exact one-sided p of "b is not the larger": small where b is.</summary>
    /// <param name="b">Pairs that speak for the difference, 0 or more.</param>
    /// <param name="c">Pairs that speak against it, 0 or more.</param>
    public static double ExactOneSidedP(int b, int c) => SignTest.OneSidedP(b, c);

    /// <summary>
    /// The mid-p form: the exact two-sided p less one point mass (M. W. Fagerland et al., BMC Medical Research Methodology 13, 2013): closer to its
    /// level than the exact test, and hardly ever above it.
    /// </summary>
    /// <param name="b">Pairs of one kind, 0 or more.</param>
    /// <param name="c">Pairs of the other kind, 0 or more.</param>
    public static double MidP(int b, int c)
    {
        if (b + c == 0)
        {
            return SignTest.TwoSidedP(b, c);
        }

        var (n, least) = (b + c, Math.Min(b, c));
        return Math.Min(1, (2 * Binomial.CDF(0.5, n, least)) - Binomial.PMF(0.5, n, least));
    }

    /// <summary>χ² with one degree of freedom and its p; for many discordant pairs (25 or more) only.</summary>
    /// <param name="b">Pairs of one kind, 0 or more.</param>
    /// <param name="c">Pairs of the other kind, 0 or more.</param>
    /// <param name="corrected">Whether Edwards' continuity correction of 1 is taken.</param>
    public static (double ChiSquare, double P) ChiSquare(int b, int c, bool corrected = false)
    {
        if (b + c == 0)
        {
            return (0, SignTest.TwoSidedP(b, c));
        }

        var gap = Math.Max(0, Math.Abs((double)b - c) - (corrected ? 1 : 0));
        var chiSquare = gap * gap / ((double)b + c);
        return (chiSquare, 2 * Normal.CDF(0, 1, -Math.Sqrt(chiSquare)));
    }
}
