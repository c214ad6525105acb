namespace Eval.Core.Statistics;

/// <summary>
/// Paired differences folded into independent units: samples, or clusters of them. The mean of the units' values is the (weighted) mean difference,
/// and their spread gives its cluster-robust error by linearisation (Taylor series) in the form CR2, √(Σ (s_c − d·m_c)²/(1 − m_c/M))/M (R. M. Bell and
/// D. F. McCaffrey, Survey Methodology 28, 2002): a unit that carries much of the mass draws the mean to itself, so that its residual says too little. With
/// units of equal mass that is √(G/(G−1) Σ …)/M.
/// </summary>
internal sealed class PairedUnits
{
    private PairedUnits(double[] values) => Values = values;

    /// <summary>One value per unit; their own mean differs a little from the difference where units are unequal.</summary>
    public double[] Values { get; }

    /// <summary>Units.</summary>
    public int Count => Values.Length;

    /// <summary>True where each unit is one sample.</summary>
    public required bool AreSamples { get; init; }

    /// <summary>The (weighted) mean of new − old; NaN where there are no samples.</summary>
    public required double Difference { get; init; }

    /// <summary>Standard error of the difference; NaN below two units.</summary>
    public required double StandardError { get; init; }

    /// <summary>
    /// Units of equal weight that would say as much: (Σ m)²/Σ m² (A. V. Carter, K. T. Schnepel and D. G. Steigerwald, Review of Economics and
    /// Statistics 99, 2017); the number of units where all weigh the same.
    /// </summary>
    public required double EffectiveCount { get; init; }

    /// <summary>Units with some difference that is not 0.</summary>
    public required int Differing { get; init; }

    /// <summary>True where no unit differs from any other.</summary>
    public required bool AllEqual { get; init; }

    /// <summary>The largest of the values without their signs.</summary>
    public required double Largest { get; init; }

    /// <summary>Samples in a unit, on average over samples: Σ m²/Σ m; 1 where there are no clusters.</summary>
    public static double SamplesPerUnit(ReadOnlySpan<int> clusters, int samples)
    {
        if (clusters.IsEmpty)
        {
            return 1;
        }

        var sizes = new Dictionary<int, int>();
        foreach (var cluster in clusters)
        {
            sizes[cluster] = sizes.GetValueOrDefault(cluster) + 1;
        }

        return sizes.Values.Sum(s => (double)s * s) / samples;
    }

    public static PairedUnits Of(
        ReadOnlySpan<double> old, ReadOnlySpan<double> @new, ReadOnlySpan<double> weights, ReadOnlySpan<int> clusters)
    {
        var n = old.Length;
        var count = n;
        if (!clusters.IsEmpty)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(clusters.Length, n);
            count = 0;
            foreach (var cluster in clusters)
            {
                count = Math.Max(count, cluster + 1);
            }
        }

        var (sums, masses, differing) = (new double[count], new double[count], new bool[count]);
        double sum = 0, mass = 0, least = double.PositiveInfinity, most = double.NegativeInfinity;
        for (var i = 0; i < n; i++)
        {
            var (unit, weight, difference) = (clusters.IsEmpty ? i : clusters[i], weights.IsEmpty ? 1 : weights[i], @new[i] - old[i]);
            sums[unit] += weight * difference;
            masses[unit] += weight;
            differing[unit] |= difference != 0;
            sum += weight * difference;
            mass += weight;
            (least, most) = (Math.Min(least, difference), Math.Max(most, difference));
        }

        if (Array.IndexOf(masses, 0) >= 0)
        {
            // A number that no sample has is no cluster.
            var kept = Enumerable.Range(0, count).Where(c => masses[c] != 0).ToArray();
            (sums, masses, differing, count) = ([.. kept.Select(c => sums[c])], [.. kept.Select(c => masses[c])], [.. kept.Select(c => differing[c])], kept.Length);
        }

        double mean = sum / mass, squares = 0, massSquares = 0, largest = 0;
        var values = new double[count];
        for (var c = 0; c < count; c++)
        {
            var residual = (sums[c] - (mean * masses[c])) / Math.Sqrt(1 - (masses[c] / mass));
            squares += residual * residual;
            massSquares += masses[c] * masses[c];

            // The factor leaves the values of equal units as they are.
            values[c] = mean + (residual * Math.Sqrt((count - 1.0) * count) / mass);
            largest = Math.Max(largest, Math.Abs(values[c]));
        }

        var error = count < 2 ? double.NaN : Math.Sqrt(squares) / mass;
        return new PairedUnits(values)
        {
            AreSamples = count == n,
            Difference = mean,
            StandardError = error,
            EffectiveCount = mass * mass / massSquares,
            Differing = differing.Count(d => d),

            // Equal up to rounding: what the sums of equal numbers differ by is no spread.
            AllEqual = most - least <= 1e-12 * Math.Max(1, Math.Abs(most)) || error <= 1e-14 * Math.Max(Math.Abs(most), Math.Abs(least)),
            Largest = largest,
        };
    }
}
