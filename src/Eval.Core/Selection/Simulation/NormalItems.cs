using System.Numerics;
using System.Runtime.InteropServices;
using Eval.Core.Ratings.Fitting;
using Eval.Core.Statistics;
using Matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>;

namespace Eval.Core.Selection.Simulation;

/// <summary>
/// For very many units: the columns' means are drawn from the normal distribution with their paired covariance, which is what the bootstrap comes to. Clustered columns
/// are linearised: a unit counts with its sum − mean × its size.
/// </summary>
internal sealed class NormalItems : ItemSampler
{
    private const int Chunk = 8192;

    private readonly ulong _stream;
    private readonly double[][] _factor;

    public NormalItems(ItemSet items, DecisionMatrix matrix, ulong stream)
        : base(items, matrix)
    {
        _stream = stream;
        _factor = RankDraws.Factor(Covariance(), out _);
    }

    public override string Method => "joint-normal";

    public override void Add(int firstDraw, int draws, double[] deltas, int cells)
    {
        var means = new double[Columns.Count];
        for (var draw = 0; draw < draws; draw++)
        {
            var normal = new NormalDraws(new SeededRandom(_stream + (ulong)(firstDraw + draw)));
            Array.Clear(means);
            foreach (var column in _factor)
            {
                var z = normal.Next();
                for (var i = 0; i < means.Length; i++)
                {
                    means[i] += z * column[i];
                }
            }

            for (var i = 0; i < means.Length; i++)
            {
                deltas[(draw * cells) + Columns[i].Cell] += Columns[i].Scale * means[i];
            }
        }
    }

    // In chunks of units, so that what deviates from the mean is never held for all of them.
    private Matrix Covariance()
    {
        var (count, sizes) = (Columns.Count, UnitSizes());
        double[][] sums = [.. Columns.Select(c => UnitSums(c.Scores))];
        var products = new double[count][];
        double[][] residuals = [.. Columns.Select(_ => new double[Chunk])];
        for (var i = 0; i < count; i++)
        {
            products[i] = new double[i + 1];
        }

        for (var first = 0; first < Units; first += Chunk)
        {
            var length = Math.Min(Chunk, Units - first);
            var start = first;
            Parallel.For(0, count, i =>
            {
                for (var u = 0; u < length; u++)
                {
                    residuals[i][u] = sums[i][start + u] - (Columns[i].Mean * (sizes?[start + u] ?? 1));
                }
            });
            Parallel.For(0, count, i =>
            {
                for (var j = 0; j <= i; j++)
                {
                    products[i][j] += Product(residuals[i].AsSpan(0, length), residuals[j].AsSpan(0, length));
                }
            });
        }

        var squared = (double)Items.Count * Items.Count;
        return Matrix.Build.Dense(count, count, (i, j) => products[Math.Max(i, j)][Math.Min(i, j)] / squared);
    }

    private static double Product(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var a = MemoryMarshal.Cast<double, Vector<double>>(x);
        var b = MemoryMarshal.Cast<double, Vector<double>>(y);
        var lanes = Vector<double>.Zero;
        for (var i = 0; i < a.Length; i++)
        {
            lanes += a[i] * b[i];
        }

        var sum = Vector.Sum(lanes);
        for (var i = a.Length * Vector<double>.Count; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }
}
