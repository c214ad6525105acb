namespace Eval.Core.Selection.Weights;

/// <summary>
/// Weights for people who can only put factors in order, the most important first (F. H. Barron and B. E. Barrett, Management Science 42, 1996).
/// </summary>
public static class RankWeights
{
    /// <summary>Rank-order centroid: w_k = (1/n) Σ_{i=k..n} 1/i, the mean of all weights that have this order.</summary>
    /// <param name="count">Factors, 1 or more.</param>
    public static double[] OrderCentroid(int count) => Of(count, k => Enumerable.Range(k, count - k + 1).Sum(i => 1.0 / i) / count);

    /// <summary>Rank sum: w_k = 2(n + 1 − k)/(n(n + 1)).</summary>
    /// <param name="count">Factors, 1 or more.</param>
    public static double[] RankSum(int count) => Of(count, k => 2.0 * (count + 1 - k) / (count * (count + 1.0)));

    /// <summary>Reciprocals: w_k = (1/k)/Σ(1/i).</summary>
    /// <param name="count">Factors, 1 or more.</param>
    public static double[] Reciprocal(int count)
    {
        var sum = Enumerable.Range(1, Math.Max(1, count)).Sum(i => 1.0 / i);
        return Of(count, k => 1.0 / k / sum);
    }

    private static double[] Of(int count, Func<int, double> weight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. Enumerable.Range(1, count).Select(weight)];
    }
}
