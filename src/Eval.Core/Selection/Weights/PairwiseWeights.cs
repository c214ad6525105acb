using Eval.Core.Workspaces;

namespace Eval.Core.Selection.Weights;

/// <summary>
/// Weights from comparisons of two factors each (T. L. Saaty, The Analytic Hierarchy Process, 1980): the principal eigenvector of the matrix, with the ratio that
/// tells how far the comparisons contradict one another. Offered for weights only; its ratings of candidates would reverse ranks.
/// </summary>
public sealed record PairwiseWeights
{
    /// <summary>The consistency ratio up to which weights are accepted.</summary>
    public const double Acceptable = 0.10;

    /// <summary>Factors at most: beyond that nobody answers 45 comparisons with care, and the random indices are not agreed on.</summary>
    public const int MostFactors = 10;

    // Mean consistency index of random matrices of 1 to 10 factors (Saaty 1980).
    private static readonly double[] RandomIndices = [0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49];

    /// <summary>Principal eigenvector, its sum 1.</summary>
    public required IReadOnlyList<double> Weights { get; init; }

    /// <summary>Geometric means of the rows, their sum 1: for comparison.</summary>
    public required IReadOnlyList<double> GeometricMeans { get; init; }

    /// <summary>The principal eigenvalue; the number of factors where nothing is contradicted.</summary>
    public required double LargestEigenvalue { get; init; }

    /// <summary>(λ − n)/(n − 1).</summary>
    public required double ConsistencyIndex { get; init; }

    /// <summary>The consistency index of random answers.</summary>
    public required double RandomIndex { get; init; }

    /// <summary>Consistency index over random index; 0 for one or two factors, which cannot contradict one another.</summary>
    public required double ConsistencyRatio { get; init; }

    /// <summary>The comparison that contradicts the others most: places of the two factors, and what the others together say about them.</summary>
    public required (int First, int Second, double Implied) WorstComparison { get; init; }

    /// <summary>True where the ratio is at most <see cref="Acceptable"/>.</summary>
    public bool IsAcceptable => ConsistencyRatio <= Acceptable;

    /// <summary>Evaluates the comparisons.</summary>
    /// <param name="matrix">How many times as important the row's factor is as the column's: above 0, the diagonal 1, mirrored entries reciprocal (to 1 %).</param>
    /// <exception cref="ArgumentException">The matrix is not one of comparisons.</exception>
    public static PairwiseWeights Of(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        if (n < 1 || n > MostFactors || matrix.GetLength(1) != n)
        {
            throw new ArgumentException($"pairwise comparisons need a square matrix of 1 to {MostFactors} factors", nameof(matrix));
        }

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                if (!(matrix[i, j] > 0 && double.IsFinite(matrix[i, j])) || !(Math.Abs((matrix[i, j] * matrix[j, i]) - 1) <= 0.01) || (i == j && matrix[i, j] != 1))
                {
                    throw new ArgumentException(
                        $"comparison ({i + 1}, {j + 1}): numbers must be above 0, the diagonal 1, and mirrored entries reciprocal", nameof(matrix));
                }
            }
        }

        // Power iteration: a matrix of positive numbers has one largest eigenvalue, whose vector is positive (Perron).
        var weights = Enumerable.Repeat(1.0 / n, n).ToArray();
        for (var (step, change) = (0, 1.0); step < 10_000 && change > 1e-15; step++)
        {
            var next = Normalised(Product(matrix, weights));
            change = next.Zip(weights, (a, b) => Math.Abs(a - b)).Max();
            weights = next;
        }

        var lambda = Product(matrix, weights).Zip(weights, (a, w) => a / w).Average();
        var index = n < 2 ? 0 : Math.Max(0, (lambda - n) / (n - 1));
        var random = RandomIndices[n - 1];
        return new()
        {
            Weights = weights,
            GeometricMeans = Normalised([.. Enumerable.Range(0, n).Select(i => Math.Exp(Enumerable.Range(0, n).Average(j => Math.Log(matrix[i, j]))))]),
            LargestEigenvalue = lambda,
            ConsistencyIndex = index,
            RandomIndex = random,
            ConsistencyRatio = random > 0 ? index / random : 0,
            WorstComparison = Worst(matrix, weights),
        };
    }

    /// <summary>The weights as a set.</summary>
    /// <param name="factors">The factors, in the matrix's order.</param>
    /// <param name="name">Whose they are.</param>
    /// <exception cref="EvalConfigurationException">The comparisons contradict one another too much; the message names the worst one.</exception>
    public WeightSet ToWeightSet(IReadOnlyList<Factor> factors, string name = "default")
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(factors.Count, Weights.Count);
        var (first, second, implied) = WorstComparison;
        return IsAcceptable ? WeightSet.Of(Weights, name) : throw new EvalConfigurationException(
            null,
            FormattableString.Invariant(
                $"weights ({name}): the comparisons contradict one another (consistency ratio {ConsistencyRatio:0.00}, at most {Acceptable:0.00} is accepted)"),
            FormattableString.Invariant($"look again at {factors[first].Id} against {factors[second].Id}: the others together say {implied:0.##}"));
    }

    private static (int First, int Second, double Implied) Worst(double[,] matrix, double[] weights)
    {
        var (worst, most) = ((0, 0, 1.0), -1.0);
        for (var i = 0; i < weights.Length; i++)
        {
            for (var j = i + 1; j < weights.Length; j++)
            {
                var implied = weights[i] / weights[j];
                if (Math.Abs(Math.Log(matrix[i, j] / implied)) is var off && off > most)
                {
                    (worst, most) = ((i, j, implied), off);
                }
            }
        }

        return worst;
    }

    private static double[] Product(double[,] matrix, double[] vector) =>
        [.. Enumerable.Range(0, vector.Length).Select(i => vector.Select((v, j) => matrix[i, j] * v).Sum())];

    private static double[] Normalised(double[] values)
    {
        var sum = values.Sum();
        return [.. values.Select(v => v / sum)];
    }
}
