using Eval.Core.Workspaces;

namespace Eval.Core.Selection.Weights;

/// <summary>How an order becomes weights.</summary>
public enum RankWeightRule
{
    /// <summary>See <see cref="RankWeights.OrderCentroid"/>: the one to take where nothing speaks for another.</summary>
    OrderCentroid,

    /// <summary>See <see cref="RankWeights.RankSum"/>.</summary>
    RankSum,

    /// <summary>See <see cref="RankWeights.Reciprocal"/>.</summary>
    Reciprocal,
}

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

    /// <summary>The weights of an order of all factors.</summary>
    /// <param name="factors">The factors.</param>
    /// <param name="order">Their ids, the most important first.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="name">Whose the weights are.</param>
    /// <exception cref="EvalConfigurationException">A factor is left out, there twice or unknown; all are listed.</exception>
    public static WeightSet Of(
        IReadOnlyList<Factor> factors, IReadOnlyList<string> order, RankWeightRule rule = RankWeightRule.OrderCentroid, string name = "default")
    {
        List<ConfigProblem> problems =
        [
            .. order.GroupBy(o => o, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => new ConfigProblem(null, $"weights ({name}): {g.Key} is there twice")),
            .. order.Where(o => factors.All(f => f.Id != o)).Select(o =>
                new ConfigProblem(null, $"weights ({name}): there is no factor {o}", NearestName.Hint(o, factors.Select(f => f.Id)))),
            .. factors.Where(f => !order.Contains(f.Id)).Select(f => new ConfigProblem(null, $"weights ({name}): the order leaves out {f.Id}")),
        ];
        if (problems.Count > 0)
        {
            throw new EvalConfigurationException(problems);
        }

        var weights = rule switch
        {
            RankWeightRule.RankSum => RankSum(order.Count),
            RankWeightRule.Reciprocal => Reciprocal(order.Count),
            _ => OrderCentroid(order.Count),
        };
        return WeightSet.Of([.. factors.Select(f => weights[order.ToList().IndexOf(f.Id)])], name);
    }

    private static double[] Of(int count, Func<int, double> weight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. Enumerable.Range(1, count).Select(weight)];
    }
}
