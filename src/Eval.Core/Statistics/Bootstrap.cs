namespace Eval.Core.Statistics;

/// <summary>
/// The bootstrap over independent clusters (documents, prompts, samples): draws clusters with replacement, whole. Seeded, and the same on any
/// number of threads, because each draw has a generator of its own. Where the statistic depends on sums only, as means, ratios and corpus metrics
/// do, <see cref="OfSums"/> costs a fraction of <see cref="Run"/>.
/// </summary>
public static class Bootstrap
{
    /// <summary>Draws that the metrics use.</summary>
    public const int DefaultDraws = 2000;

    /// <summary>Runs the draws for any statistic.</summary>
    /// <param name="clusters">Clusters, 2 or more.</param>
    /// <param name="statistic">The statistic; called from several threads. Draws for which it is not a number are left out.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="draws">How many draws, 100 or more.</param>
    public static BootstrapDistribution Run(int clusters, ResampledStatistic statistic, int seed, int draws = DefaultDraws)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 2);
        var values = Draws(clusters, seed, draws, () => new int[clusters], (counts, drawn) =>
        {
            for (var i = 0; i < counts.Length; i++)
            {
                counts[i] = drawn[i];
            }

            return statistic(counts);
        });
        var all = new int[clusters];
        Array.Fill(all, 1);
        return new BootstrapDistribution(statistic(all), values, () => Jackknife(clusters, statistic));
    }

    /// <summary>Runs the draws for a statistic of sums over the clusters.</summary>
    /// <param name="columns">For each sum what every cluster adds to it; finite, all of the same length, 2 or more.</param>
    /// <param name="statistic">The statistic of the sums; called from several threads. Draws for which it is not a number are left out.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="draws">How many draws, 100 or more.</param>
    public static BootstrapDistribution OfSums(IReadOnlyList<double[]> columns, StatisticOfSums statistic, int seed, int draws = DefaultDraws)
    {
        var clusters = columns[0].Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 2);
        FixedPointColumn[] fixedPoint = [.. columns.Select(c => new FixedPointColumn(c, new ResamplingCounts(clusters).Length))];
        var values = Draws(clusters, seed, draws, () => new double[columns.Count], (sums, drawn) =>
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] = fixedPoint[i].Sum(drawn);
            }

            return statistic(sums);
        });
        double[] totals = [.. columns.Select(c => c.Sum())];
        return new BootstrapDistribution(statistic(totals), values, () => Jackknife(columns, totals, statistic));
    }

    /// <summary>The bootstrap of a mean of independent numbers.</summary>
    /// <param name="values">Finite numbers, 2 or more.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="draws">How many draws, 100 or more.</param>
    public static BootstrapDistribution OfMean(double[] values, int seed, int draws = DefaultDraws) =>
        OfSums([values], sums => sums[0] / values.Length, seed, draws);

    /// <summary>
    /// The bootstrap of the mean difference new − old on the same samples: pairs stay together, and clusters are drawn whole.
    /// </summary>
    /// <param name="old">Scores of the old one; of 2 clusters or more.</param>
    /// <param name="new">Scores of the new one, in the same order.</param>
    /// <param name="weights">How much each sample counts, above 0; empty where all count the same.</param>
    /// <param name="clusters">Number of each sample's cluster, from 0 without gaps; empty where samples are independent.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="draws">How many draws, 100 or more.</param>
    public static BootstrapDistribution OfPairedDifference(
        ReadOnlySpan<double> old,
        ReadOnlySpan<double> @new,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<int> clusters,
        int seed,
        int draws = DefaultDraws)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(@new.Length, old.Length);
        var count = old.Length;
        if (!clusters.IsEmpty)
        {
            count = 0;
            foreach (var cluster in clusters)
            {
                count = Math.Max(count, cluster + 1);
            }
        }

        var (sums, sizes) = (new double[count], new double[count]);
        for (var i = 0; i < old.Length; i++)
        {
            var (cluster, weight) = (clusters.IsEmpty ? i : clusters[i], weights.IsEmpty ? 1 : weights[i]);
            sums[cluster] += weight * (@new[i] - old[i]);
            sizes[cluster] += weight;
        }

        return clusters.IsEmpty && weights.IsEmpty ? OfMean(sums, seed, draws) : OfSums([sums, sizes], s => s[0] / s[1], seed, draws);
    }

    private delegate double Evaluation<T>(T room, ReadOnlySpan<byte> counts);

    private static double[] Draws<T>(int clusters, int seed, int draws, Func<T> room, Evaluation<T> evaluate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 100);
        var resample = new ResamplingCounts(clusters);
        var values = new double[draws];
        Parallel.For(0, draws, () => (Counts: new byte[resample.Length], Room: room()), (draw, _, local) =>
        {
            resample.Draw(((ulong)(uint)seed << 32) | (uint)draw, local.Counts);
            values[draw] = evaluate(local.Room, local.Counts);
            return local;
        }, _ => { });
        var sorted = Array.FindAll(values, double.IsFinite);
        Array.Sort(sorted);
        return sorted;
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

    private static double[] Jackknife(IReadOnlyList<double[]> columns, double[] totals, StatisticOfSums statistic)
    {
        var values = new double[columns[0].Length];
        var sums = new double[totals.Length];
        for (var left = 0; left < values.Length; left++)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] = totals[i] - columns[i][left];
            }

            values[left] = statistic(sums);
        }

        return values;
    }
}
