using MathNet.Numerics.Distributions;

namespace Eval.Core.Statistics;

/// <summary>A correlation of pairs of numbers, with p and interval. NaN where one side is constant or pairs are too few.</summary>
/// <param name="Value">The coefficient, from −1 to 1.</param>
/// <param name="PValue">Two-sided p of "no correlation".</param>
/// <param name="Interval">Two-sided interval on Fisher's z scale, carried back.</param>
/// <param name="Method">Where the interval's standard error comes from: <c>fisher</c>, <c>bonett-wright</c>, <c>fieller</c>.</param>
public readonly record struct Correlation(double Value, double PValue, Interval Interval, string Method)
{
    /// <summary>Pearson's r: p by t with n − 2 degrees of freedom, interval by Fisher's z with standard error 1/√(n − 3).</summary>
    /// <param name="x">One number of each pair.</param>
    /// <param name="y">The other, in the same order.</param>
    /// <param name="confidence">Two-sided confidence, between 0 and 1.</param>
    public static Correlation Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double confidence = 0.95)
    {
        var r = Coefficient(x, y);
        return new(r, StudentP(r, x.Length), FisherInterval(r, 1 / Math.Sqrt(x.Length - 3.0), confidence), "fisher");
    }

    /// <summary>
    /// Spearman's ρ: Pearson's r of the ranks (equal numbers share the mean rank); interval with standard error √((1 + ρ²/2)/(n − 3)) on the z scale
    /// (D. G. Bonett and T. A. Wright, Psychometrika 65, 2000).
    /// </summary>
    /// <param name="x">One number of each pair.</param>
    /// <param name="y">The other, in the same order.</param>
    /// <param name="confidence">Two-sided confidence, between 0 and 1.</param>
    public static Correlation Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double confidence = 0.95)
    {
        var r = Coefficient(Ranks.Of(x), Ranks.Of(y));
        var error = Math.Sqrt((1 + (r * r / 2)) / (x.Length - 3.0));
        return new(r, StudentP(r, x.Length), FisherInterval(r, error, confidence), "bonett-wright");
    }

    /// <summary>
    /// Kendall's τ-b: p by the normal approximation with the variance for ties; interval with standard error √(0.437/(n − 4)) on the z scale (E. C. Fieller,
    /// H. O. Hartley and E. S. Pearson, Biometrika 44, 1957). The counts are in <see cref="KendallCounts"/>: show the ties beside it.
    /// </summary>
    /// <param name="x">One number of each pair.</param>
    /// <param name="y">The other, in the same order.</param>
    /// <param name="confidence">Two-sided confidence, between 0 and 1.</param>
    public static Correlation Kendall(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double confidence = 0.95)
    {
        var counts = KendallCounts.Of(x, y);
        return new(counts.TauB, counts.PValue, FisherInterval(counts.TauB, Math.Sqrt(0.437 / (x.Length - 4.0)), confidence), "fieller");
    }

    private static double Coefficient(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        var (meanX, meanY) = (Moments.MeanOf(x), Moments.MeanOf(y));
        double xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (x[i] - meanX, y[i] - meanY);
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }

        return xx > 0 && yy > 0 ? Math.Clamp(xy / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1) : double.NaN;
    }

    private static double StudentP(double r, int n) => n < 3 || double.IsNaN(r)
        ? double.NaN
        : 2 * StudentT.CDF(0, 1, n - 2, -Math.Abs(r) * Math.Sqrt((n - 2) / Math.Max(double.Epsilon, 1 - (r * r))));

    private static Interval FisherInterval(double r, double error, double confidence)
    {
        var half = Wilson.NormalQuantile(confidence) * error;
        if (!double.IsFinite(half) || double.IsNaN(r))
        {
            return new(double.NaN, double.NaN);
        }

        // A perfect correlation of a few pairs has no interval on this scale but itself.
        return Math.Abs(r) >= 1 ? new(r, r) : new(Math.Tanh(Math.Atanh(r) - half), Math.Tanh(Math.Atanh(r) + half));
    }
}
