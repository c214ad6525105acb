using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Aggregation;

/// <summary>Σ w·v over anchored values.</summary>
internal sealed class WeightedSum : IAnchoredAggregation
{
    public string Id => "weighted-sum";

    public bool IsFieldRelative => false;

    public double Score(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var score = 0.0;
        for (var f = 0; f < values.Length; f++)
        {
            score += weights[f] * values[f];
        }

        return score;
    }

    public double[] Scores(DecisionMatrix matrix, WeightSet weights) => AnchoredScores.Of(this, matrix, weights);
}
