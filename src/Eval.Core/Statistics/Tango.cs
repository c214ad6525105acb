using MathNet.Numerics.Distributions;

namespace Eval.Core.Statistics;

/// <summary>
/// The score test and the score limits of a difference of two proportions on the same samples (T. Tango, Statistics in Medicine 17, 1998). Unlike
/// Wald's they hold their level where few answers differ, and have width where none does.
/// </summary>
public static class Tango
{
    /// <summary>
    /// z of "the difference new − old is <paramref name="difference"/>": above 0 where the data show more. With −margin it is the statistic of
    /// non-inferiority.
    /// </summary>
    /// <param name="counts">The counts; one sample or more.</param>
    /// <param name="difference">The difference supposed, between −1 and 1.</param>
    public static double Statistic(PairedCounts counts, double difference)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counts.N, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(difference, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(difference, 1);
        double n = counts.N, b = counts.OnlyNew, c = counts.OnlyOld;

        // Largest likelihood of "only old right" under the difference supposed: the root of a quadratic, in the form that does not cancel.
        var linear = -b - c + (((2 * n) - b + c) * difference);
        var constant = -c * difference * (1 - difference);
        var root = Math.Sqrt(Math.Max(0, (linear * linear) - (8 * n * constant)));
        var onlyOld = linear > 0 ? -2 * constant / (root + linear) : (root - linear) / (4 * n);
        var gap = b - c - (n * difference);
        return gap == 0 ? 0 : gap / Math.Sqrt(Math.Max(0, n * ((2 * onlyOld) + (difference * (1 - difference)))));
    }

    /// <summary>One-sided p of "new is worse than old by <paramref name="margin"/> or more": small where new is not inferior.</summary>
    /// <param name="counts">The counts; one sample or more.</param>
    /// <param name="margin">What may be lost, from 0 to 1.</param>
    public static double NonInferiorityP(PairedCounts counts, double margin) => Normal.CDF(0, 1, -Statistic(counts, -margin));

    /// <summary>The limits of the difference new − old.</summary>
    /// <param name="counts">The counts; one sample or more.</param>
    /// <param name="confidence">Two-sided confidence, between 0 and 1; one-sided limits with confidence c are those of 2c − 1.</param>
    public static Interval Limits(PairedCounts counts, double confidence = 0.95)
    {
        var z = Wilson.NormalQuantile(confidence);
        var estimate = counts.Difference;
        return new(
            counts.OnlyOld == counts.N ? -1 : Solve(counts, z, -1, estimate),
            counts.OnlyNew == counts.N ? 1 : Solve(counts, -z, estimate, 1));
    }

    // The statistic falls as the difference supposed rises; halving until the ends are neighbours costs some 55 evaluations.
    private static double Solve(PairedCounts counts, double z, double low, double high)
    {
        while (true)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high || high - low < 1e-16)
            {
                return middle;
            }

            (low, high) = Statistic(counts, middle) > z ? (middle, high) : (low, middle);
        }
    }
}
