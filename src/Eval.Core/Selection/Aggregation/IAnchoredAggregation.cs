using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Aggregation;

/// <summary>A method that scores a candidate by its own anchored values alone; it never falls where a value rises.</summary>
internal interface IAnchoredAggregation : IAggregation
{
    double Score(ReadOnlySpan<double> values, ReadOnlySpan<double> weights);
}

/// <summary>What both anchored methods share.</summary>
internal static class AnchoredScores
{
    public static double[] Of(IAnchoredAggregation method, DecisionMatrix matrix, WeightSet weights)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Values.Count, matrix.Factors.Count);
        return matrix.IsComplete
            ? [.. Enumerable.Range(0, matrix.Candidates.Count).Select(c => method.Score(matrix.Values(c, double.NaN), [.. weights.Values]))]
            : throw new ArgumentException("a value is missing; score intervals take that into account", nameof(matrix));
    }

    public static IAnchoredAggregation Anchored(this IAggregation method) => method as IAnchoredAggregation
        ?? throw new ArgumentException($"{method.Id} compares candidates with one another; a decision needs a method on anchored values", nameof(method));
}
