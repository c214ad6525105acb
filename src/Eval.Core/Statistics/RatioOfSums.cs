namespace Eval.Core.Statistics;

/// <summary>
/// A ratio of sums over clusters (documents): Σ numerator / Σ denominator, the form of every corpus metric, never a mean of ratios. Memory
/// grows with the number of clusters only.
/// </summary>
public sealed class RatioOfSums
{
    private readonly Dictionary<int, int> _rows = [];
    private readonly List<double> _numerators = [];
    private readonly List<double> _denominators = [];

    /// <summary>Clusters seen.</summary>
    public int Clusters => _numerators.Count;

    /// <summary>Sum of the numerators.</summary>
    public double Numerator { get; private set; }

    /// <summary>Sum of the denominators.</summary>
    public double Denominator { get; private set; }

    /// <summary>The ratio; not finite where the denominator is 0.</summary>
    public double Value => Numerator / Denominator;

    /// <summary>Adds to a cluster.</summary>
    public void Add(int cluster, double numerator, double denominator)
    {
        if (!_rows.TryGetValue(cluster, out var row))
        {
            _rows[cluster] = row = _numerators.Count;
            _numerators.Add(0);
            _denominators.Add(0);
        }

        _numerators[row] += numerator;
        _denominators[row] += denominator;
        Numerator += numerator;
        Denominator += denominator;
    }

    /// <summary>
    /// Standard error by linearisation (Taylor series): √(G/(G−1) Σ (a_c − r·b_c)²) / Σ b; NaN below two clusters.
    /// </summary>
    public double StandardError
    {
        get
        {
            if (Clusters < 2)
            {
                return double.NaN;
            }

            var ratio = Value;
            var squares = 0.0;
            for (var c = 0; c < Clusters; c++)
            {
                var residual = _numerators[c] - (ratio * _denominators[c]);
                squares += residual * residual;
            }

            return Math.Sqrt(squares * Clusters / (Clusters - 1)) / Math.Abs(Denominator);
        }
    }

    /// <summary>The bootstrap of a function of the ratio over the clusters. Needs two clusters or more.</summary>
    public BootstrapDistribution Resample(Func<double, double> transform, int seed, int draws = Bootstrap.DefaultDraws) =>
        Bootstrap.OfSums([[.. _numerators], [.. _denominators]], sums => transform(sums[0] / sums[1]), seed, draws);
}
