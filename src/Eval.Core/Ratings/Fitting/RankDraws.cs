using System.Numerics;
using Eval.Core.Statistics;
using Matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>;

namespace Eval.Core.Ratings.Fitting;

/// <summary>Probabilities of ranks, counted over draws of the joint normal distribution of the strengths.</summary>
internal static class RankDraws
{
    // Natural strengths that differ by less are equal.
    private const double Equal = 1e-9;

    /// <summary>For each model the probability of each rank, the first one first.</summary>
    /// <param name="strengths">The estimates.</param>
    /// <param name="covariance">Their covariance; singular, because battles tell differences only.</param>
    /// <param name="draws">Draws, 1 or more.</param>
    /// <param name="seed">The seed.</param>
    public static double[][] Probabilities(ReadOnlySpan<double> strengths, Matrix covariance, int draws, int seed)
    {
        var models = strengths.Length;
        var factor = Factor(covariance, out var rank);

        // Columns are as long as vector instructions like; the rest stays 0.
        var height = (models + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        var columns = new double[rank * height];
        for (var column = 0; column < rank; column++)
        {
            factor[column].CopyTo(columns, column * height);
        }

        var (centre, drawn, order, places) = (new double[height], new double[height], new int[models], new int[models]);
        strengths.CopyTo(centre);
        for (var i = 0; i < models; i++)
        {
            places[i] = i;
        }

        var counts = new double[models * models];
        var normal = new NormalDraws(SeededRandom.For(seed, "ranks"));
        for (var draw = 0; draw < draws; draw++)
        {
            centre.CopyTo(drawn, 0);
            for (var column = 0; column < rank; column++)
            {
                Add(normal.Next(), columns.AsSpan(column * height, height), drawn);
            }

            places.CopyTo(order, 0);
            drawn.AsSpan(0, models).Sort(order.AsSpan());
            for (var i = 0; i < models;)
            {
                var end = i + 1;
                while (end < models && drawn[end] - drawn[end - 1] < Equal)
                {
                    end++;
                }

                // Models whose difference has no variance share their ranks: which of them comes first is rounding.
                for (var (place, share) = (i, 1.0 / (end - i)); place < end; place++)
                {
                    for (var taken = i; taken < end; taken++)
                    {
                        counts[(order[place] * models) + models - 1 - taken] += share;
                    }
                }

                i = end;
            }
        }

        var result = new double[models][];
        for (var i = 0; i < models; i++)
        {
            result[i] = new double[models];
            for (var r = 0; r < models; r++)
            {
                result[i][r] = counts[(i * models) + r] / draws;
            }
        }

        return result;
    }

    /// <summary>Columns L with LL' = the matrix, by Cholesky's method with pivots: it stops where what is left is rounding.</summary>
    internal static double[][] Factor(Matrix matrix, out int rank)
    {
        var size = matrix.RowCount;
        var left = matrix.Diagonal().ToArray();
        var columns = new List<double[]>();
        var least = left.Max() * size * 1e-14;
        while (columns.Count < size)
        {
            var pivot = Array.IndexOf(left, left.Max());
            if (!(left[pivot] > least))
            {
                break;
            }

            var (column, root) = (new double[size], Math.Sqrt(left[pivot]));
            for (var i = 0; i < size; i++)
            {
                var value = matrix[i, pivot];
                foreach (var earlier in columns)
                {
                    value -= earlier[i] * earlier[pivot];
                }

                column[i] = value / root;
                left[i] -= column[i] * column[i];
            }

            left[pivot] = 0;
            columns.Add(column);
        }

        rank = columns.Count;
        return [.. columns];
    }

    private static void Add(double times, ReadOnlySpan<double> column, Span<double> sum)
    {
        var factor = new Vector<double>(times);
        for (var i = 0; i < sum.Length; i += Vector<double>.Count)
        {
            (new Vector<double>(sum[i..]) + (factor * new Vector<double>(column[i..]))).CopyTo(sum[i..]);
        }
    }
}
