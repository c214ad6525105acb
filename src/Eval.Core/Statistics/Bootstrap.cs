using MathNet.Numerics.Distributions;

namespace Eval.Core.Statistics;

/// <summary>
/// The bootstrap over independent clusters (documents, prompts, samples): draws clusters with replacement, whole. Seeded, and the same on any
/// number of threads, because each draw has a generator of its own.
/// </summary>
public static class Bootstrap
{
    /// <summary>Draws that the metrics use.</summary>
    public const int DefaultDraws = 2000;

    /// <summary>Runs the draws.</summary>
    /// <param name="clusters">Clusters, 2 or more.</param>
    /// <param name="statistic">The statistic; called from several threads. Draws for which it is not a number are left out.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="draws">How many draws, 100 or more.</param>
    public static BootstrapDistribution Run(int clusters, ResampledStatistic statistic, int seed, int draws = DefaultDraws)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 100);
        var values = new double[draws];
        Parallel.For(0, draws, () => new int[clusters], (draw, _, counts) =>
        {
            var random = new SeededRandom(((ulong)(uint)seed << 32) | (uint)draw);
            Array.Clear(counts);
            for (var i = 0; i < clusters; i++)
            {
                counts[random.Next(clusters)]++;
            }

            values[draw] = statistic(counts);
            return counts;
        }, _ => { });

        var all = new int[clusters];
        Array.Fill(all, 1);
        var sorted = Array.FindAll(values, double.IsFinite);
        Array.Sort(sorted);
        return new BootstrapDistribution(statistic(all), sorted, () => Jackknife(clusters, statistic));
    }

    private static double[] Jackknife(int clusters, ResampledStatistic statistic)
    {
        var values = new double[clusters];
        Parallel.For(0, clusters, () =>
        {
            var counts = new int[clusters];
            Array.Fill(counts, 1);
            return counts;
        }, (left, _, counts) =>
        {
            counts[left] = 0;
            values[left] = statistic(counts);
            counts[left] = 1;
            return counts;
        }, _ => { });
        return values;
    }
}

/// <summary>What a bootstrap gave.</summary>
public sealed class BootstrapDistribution
{
    private readonly double[] _sorted;
    private readonly Func<double[]> _jackknife;

    internal BootstrapDistribution(double estimate, double[] sorted, Func<double[]> jackknife) =>
        (Estimate, _sorted, _jackknife) = (estimate, sorted, jackknife);

    /// <summary>The statistic of the data as they are.</summary>
    public double Estimate { get; }

    /// <summary>Standard deviation of the draws.</summary>
    public double StandardError => Moments.StandardDeviationOf(_sorted);

    /// <summary>The percentile interval.</summary>
    public Interval Percentile(double confidence) => new(
        Quantile.OfSorted(_sorted, (1 - confidence) / 2), Quantile.OfSorted(_sorted, (1 + confidence) / 2));

    /// <summary>
    /// The bias-corrected and accelerated interval (Efron 1987): percentiles moved by the share of draws below the estimate and by the
    /// skewness of the jackknife. Where the draws do not spread or all lie on one side, the percentile interval.
    /// </summary>
    public Interval BiasCorrected(double confidence)
    {
        var below = 0.0;
        foreach (var value in _sorted)
        {
            below += value < Estimate ? 1 : value == Estimate ? 0.5 : 0;
        }

        var share = below / _sorted.Length;
        if (share is <= 0 or >= 1)
        {
            return Percentile(confidence);
        }

        var bias = Normal.InvCDF(0, 1, share);
        var acceleration = Acceleration();
        return new(At((1 - confidence) / 2), At((1 + confidence) / 2));

        double At(double p)
        {
            var z = bias + Normal.InvCDF(0, 1, p);
            return Quantile.OfSorted(_sorted, Math.Clamp(Normal.CDF(0, 1, bias + (z / (1 - (acceleration * z)))), 0, 1));
        }
    }

    private double Acceleration()
    {
        var values = _jackknife();
        var mean = Moments.MeanOf(values);
        double cubes = 0, squares = 0;
        foreach (var value in values)
        {
            var d = mean - value;
            squares += d * d;
            cubes += d * d * d;
        }

        var spread = Math.Pow(squares, 1.5);
        return spread > 0 && double.IsFinite(spread) ? cubes / (6 * spread) : 0;
    }
}
