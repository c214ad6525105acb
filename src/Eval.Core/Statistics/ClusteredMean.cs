namespace Eval.Core.Statistics;

/// <summary>
/// Mean of dependent numbers with a cluster-robust standard error, in the form of Miller 2024 ("Adding Error Bars to Evals",
/// arXiv:2411.00640, equation 4): SE² = s²/n + (1/n²) Σ_clusters Σ_{i≠j} (x_i − x̄)(x_j − x̄). Intervals by t with clusters − 1 degrees of
/// freedom. Memory grows with the number of clusters only.
/// </summary>
public sealed class ClusteredMean
{
    private readonly Dictionary<int, (double Sum, int Count)> _clusters = [];
    private readonly Moments _moments = new();

    /// <summary>Numbers taken.</summary>
    public int Count => _moments.Count;

    /// <summary>Clusters seen.</summary>
    public int Clusters => _clusters.Count;

    /// <summary>True where some cluster has more than one number, so that clustering matters.</summary>
    public bool HasDependence => Count > Clusters;

    /// <summary>The mean over all numbers, each with the same weight.</summary>
    public double Mean => _moments.Mean;

    /// <summary>s/√n, as if all numbers were independent; NaN below two.</summary>
    public double IndependentStandardError => _moments.StandardError;

    /// <summary>The cluster-robust standard error; NaN below two clusters.</summary>
    public double StandardError
    {
        get
        {
            if (Clusters < 2)
            {
                return double.NaN;
            }

            // Σ_{i≠j} within a cluster = (Σ residuals)² − Σ residuals²; the second part summed over clusters is (n − 1) s².
            var n = (double)Count;
            var mean = Mean;
            var between = 0.0;
            foreach (var (sum, count) in _clusters.Values)
            {
                var residual = sum - (count * mean);
                between += residual * residual;
            }

            var squares = _moments.Variance * (n - 1);
            var cross = between - squares;
            return Math.Sqrt(Math.Max(0, (_moments.Variance / n) + (cross / (n * n))));
        }
    }

    /// <summary>Takes one number.</summary>
    /// <param name="cluster">Which cluster it belongs to.</param>
    /// <param name="value">The number.</param>
    public void Add(int cluster, double value)
    {
        _moments.Add(value);
        ref var entry = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_clusters, cluster, out _);
        entry = (entry.Sum + value, entry.Count + 1);
    }
}
