using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Aggregation;

/// <summary>Π v^w over anchored values; 0 where a factor that counts is worth 0.</summary>
internal sealed class WeightedProduct : IAnchoredAggregation
{
    public string Id => "weighted-product";

    public bool IsFieldRelative => false;

    public double Score(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var score = 1.0;
        for (var f = 0; f < values.Length; f++)
        {
            // 0⁰ is 1: what has no weight does not count.
            score *= Math.Pow(values[f], weights[f]);
        }

        return score;
    }

    public double[] Scores(DecisionMatrix matrix, WeightSet weights) => AnchoredScores.Of(this, matrix, weights);
}
