using MathNet.Numerics.Distributions;

namespace Eval.Core.Statistics;

/// <summary>Whether an effect counts in one direction or in both.</summary>
public enum Sides
{
    /// <summary>One direction.</summary>
    One = 1,

    /// <summary>Both directions: each has half of the level.</summary>
    Two = 2,
}

/// <summary>
/// How many samples show an effect, and which effect some samples show: normal approximation, n = (z_α + z_power)² variance / effect²
/// (E. Miller 2024, arXiv:2411.00640, section 5).
/// </summary>
public static class Power
{
    /// <summary>
    /// Variance of one sample's difference when each side answers it several times and the answers are averaged: ω² + σ²_old/K_old + σ²_new/K_new.
    /// </summary>
    /// <param name="betweenSamples">ω²: variance over the samples of the difference of the sides' own expected scores.</param>
    /// <param name="withinOld">σ² of the old one's answers to one sample, averaged over samples; 0 where it always answers alike.</param>
    /// <param name="epochsOld">Repetitions of each sample on the old side, 1 or more.</param>
    /// <param name="withinNew">The same of the new one.</param>
    /// <param name="epochsNew">Repetitions of each sample on the new side, 1 or more.</param>
    public static double VarianceOfDifference(double betweenSamples, double withinOld, int epochsOld, double withinNew, int epochsNew)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochsOld, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochsNew, 1);
        return betweenSamples + (withinOld / epochsOld) + (withinNew / epochsNew);
    }

    /// <summary>
    /// By how much dependence inflates a variance: (clustered standard error / independent one)². Samples needed grow by this factor as long as new
    /// samples come in clusters like the old ones.
    /// </summary>
    /// <param name="clusteredStandardError">Cluster-robust standard error of a mean.</param>
    /// <param name="independentStandardError">Standard error of the same mean as if all samples were independent, above 0.</param>
    public static double DesignEffect(double clusteredStandardError, double independentStandardError)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(independentStandardError);
        return Math.Pow(clusteredStandardError / independentStandardError, 2);
    }

    /// <summary>
    /// Samples that show an effect; round up. For non-inferiority: the distance between the true difference and −margin, one side. With a power of
    /// 0.5: the samples at which a limit just reaches the edge if the estimate stays where it is.
    /// </summary>
    /// <param name="variance">Variance of one sample's difference, 0 or more.</param>
    /// <param name="effect">The effect, above 0, in the unit of the difference.</param>
    /// <param name="alpha">Level of the test, between 0 and 1.</param>
    /// <param name="power">Probability of showing the effect, between 0 and 1.</param>
    /// <param name="sides">Sides of the test.</param>
    /// <param name="designEffect">Factor for dependent samples (<see cref="DesignEffect"/>), above 0; 1 for independent ones.</param>
    public static double RequiredN(
        double variance, double effect, double alpha = 0.05, double power = 0.8, Sides sides = Sides.Two, double designEffect = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(variance);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(effect);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(designEffect);
        var z = Critical(alpha, sides, double.PositiveInfinity) + Quantile(power, double.PositiveInfinity);
        return Math.Max(0, z) * Math.Max(0, z) * variance * designEffect / (effect * effect);
    }

    /// <summary>The smallest effect that some samples show with a power.</summary>
    /// <param name="standardError">Standard error of the difference: √(variance · design effect / n).</param>
    /// <param name="alpha">Level of the test, between 0 and 1.</param>
    /// <param name="power">Probability of showing the effect, between 0 and 1.</param>
    /// <param name="sides">Sides of the test.</param>
    /// <param name="degreesOfFreedom">For t instead of z, as with few clusters (clusters − 1): both quantiles by t (H. S. Bloom 1995).</param>
    public static double MinimalDetectableEffect(
        double standardError,
        double alpha = 0.05,
        double power = 0.8,
        Sides sides = Sides.Two,
        double degreesOfFreedom = double.PositiveInfinity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(standardError);
        return (Critical(alpha, sides, degreesOfFreedom) + Quantile(power, degreesOfFreedom)) * standardError;
    }

    /// <summary>Probability that a test in the direction of the effect shows it; the other tail of a two-sided one is left out.</summary>
    /// <param name="effect">The true effect, in the unit of the difference.</param>
    /// <param name="standardError">Standard error of the difference, above 0.</param>
    /// <param name="alpha">Level of the test, between 0 and 1.</param>
    /// <param name="sides">Sides of the test.</param>
    /// <param name="degreesOfFreedom">For t instead of z.</param>
    public static double Of(
        double effect, double standardError, double alpha = 0.05, Sides sides = Sides.Two, double degreesOfFreedom = double.PositiveInfinity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(standardError);
        var excess = (effect / standardError) - Critical(alpha, sides, degreesOfFreedom);
        return double.IsPositiveInfinity(degreesOfFreedom) ? Normal.CDF(0, 1, excess) : StudentT.CDF(0, 1, degreesOfFreedom, excess);
    }

    /// <summary>
    /// Pairs of right and wrong answers after which McNemar's test shows a difference (O. S. Miettinen, Biometrics 24, 1968, unconditional form):
    /// (z_α √d + z_power √(d − δ²))² / δ²; round up.
    /// </summary>
    /// <param name="discordant">Share of pairs that the two answer differently, from |<paramref name="difference"/>| to 1.</param>
    /// <param name="difference">δ: true difference of the two rates; not 0.</param>
    /// <param name="alpha">Level of the test, between 0 and 1.</param>
    /// <param name="power">Probability of showing the difference, between 0 and 1.</param>
    /// <param name="sides">Sides of the test.</param>
    public static double RequiredPairs(double discordant, double difference, double alpha = 0.05, double power = 0.8, Sides sides = Sides.Two)
    {
        ArgumentOutOfRangeException.ThrowIfZero(difference);
        ArgumentOutOfRangeException.ThrowIfLessThan(discordant, Math.Abs(difference));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(discordant, 1);
        var z = (Critical(alpha, sides, double.PositiveInfinity) * Math.Sqrt(discordant)) +
            (Quantile(power, double.PositiveInfinity) * Math.Sqrt(discordant - (difference * difference)));
        return Math.Max(0, z) * Math.Max(0, z) / (difference * difference);
    }

    /// <summary>
    /// Comparisons after which a win rate near one half (ties as halves) is known to a half width: z² · ¼(1 − ties) / half width²; round up.
    /// </summary>
    /// <param name="halfWidth">Half width of the interval, above 0.</param>
    /// <param name="tieShare">Share of ties, from 0 to 1.</param>
    /// <param name="confidence">Two-sided confidence, between 0 and 1.</param>
    public static double RequiredForWinRate(double halfWidth, double tieShare = 0, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(halfWidth);
        ArgumentOutOfRangeException.ThrowIfNegative(tieShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tieShare, 1);
        var z = Wilson.NormalQuantile(confidence);
        return z * z * 0.25 * (1 - tieShare) / (halfWidth * halfWidth);
    }

    private static double Critical(double alpha, Sides sides, double degreesOfFreedom) => Quantile(1 - (alpha / (int)sides), degreesOfFreedom);

    private static double Quantile(double p, double degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(p, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(p, 1);
        return double.IsPositiveInfinity(degreesOfFreedom) ? Normal.InvCDF(0, 1, p) : StudentT.InvCDF(0, 1, degreesOfFreedom, p);
    }
}
