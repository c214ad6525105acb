using MathNet.Numerics.Distributions;

namespace Eval.Core.Statistics;

/// <summary>
/// What a sample says about a quantile, whatever the distribution: the number of values below the true p-quantile is binomial with p, so that
/// two of the sorted values enclose it with a known probability (H. A. David, Order Statistics, 7.1). Values are taken as independent.
/// </summary>
public static class OrderStatistics
{
    private const int MostSamples = 100_000_000;

    /// <summary>The smallest interval with equal tails between two of the sorted values, or null where the sample is too small for one.</summary>
    /// <param name="sorted">Numbers in ascending order.</param>
    /// <param name="p">The quantile, between 0 and 1.</param>
    /// <param name="confidence">Two-sided confidence, between 0 and 1; each tail has at most half of the rest.</param>
    public static Interval? Around(ReadOnlySpan<double> sorted, double p, double confidence)
    {
        Check(p, confidence);
        var (n, tail) = (sorted.Length, (1 - confidence) / 2);
        if (n < NeededFor(p, confidence))
        {
            return null;
        }

        // P(true quantile < lower value) = P(at most lower of n lie below it), and likewise above.
        var lower = Last(0, n - 1, k => Binomial.CDF(p, n, k) <= tail);
        var upper = Last(0, n - 1, k => Binomial.CDF(1 - p, n, k) <= tail);
        return new(sorted[lower], sorted[n - 1 - upper]);
    }

    /// <summary>The smallest sample from which <see cref="Around"/> gives an interval: 368 for p = 0.99 at 0.95.</summary>
    /// <param name="p">The quantile, between 0 and 1.</param>
    /// <param name="confidence">Two-sided confidence, between 0 and 1.</param>
    public static int NeededFor(double p, double confidence)
    {
        Check(p, confidence);
        return Math.Max(NeededForTail(p, 0, (1 + confidence) / 2), NeededForTail(1 - p, 0, (1 + confidence) / 2));
    }

    /// <summary>
    /// The smallest sample in which so few values above a bound show, one-sided, that at least a share p of all lies below it: MLPerf's rule
    /// for claims about a tail (MLCommons inference rules, early stopping). 459 with none above for p = 0.99 at 0.99.
    /// </summary>
    /// <param name="p">The quantile, between 0 and 1.</param>
    /// <param name="above">Values seen above the bound, 0 or more.</param>
    /// <param name="confidence">One-sided confidence, between 0 and 1.</param>
    public static int NeededForTail(double p, int above, double confidence)
    {
        Check(p, confidence);
        ArgumentOutOfRangeException.ThrowIfNegative(above);
        return 1 + Last(above, MostSamples, n => Binomial.CDF(1 - p, n, above) > 1 - confidence);
    }

    /// <summary>
    /// Samples after which the share below a quantile is known to a margin, by the normal approximation z²·p·(1−p)/margin²; round up.
    /// </summary>
    /// <param name="p">The quantile, between 0 and 1.</param>
    /// <param name="margin">Half width of the interval of the share, above 0.</param>
    /// <param name="confidence">Two-sided confidence, between 0 and 1.</param>
    public static double NeededForMargin(double p, double margin, double confidence)
    {
        Check(p, confidence);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(margin);
        var z = Wilson.NormalQuantile(confidence);
        return z * z * p * (1 - p) / (margin * margin);
    }

    // The last number of a range for which a condition holds that holds up to some point and not after; it must hold for the first.
    private static int Last(int first, int end, Func<int, bool> holds)
    {
        var (low, high, step) = (first, first, 1);
        while (high < end && holds(high))
        {
            (low, high, step) = (high, (int)Math.Min(end, (long)high + step), step * 2);
        }

        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = holds(middle) ? (middle, high) : (low, middle);
        }

        return high == end && holds(end) ? end : low;
    }

    private static void Check(double p, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(p, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(p, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
    }
}
