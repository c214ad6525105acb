using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Aggregation;

/// <summary>
/// PROMETHEE II: net flow φ⁺ − φ⁻ of pairwise preferences, each 0 up to the indifference, 1 from the preference threshold and linear between
/// (J. P. Brans and P. Vincke, Management Science 31, 1985). Thresholds stand on the factors, in raw units. For the panel only.
/// </summary>
internal sealed class PrometheeTwo : IAggregation
{
    public string Id => "promethee-ii";

    public bool IsFieldRelative => true;

    public double[] Scores(DecisionMatrix matrix, WeightSet weights)
    {
        var (positive, negative) = Flows(matrix, weights);
        return [.. positive.Zip(negative, (p, n) => p - n)];
    }

    /// <summary>φ⁺ and φ⁻ of each candidate; 0 where it is alone.</summary>
    internal static (double[] Positive, double[] Negative) Flows(DecisionMatrix matrix, WeightSet weights)
    {
        var count = matrix.Candidates.Count;
        var (positive, negative) = (new double[count], new double[count]);
        for (var f = 0; f < matrix.Factors.Count; f++)
        {
            var factor = matrix.Factors[f];
            var (q, p) = (factor.Indifference ?? 0, factor.Preference ?? Math.Abs(factor.Best - factor.Worst));
            var column = FieldNormalisedSum.RawColumn(matrix, f);
            for (var a = 0; a < count; a++)
            {
                for (var b = 0; b < count; b++)
                {
                    var ahead = factor.MoreIsBetter ? column[a] - column[b] : column[b] - column[a];
                    var preference = ahead <= q ? 0 : ahead >= p ? 1 : (ahead - q) / (p - q);
                    positive[a] += weights[f] * preference / Math.Max(1, count - 1);
                    negative[b] += weights[f] * preference / Math.Max(1, count - 1);
                }
            }
        }

        return (positive, negative);
    }
}
