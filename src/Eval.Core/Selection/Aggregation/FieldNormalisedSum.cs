using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Aggregation;

/// <summary>
/// Σ w·r with raw values normalised by the field (C. L. Hwang and K. Yoon, Multiple Attribute Decision Making, 1981). A newcomer changes everybody's r,
/// and thereby orders: for the panel only.
/// </summary>
internal sealed class FieldNormalisedSum(string id, FieldNormalisation normalisation) : IAggregation
{
    public string Id => id;

    public bool IsFieldRelative => true;

    public double[] Scores(DecisionMatrix matrix, WeightSet weights)
    {
        var scores = new double[matrix.Candidates.Count];
        for (var f = 0; f < matrix.Factors.Count; f++)
        {
            var column = Normalised(normalisation, RawColumn(matrix, f), matrix.Factors[f].MoreIsBetter);
            for (var c = 0; c < scores.Length; c++)
            {
                scores[c] += weights[f] * column[c];
            }
        }

        return scores;
    }

    internal static double[] RawColumn(DecisionMatrix matrix, int factor) =>
    [
        .. Enumerable.Range(0, matrix.Candidates.Count).Select(c => matrix.Raw(c, factor)
            ?? throw new ArgumentException("a value is missing, which methods that compare raw values cannot do without", nameof(matrix))),
    ];

    internal static double[] Normalised(FieldNormalisation normalisation, double[] x, bool more)
    {
        var (low, high) = (x.Min(), x.Max());
        switch (normalisation)
        {
            case FieldNormalisation.MinMax:
                return high == low ? [.. x.Select(_ => 1.0)] : [.. x.Select(v => (more ? v - low : high - v) / (high - low))];
            case FieldNormalisation.LinearMax:
                return [.. x.Select(v => more ? v / high : low / v)];
            case FieldNormalisation.LinearSum:
                var sum = x.Sum(v => more ? v : 1 / v);
                return [.. x.Select(v => (more ? v : 1 / v) / sum)];
            default:
                var norm = Math.Sqrt(x.Sum(v => v * v));
                return [.. x.Select(v => more ? v / norm : 1 - (v / norm))];
        }
    }
}
