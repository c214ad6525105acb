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

    private Matrix Covariance()
    {
        var (count, sizes) = (Columns.Count, UnitSizes());
        double[][] sums = [.. Columns.Select(c => Residuals(UnitSums(c.Scores), c.Mean, sizes))];
        var covariance = Matrix.Build.Dense(count, count);
        var squared = (double)Items.Count * Items.Count;
        Parallel.For(0, count, i =>
        {
            for (var j = 0; j <= i; j++)
            {
                covariance[i, j] = covariance[j, i] = Product(sums[i], sums[j]) / squared;
            }
        });
        return covariance;
    }

    private static double[] Residuals(double[] sums, double mean, double[]? sizes) => [.. sums.Select((s, u) => s - (mean * (sizes?[u] ?? 1)))];

    private static double Product(double[] x, double[] y)
    {
        var a = MemoryMarshal.Cast<double, Vector<double>>(x.AsSpan());
        var b = MemoryMarshal.Cast<double, Vector<double>>(y.AsSpan());
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
