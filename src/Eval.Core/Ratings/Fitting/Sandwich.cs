using System.Numerics;
using MathNet.Numerics.LinearAlgebra.Double;
using Matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>;

namespace Eval.Core.Ratings.Fitting;

/// <summary>
/// The robust covariance V = H⁻¹ G H⁻¹: G sums the outer products of the scores of whatever is independent, single battles (w²·ss', grouped like the
/// counts) or clusters (s_c s_c', s_c the sum of w·s within, times C/(C − 1)).
/// </summary>
internal sealed class Sandwich
{
    private readonly int _size;
    private readonly double[] _meat;

    public Sandwich(int size) => (_size, _meat) = (size, new double[size * size]);

    /// <summary>Clusters that were added.</summary>
    public long Clusters { get; private set; }

    /// <summary>Adds battles that stand alone and have the same score: value at some places, all else 0.</summary>
    public void AddAlone(double squares, ReadOnlySpan<int> places, ReadOnlySpan<double> score)
    {
        for (var i = 0; i < places.Length; i++)
        {
            for (var j = 0; j < places.Length; j++)
            {
                _meat[(places[i] * _size) + places[j]] += squares * score[i] * score[j];
            }
        }
    }

    /// <summary>Adds one cluster's summed score; the triangle above the diagonal only.</summary>
    public void AddCluster(ReadOnlySpan<double> score)
    {
        Clusters++;
        for (var i = 0; i < _size; i++)
        {
            var value = score[i];
            if (value == 0)
            {
                continue;
            }

            var row = _meat.AsSpan(i * _size, _size);
            var j = i;
            for (var vector = new Vector<double>(value); j <= _size - Vector<double>.Count; j += Vector<double>.Count)
            {
                (new Vector<double>(row[j..]) + (vector * new Vector<double>(score[j..]))).CopyTo(row[j..]);
            }

            for (; j < _size; j++)
            {
                row[j] += value * score[j];
            }
        }
    }

    /// <summary>The covariance of all parameters; null where there is but one cluster, which tells no variation.</summary>
    /// <param name="bread">Inverse information.</param>
    /// <param name="alone">How many battles stand alone: clusters of their own beside others.</param>
    public Matrix? Covariance(Matrix bread, double alone)
    {
        var independent = Clusters + alone;
        if (Clusters > 0 && independent < 2)
        {
            return null;
        }

        var factor = Clusters > 0 ? independent / (independent - 1) : 1;
        var meat = DenseMatrix.Create(_size, _size, (i, j) => factor * _meat[(Math.Min(i, j) * _size) + Math.Max(i, j)]);
        return bread * meat * bread;
    }
}
