using MathNet.Numerics.Distributions;

namespace Eval.Core.Statistics;

/// <summary>Pairs of items that two rankings order alike, otherwise, or not at all; counted in O(n log n) (W. R. Knight, JASA 61, 1966).</summary>
/// <param name="N">Items.</param>
/// <param name="Concordant">Pairs that both order alike.</param>
/// <param name="Discordant">Pairs that they order in opposite ways.</param>
/// <param name="TiesOnlyX">Pairs equal in the first only.</param>
/// <param name="TiesOnlyY">Pairs equal in the second only.</param>
/// <param name="TiesBoth">Pairs equal in both.</param>
/// <param name="Classes">Distinct numbers of the side that has fewer.</param>
/// <param name="Variance">Variance of concordant − discordant if the rankings have nothing to do with each other.</param>
public sealed record KendallCounts(
    int N, long Concordant, long Discordant, long TiesOnlyX, long TiesOnlyY, long TiesBoth, int Classes, double Variance)
{
    /// <summary>(C − D) / all pairs.</summary>
    public double TauA => Excess / (N * (N - 1.0) / 2);

    /// <summary>(C − D) / √((C + D + ties of one)(C + D + ties of the other)); NaN where one side is constant.</summary>
    public double TauB => Excess / Math.Sqrt(((double)Concordant + Discordant + TiesOnlyX) * ((double)Concordant + Discordant + TiesOnlyY));

    /// <summary>Stuart's τ-c: 2(C − D) m / (n²(m − 1)), with m the <see cref="Classes"/>.</summary>
    public double TauC => 2.0 * Excess * Classes / ((double)N * N * (Classes - 1));

    /// <summary>Goodman and Kruskal's γ: (C − D)/(C + D), ties left out.</summary>
    public double Gamma => Excess / ((double)Concordant + Discordant);

    /// <summary>Two-sided p by the normal approximation.</summary>
    public double PValue => 2 * Normal.CDF(0, 1, -Math.Abs(Excess) / Math.Sqrt(Variance));

    private double Excess => Concordant - Discordant;

    /// <summary>Counts the pairs.</summary>
    /// <param name="x">One number of each item.</param>
    /// <param name="y">The other, in the same order.</param>
    public static KendallCounts Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        var n = x.Length;
        var items = new (double X, double Y)[n];
        for (var i = 0; i < n; i++)
        {
            items[i] = (x[i], y[i]);
        }

        Array.Sort(items);
        var both = new Ties();
        var inX = new Ties();
        Count(items, both);
        Count(Array.ConvertAll(items, i => i.X), inX);

        // In the order of x every exchange that sorts y is a discordant pair.
        var sorted = Array.ConvertAll(items, i => i.Y);
        var discordant = Exchanges(sorted, new double[n], 0, n);
        var inY = new Ties();
        Count(sorted, inY);

        var pairs = (long)n * (n - 1) / 2;
        var concordant = pairs - inX.Pairs - inY.Pairs + both.Pairs - discordant;
        double m = 2.0 * pairs;
        var variance = (((m * ((2.0 * n) + 5)) - inX.Third - inY.Third) / 18) + (2.0 * inX.Pairs * inY.Pairs / m)
            + (n > 2 ? inX.Second * inY.Second / (9 * m * (n - 2)) : 0);
        return new(n, concordant, discordant, inX.Pairs - both.Pairs, inY.Pairs - both.Pairs, both.Pairs, Math.Min(inX.Classes, inY.Classes), variance);
    }

    private static void Count<T>(T[] sorted, Ties ties)
        where T : IEquatable<T>
    {
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end].Equals(sorted[start]); end++)
            {
            }

            ties.Add(end - start);
        }
    }

    private static long Exchanges(double[] values, double[] room, int from, int to)
    {
        if (to - from < 2)
        {
            return 0;
        }

        var middle = from + ((to - from) / 2);
        var exchanges = Exchanges(values, room, from, middle) + Exchanges(values, room, middle, to);
        var (left, right) = (from, middle);
        for (var i = from; i < to; i++)
        {
            if (left < middle && (right >= to || values[left] <= values[right]))
            {
                room[i] = values[left++];
            }
            else
            {
                exchanges += middle - left;
                room[i] = values[right++];
            }
        }

        Array.Copy(room, from, values, from, to - from);
        return exchanges;
    }

    // Sums over the groups of t equal numbers that the variance needs (M. G. Kendall, Rank Correlation Methods, 4.3).
    private sealed class Ties
    {
        public int Classes { get; private set; }

        public long Pairs { get; private set; }

        public double Second { get; private set; }

        public double Third { get; private set; }

        public void Add(double t)
        {
            Classes++;
            Pairs += (long)(t * (t - 1) / 2);
            Second += t * (t - 1) * (t - 2);
            Third += t * (t - 1) * ((2 * t) + 5);
        }
    }
}
