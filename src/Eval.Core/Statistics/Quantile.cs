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
