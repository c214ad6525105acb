using Eval.Core.Statistics;

namespace Eval.Core.Comparisons;

/// <summary>From two sides' scores to what is said about them.</summary>
public static class PairedScoresDifference
{
    /// <summary>The difference turned so that more is better: new − old, or old − new where less is better.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="confidence">Confidence of each one-sided limit, above 0.5 and below 1.</param>
    public static PairedDifference Improvement(this PairedScores scores, double confidence)
    {
        var (from, to) = scores.HigherIsBetter ? (scores.Old, scores.New) : (scores.New, scores.Old);
        var difference = PairedDifference.Of(from, to, scores.Weights, scores.Clusters, confidence, scores.Range());

        // The counts belong to the sides, not to the direction.
        return scores.HigherIsBetter ? difference : difference with { OnlyOld = difference.OnlyNew, OnlyNew = difference.OnlyOld };
    }

    /// <summary>The greatest difference that two scores can have; ∞ where unbounded.</summary>
    public static double Range(this PairedScores scores) => scores.Largest - scores.Smallest;

    /// <summary>A score as a value of the metric: the same, or its exponential where scores are logarithms.</summary>
    public static double ValueOf(this PairedScores scores, double score) => scores.ScoresAreLogarithms ? Math.Exp(score) : score;

    /// <summary>The mean of one side, weighted where the scores are; NaN where there are none.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="side">One side's.</param>
    public static double MeanOf(this PairedScores scores, ReadOnlySpan<double> side)
    {
        if (scores.Weights is not { } weights)
        {
            return Moments.MeanOf(side);
        }

        double sum = 0, mass = 0;
        for (var i = 0; i < side.Length; i++)
        {
            sum += weights[i] * side[i];
            mass += weights[i];
        }

        return sum / mass;
    }
}
