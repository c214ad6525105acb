namespace Eval.Core.Statistics;

/// <summary>
/// Intervals of a proportion that other tools print, for comparison with them. Our own are <see cref="Wilson"/> and, where coverage must never fall
/// short, <see cref="ClopperPearson"/>. All take successes from 0 to trials, trials above 0, and a two-sided confidence.
/// </summary>
public static class ProportionIntervals
{
    /// <summary>p ± z √(p(1 − p)/n), cut to [0, 1]: no width at 0 and 1, and too narrow near them.</summary>
    public static Interval Wald(double successes, double trials, double confidence = 0.95) =>
        Around(successes / trials, trials, Wilson.NormalQuantile(confidence));

    /// <summary>Wald's form after adding z²/2 successes and as many failures (A. Agresti and B. A. Coull 1998), cut to [0, 1].</summary>
    public static Interval AgrestiCoull(double successes, double trials, double confidence = 0.95)
    {
        var z = Wilson.NormalQuantile(confidence);
        return Around((successes + (z * z / 2)) / (trials + (z * z)), trials + (z * z), z);
    }

    /// <summary>Equal-tailed Bayesian interval with Jeffreys' prior, beta(½, ½).</summary>
    public static Interval Jeffreys(double successes, double trials, double confidence = 0.95)
    {
        var (a, b) = (successes + 0.5, trials - successes + 0.5);
        return new(BetaQuantile.Of(a, b, (1 - confidence) / 2), BetaQuantile.Of(a, b, (1 + confidence) / 2));
    }

    /// <summary>Wilson's interval with continuity correction (R. G. Newcombe 1998, method 4).</summary>
    public static Interval WilsonCorrected(double successes, double trials, double confidence = 0.95)
    {
        var (z, p) = (Wilson.NormalQuantile(confidence), successes / trials);
        var (centre, twice) = ((2 * successes) + (z * z), 2 * (trials + (z * z)));
        var low = (centre - 1 - (z * Math.Sqrt((z * z) - 2 - (1 / trials) + (4 * p * ((trials * (1 - p)) + 1))))) / twice;
        var high = (centre + 1 + (z * Math.Sqrt((z * z) + 2 - (1 / trials) + (4 * p * ((trials * (1 - p)) - 1))))) / twice;
        return new(successes <= 0 ? 0 : Math.Max(0, low), successes >= trials ? 1 : Math.Min(1, high));
    }

    private static Interval Around(double p, double n, double z)
    {
        var half = z * Math.Sqrt(p * (1 - p) / n);
        return new Interval(p - half, p + half).Clip(0, 1);
    }
}
