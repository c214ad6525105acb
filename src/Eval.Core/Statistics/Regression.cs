using MathNet.Numerics.LinearAlgebra;

namespace Eval.Core.Statistics;

/// <summary>
/// Regressions with standard errors that hold where samples depend on each other: the sandwich over clusters, with the usual factor
/// G/(G − 1) · (n − 1)/(n − k) for few of them (A. C. Cameron and D. L. Miller, Journal of Human Resources 50, 2015).
/// </summary>
public static class Regression
{
    private const int MostSteps = 50;

    // Beyond this a fitted probability is 0 or 1 to eleven digits: the data are separated and the coefficient has no finite value.
    private const double Separated = 25;

    /// <summary>Logistic regression by Newton's method; null where it has no finite, unique answer (separated or collinear data, too few clusters).</summary>
    /// <param name="rows">The terms of each sample, the constant included; all of the same length.</param>
    /// <param name="outcomes">0 or 1 for each sample.</param>
    /// <param name="clusters">Number of each sample's cluster.</param>
    public static RegressionFit? Logistic(IReadOnlyList<double[]> rows, IReadOnlyList<double> outcomes, IReadOnlyList<int> clusters)
    {
        if (!IsEnough(rows, clusters))
        {
            return null;
        }

        var terms = rows[0].Length;
        var beta = Vector<double>.Build.Dense(terms);
        for (var step = 0; step < MostSteps; step++)
        {
            var (information, score, largest) = Derivatives(rows, outcomes, beta);
            if (largest > Separated || Inverse(information) is not { } inverse)
            {
                return null;
            }

            var change = inverse * score;
            beta += change;
            if (change.AbsoluteMaximum() < 1e-10)
            {
                return Finish(rows, clusters, beta, inverse, i => outcomes[i] - Probability(Dot(rows[i], beta)));
            }
        }

        return null;
    }

    /// <summary>Least squares; null where it has no unique answer (collinear data, too few clusters).</summary>
    /// <param name="rows">The terms of each sample, the constant included; all of the same length.</param>
    /// <param name="outcomes">What is explained, for each sample.</param>
    /// <param name="clusters">Number of each sample's cluster.</param>
    public static RegressionFit? Linear(IReadOnlyList<double[]> rows, IReadOnlyList<double> outcomes, IReadOnlyList<int> clusters)
    {
        if (!IsEnough(rows, clusters))
        {
            return null;
        }

        var design = Matrix<double>.Build.DenseOfRowArrays(rows);
        if (Inverse(design.TransposeThisAndMultiply(design)) is not { } inverse)
        {
            return null;
        }

        var beta = inverse * design.TransposeThisAndMultiply(Vector<double>.Build.DenseOfEnumerable(outcomes));
        return Finish(rows, clusters, beta, inverse, i => outcomes[i] - Dot(rows[i], beta));
    }

    private static bool IsEnough(IReadOnlyList<double[]> rows, IReadOnlyList<int> clusters) =>
        rows.Count > 0 && rows.Count > rows[0].Length && clusters.Distinct().Count() > rows[0].Length;

    private static (Matrix<double> Information, Vector<double> Score, double Largest) Derivatives(
        IReadOnlyList<double[]> rows, IReadOnlyList<double> outcomes, Vector<double> beta)
    {
        var (information, score) = (Matrix<double>.Build.Dense(beta.Count, beta.Count), Vector<double>.Build.Dense(beta.Count));
        var largest = 0.0;
        for (var i = 0; i < rows.Count; i++)
        {
            var eta = Dot(rows[i], beta);
            largest = Math.Max(largest, Math.Abs(eta));
            var p = Probability(eta);
            for (var a = 0; a < beta.Count; a++)
            {
                score[a] += rows[i][a] * (outcomes[i] - p);
                for (var b = 0; b < beta.Count; b++)
                {
                    information[a, b] += rows[i][a] * rows[i][b] * p * (1 - p);
                }
            }
        }

        return (information, score, largest);
    }

    private static RegressionFit Finish(
        IReadOnlyList<double[]> rows, IReadOnlyList<int> clusters, Vector<double> beta, Matrix<double> bread, Func<int, double> residual)
    {
        var sums = new Dictionary<int, Vector<double>>();
        for (var i = 0; i < rows.Count; i++)
        {
            var part = Vector<double>.Build.DenseOfArray(rows[i]) * residual(i);
            sums[clusters[i]] = sums.TryGetValue(clusters[i], out var sum) ? sum + part : part;
        }

        var meat = Matrix<double>.Build.Dense(beta.Count, beta.Count);
        foreach (var sum in sums.Values)
        {
            meat += sum.OuterProduct(sum);
        }

        var (n, g) = ((double)rows.Count, (double)sums.Count);
        var variance = bread * meat * bread * (g / (g - 1) * (n - 1) / (n - beta.Count));
        return new RegressionFit([.. beta], [.. variance.Diagonal().Select(v => Math.Sqrt(Math.Max(0, v)))], rows.Count, sums.Count);
    }

    // A matrix that is singular but for rounding would give an answer that means nothing.
    private static Matrix<double>? Inverse(Matrix<double> matrix) => matrix.ConditionNumber() is < 1e12 ? matrix.Inverse() : null;

    private static double Dot(double[] row, Vector<double> beta)
    {
        var sum = 0.0;
        for (var i = 0; i < row.Length; i++)
        {
            sum += row[i] * beta[i];
        }

        return sum;
    }

    private static double Probability(double eta) => 1 / (1 + Math.Exp(-eta));
}

/// <summary>A fitted regression.</summary>
/// <param name="Coefficients">One for each term.</param>
/// <param name="StandardErrors">Their cluster-robust standard errors.</param>
/// <param name="N">Samples.</param>
/// <param name="Clusters">Clusters; intervals are by t with one degree of freedom less.</param>
public sealed record RegressionFit(double[] Coefficients, double[] StandardErrors, int N, int Clusters)
{
    /// <summary>The interval of a coefficient.</summary>
    /// <param name="term">Which term.</param>
    /// <param name="confidence">Two-sided confidence, between 0 and 1.</param>
    public Interval IntervalOf(int term, double confidence = 0.95) => StudentInterval.Around(Coefficients[term], StandardErrors[term], Clusters - 1, confidence);
}
