using MathNet.Numerics;

namespace Eval.Core.Statistics;

/// <summary>Quantiles of the beta distribution to full precision; MathNet's own stop at an absolute accuracy that small rates notice.</summary>
internal static class BetaQuantile
{
    /// <summary>The x with P(X ≤ x) = p.</summary>
    /// <param name="a">First parameter, above 0.</param>
    /// <param name="b">Second parameter, above 0.</param>
    /// <param name="p">Probability, between 0 and 1.</param>
    public static double Of(double a, double b, double p)
    {
        // Newton's steps where they stay inside the bracket, halving where not.
        double low = 0, high = 1, x = a / (a + b);
        var scale = SpecialFunctions.GammaLn(a + b) - SpecialFunctions.GammaLn(a) - SpecialFunctions.GammaLn(b);
        for (var i = 0; i < 200; i++)
        {
            var excess = SpecialFunctions.BetaRegularized(a, b, x) - p;
            (low, high) = excess < 0 ? (x, high) : (low, x);
            var density = Math.Exp(scale + ((a - 1) * Math.Log(x)) + ((b - 1) * Math.Log(1 - x)));
            var next = x - (excess / density);
            next = next > low && next < high ? next : low + ((high - low) / 2);
            if (Math.Abs(next - x) <= 1e-15 * x)
            {
                return next;
            }

            x = next;
        }

        return x;
    }
}
