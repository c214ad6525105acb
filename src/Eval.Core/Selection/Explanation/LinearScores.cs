using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Explanation;

/// <summary>
/// Scores of the weighted sum as lines in one factor's weight t, the others shrunk in proportion: t·v + (1 − t)·rest. Missing values count with the middle.
/// </summary>
internal sealed class LinearScores
{
    private readonly double[] _values;
    private readonly double[] _rest;

    private LinearScores(double[] values, double[] rest) => (_values, _rest) = (values, rest);

    /// <summary>The lines, or null where the factor has all the weight, so that the others have no proportions.</summary>
    public static LinearScores? Of(DecisionMatrix matrix, WeightSet weights, int factor)
    {
        var others = 1 - weights[factor];
        if (others <= 0)
        {
            return null;
        }

        double[][] values = [.. matrix.Candidates.Select((_, c) => matrix.Values(c, 0.5))];
        return new(
            [.. values.Select(v => v[factor])],
            [.. values.Select(v => v.Select((x, f) => f == factor ? 0 : weights[f] * x).Sum() / others)]);
    }

    public double[] At(double weight) => [.. _values.Zip(_rest, (v, r) => (weight * v) + ((1 - weight) * r))];

    /// <summary>Where the difference of two candidates is 0, and by how much it rises per weight; null where it is the same for every weight.</summary>
    public (double At, double Slope)? Crossing(int candidate, int other)
    {
        var (d, rest) = (_values[candidate] - _values[other], _rest[candidate] - _rest[other]);
        return d - rest is not 0 and var slope ? (-rest / slope, slope) : null;
    }
}
