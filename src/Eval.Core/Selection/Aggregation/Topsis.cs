using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Aggregation;

/// <summary>
/// TOPSIS: closeness d⁻/(d⁻ + d⁺) to the best and the worst values of the field, on weighted values divided by their norm (Hwang and Yoon 1981).
/// For the panel only.
/// </summary>
internal sealed class Topsis : IAggregation
{
    public string Id => "topsis";

    public bool IsFieldRelative => true;

    public double[] Scores(DecisionMatrix matrix, WeightSet weights)
    {
        var (toBest, toWorst) = (new double[matrix.Candidates.Count], new double[matrix.Candidates.Count]);
        for (var f = 0; f < matrix.Factors.Count; f++)
        {
            // As if more were better for each: the direction only tells which end is the best.
            var weight = weights[f];
            double[] column = [.. FieldNormalisedSum.Normalised(FieldNormalisation.Vector, FieldNormalisedSum.RawColumn(matrix, f), more: true).Select(v => v * weight)];
            var (best, worst) = matrix.Factors[f].MoreIsBetter ? (column.Max(), column.Min()) : (column.Min(), column.Max());
            for (var c = 0; c < column.Length; c++)
            {
                toBest[c] += (column[c] - best) * (column[c] - best);
                toWorst[c] += (column[c] - worst) * (column[c] - worst);
            }
        }

        return [.. toBest.Zip(toWorst, (b, w) => Math.Sqrt(w) / (Math.Sqrt(w) + Math.Sqrt(b)))];
    }
}
