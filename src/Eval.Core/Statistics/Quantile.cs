namespace Eval.Core.Statistics;

/// <summary>Quantiles of sorted numbers.</summary>
public static class Quantile
{
    /// <summary>
    /// The quantile with linear interpolation between neighbours at position p·(n − 1): Hyndman and Fan's type 7, the rule of NumPy and of
    /// llama.cpp's perplexity tool.
    /// </summary>
    /// <param name="sorted">Numbers in ascending order, at least one.</param>
    /// <param name="p">From 0 (smallest) to 1 (largest).</param>
    public static double OfSorted(ReadOnlySpan<double> sorted, double p)
    {
        var (index, fraction) = Position(sorted.Length, p);
        return fraction <= 0 ? sorted[index] : ((1 - fraction) * sorted[index]) + (fraction * sorted[index + 1]);
    }

    /// <summary>The same for single precision.</summary>
    public static double OfSorted(ReadOnlySpan<float> sorted, double p)
    {
        var (index, fraction) = Position(sorted.Length, p);
        return fraction <= 0 ? sorted[index] : ((1 - fraction) * sorted[index]) + (fraction * sorted[index + 1]);
    }

    /// <summary>The smallest of the numbers with at least a share p of them at or below it: the ⌈p·n⌉-th. Some tools' percentiles.</summary>
    /// <param name="sorted">Numbers in ascending order, at least one.</param>
    /// <param name="p">From 0 (smallest) to 1 (largest).</param>
    public static double NearestRank(ReadOnlySpan<double> sorted, double p)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sorted.Length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(p, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(p, 1);

        // 0.95 × 20 is 19 and not a little more.
        return sorted[Math.Clamp((int)Math.Ceiling((p * sorted.Length) - 1e-9), 1, sorted.Length) - 1];
    }

    private static (int Index, double Fraction) Position(int count, double p)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(p, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(p, 1);
        var position = p * (count - 1);
        var index = Math.Min((int)position, count - 1);
        return index == count - 1 ? (index, 0) : (index, position - index);
    }
}
