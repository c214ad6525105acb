using MathNet.Numerics.Distributions;

namespace Eval.Core.Statistics;

/// <summary>Wilson's score interval for a proportion (E. B. Wilson, JASA 22, 1927): never leaves [0, 1] and has width at 0 and 1.</summary>
public static class Wilson
{
    /// <summary>The interval of a proportion.</summary>
    /// <param name="successes">Successes, from 0 to <paramref name="trials"/>; need not be whole (an effective count).</param>
    /// <param name="trials">Trials, above 0; need not be whole.</param>
    /// <param name="confidence">Two-sided confidence, between 0 and 1.</param>
    public static Interval Interval(double successes, double trials, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        var z = NormalQuantile(confidence);
        var p = successes / trials;
        var z2n = z * z / trials;
        var centre = (p + (z2n / 2)) / (1 + z2n);
        var half = z / (1 + z2n) * Math.Sqrt((p * (1 - p) / trials) + (z2n / (4 * trials)));

        // At the ends the formula gives exactly 0 and 1; rounding must not hide that.
        return new(successes <= 0 ? 0 : Math.Max(0, centre - half), successes >= trials ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>The standard normal quantile of a two-sided confidence: 1.95996… for 0.95.</summary>
    public static double NormalQuantile(double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        return Normal.InvCDF(0, 1, 0.5 + (confidence / 2));
    }
}
