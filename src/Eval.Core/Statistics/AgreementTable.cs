namespace Eval.Core.Statistics;

/// <summary>How far apart two ratings of an ordered scale are taken to be.</summary>
public enum KappaWeights
{
    /// <summary>Equal or not.</summary>
    None,

    /// <summary>Steps between them.</summary>
    Linear,

    /// <summary>Squared steps between them.</summary>
    Quadratic,
}

/// <summary>Agreement of two raters who rated the same items: a table of the first's categories against the second's.</summary>
public sealed class AgreementTable
{
    private readonly double[,] _counts;
    private readonly double[] _first;
    private readonly double[] _second;

    /// <summary>Creates a table.</summary>
    /// <param name="counts">Items by the first rater's category (row) and the second's (column); square, in the order of the scale.</param>
    public AgreementTable(double[,] counts)
    {
        Categories = counts.GetLength(0);
        ArgumentOutOfRangeException.ThrowIfNotEqual(counts.GetLength(1), Categories);
        (_counts, _first, _second) = (counts, new double[Categories], new double[Categories]);
        for (var i = 0; i < Categories; i++)
        {
            for (var j = 0; j < Categories; j++)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(counts[i, j]);
                N += counts[i, j];
                _first[i] += counts[i, j];
                _second[j] += counts[i, j];
            }
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(N);
    }

    /// <summary>Items.</summary>
    public double N { get; }

    /// <summary>Categories.</summary>
    public int Categories { get; }

    /// <summary>Share of items that both rated alike.</summary>
    public double Observed => 1 - Disagreement(KappaWeights.None).Observed;

    /// <summary>The share that chance would give raters with these margins.</summary>
    public double Expected => 1 - Disagreement(KappaWeights.None).Expected;

    /// <summary>
    /// Standard error of the unweighted <see cref="Kappa"/> in Cohen's simple form, √(o(1 − o)/(n(1 − e)²)); for small samples resample the items.
    /// </summary>
    public double KappaStandardError => Math.Sqrt(Observed * (1 - Observed) / N) / (1 - Expected);

    /// <summary>Scott's π (1955): chance from the two raters' pooled margins. NaN where only one category occurs.</summary>
    public double ScottPi
    {
        get
        {
            var expected = Pooled().Sum(q => q * q);
            return (Observed - expected) / (1 - expected);
        }
    }

    /// <summary>
    /// Gwet's AC1 (2008): chance Σ q(1 − q)/(K − 1) from pooled margins. Stays sensible where almost all items are of one category, where 90 %
    /// agreement can give a kappa of 0.44.
    /// </summary>
    public double GwetAc1
    {
        get
        {
            var expected = Pooled().Sum(q => q * (1 - q)) / (Categories - 1);
            return (Observed - expected) / (1 - expected);
        }
    }

    /// <summary>Makes the table of two lists of ratings.</summary>
    /// <param name="first">The first rater's category of each item, from 0.</param>
    /// <param name="second">The second rater's, in the same order.</param>
    /// <param name="categories">Categories of the scale, 2 or more.</param>
    public static AgreementTable Of(ReadOnlySpan<int> first, ReadOnlySpan<int> second, int categories)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(second.Length, first.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(categories, 2);
        var counts = new double[categories, categories];
        for (var i = 0; i < first.Length; i++)
        {
            counts[first[i], second[i]]++;
        }

        return new(counts);
    }

    /// <summary>
    /// Cohen's kappa (1960) and its weighted forms (1968): 1 − observed / expected disagreement. NaN where chance alone would leave no disagreement.
    /// </summary>
    /// <param name="weights">How disagreements count.</param>
    public double Kappa(KappaWeights weights = KappaWeights.None)
    {
        var (observed, expected) = Disagreement(weights);
        return 1 - (observed / expected);
    }

    private (double Observed, double Expected) Disagreement(KappaWeights weights)
    {
        double observed = 0, expected = 0;
        for (var i = 0; i < Categories; i++)
        {
            for (var j = 0; j < Categories; j++)
            {
                var steps = Math.Abs(i - j);
                var weight = weights switch
                {
                    KappaWeights.None => Math.Min(1, steps),
                    KappaWeights.Linear => steps,
                    KappaWeights.Quadratic => steps * steps,
                    _ => throw new ArgumentOutOfRangeException(nameof(weights)),
                };
                observed += weight * _counts[i, j] / N;
                expected += weight * _first[i] / N * _second[j] / N;
            }
        }

        return (observed, expected);
    }

    private IEnumerable<double> Pooled() => _first.Zip(_second, (a, b) => (a + b) / (2 * N));
}
