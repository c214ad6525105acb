namespace Eval.Core.Statistics;

/// <summary>
/// Newcombe's hybrid score interval of a difference of two proportions on the same samples (R. G. Newcombe, Statistics in Medicine 17, 1998,
/// paired method 10): Wilson's limits of the two rates, combined with their correlation.
/// </summary>
public static class Newcombe
{
    /// <summary>The interval of the difference new − old.</summary>
    /// <param name="counts">The counts; one sample or more.</param>
    /// <param name="confidence">Two-sided confidence, between 0 and 1.</param>
    public static Interval Paired(PairedCounts counts, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counts.N, 1);
        double n = counts.N;
        double right = counts.BothRight + counts.OnlyNew, rightBefore = counts.BothRight + counts.OnlyOld;
        var (p, q) = (right / n, rightBefore / n);
        var (now, before) = (Wilson.Interval(right, n, confidence), Wilson.Interval(rightBefore, n, confidence));
        var correlation = Correlation(counts);
        return new(
            p - q - Distance(p - now.Low, before.High - q, correlation),
            p - q + Distance(now.High - p, q - before.Low, correlation));
    }

    private static double Distance(double a, double b, double correlation) => Math.Sqrt(Math.Max(0, (a * a) - (2 * correlation * a * b) + (b * b)));

    // Newcombe's continuity correction takes n/2 from a positive association and never turns its sign.
    private static double Correlation(PairedCounts counts)
    {
        double a = counts.BothRight, b = counts.OnlyNew, c = counts.OnlyOld, d = counts.BothWrong;
        var margins = (a + b) * (c + d) * (a + c) * (b + d);
        var association = (a * d) - (b * c);
        var corrected = association > 0 ? Math.Max(0, association - (counts.N / 2.0)) : association;
        return margins == 0 ? 0 : corrected / Math.Sqrt(margins);
    }
}
