using Eval.Core.Statistics;

namespace Eval.Core.Comparisons;

/// <summary>What a comparison says in one word, after the correction for all comparisons beside it.</summary>
public enum ComparisonVerdict
{
    /// <summary>The new one is better.</summary>
    Better,

    /// <summary>The new one is worse.</summary>
    Worse,

    /// <summary>No difference was shown, which is not to say that there is none: see <see cref="ScoreComparison.DetectableEffect"/>.</summary>
    NoDifferenceShown,

    /// <summary>There is too little to say anything: one sample, or one cluster.</summary>
    Undecided,
}

/// <summary>One metric of one suite, or of a slice, compared sample by sample.</summary>
public sealed record ScoreComparison
{
    /// <summary>Probability with which <see cref="DetectableEffect"/> would be shown.</summary>
    public const double DetectionPower = 0.8;

    /// <summary>The scores side by side.</summary>
    public required PairedScores Scores { get; init; }

    /// <summary>The slice, as <c>field=value</c>, or null for all samples.</summary>
    public string? Slice { get; init; }

    /// <summary>Confidence of the two-sided interval, for example 0.95.</summary>
    public required double Confidence { get; init; }

    /// <summary>
    /// The difference new − old as the metric has it, not turned round: below 0 is better where less is better. Its one-sided limits are the ends of
    /// the two-sided interval. For perplexities the logarithm of the ratio new / old.
    /// </summary>
    public required PairedDifference Difference { get; init; }

    /// <summary>The metric's value over the shared samples, old side.</summary>
    public required double OldValue { get; init; }

    /// <summary>The metric's value over the shared samples, new side.</summary>
    public required double NewValue { get; init; }

    /// <summary>
    /// The smallest true difference (in the unit of <see cref="Difference"/>) that this many samples show with a probability of
    /// <see cref="DetectionPower"/>, two-sided; null where the samples tell nothing of it because all differences are equal.
    /// </summary>
    public double? DetectableEffect { get; init; }

    /// <summary>p of "no difference", adjusted for all comparisons that were made together.</summary>
    public double AdjustedP { get; init; } = 1;

    /// <summary>True where the interval has two ends.</summary>
    public bool HasInterval => double.IsFinite(Difference.Lower) && double.IsFinite(Difference.Upper);

    /// <summary>The verdict by <see cref="AdjustedP"/>.</summary>
    public ComparisonVerdict Verdict =>
        !HasInterval ? ComparisonVerdict.Undecided
        : AdjustedP >= 1 - Confidence || Difference.Difference == 0 ? ComparisonVerdict.NoDifferenceShown
        : Difference.Difference > 0 == Scores.HigherIsBetter ? ComparisonVerdict.Better
        : ComparisonVerdict.Worse;

    /// <summary>Compares paired scores.</summary>
    /// <param name="scores">The scores; one or more.</param>
    /// <param name="slice">The slice that they are of, or null.</param>
    /// <param name="confidence">Confidence of the two-sided interval, above 0 and below 1.</param>
    public static ScoreComparison Of(PairedScores scores, string? slice, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfZero(scores.Count);
        var difference = PairedDifference.Of(
            scores.Old, scores.New, scores.Weights, scores.Clusters, (1 + confidence) / 2, scores.Largest - scores.Smallest);
        var error = difference.StandardError;
        return new ScoreComparison
        {
            Scores = scores,
            Slice = slice,
            Confidence = confidence,
            Difference = difference,
            OldValue = Value(scores, scores.Old),
            NewValue = Value(scores, scores.New),
            DetectableEffect = error > 0 && double.IsFinite(error)
                ? Power.MinimalDetectableEffect(error, 1 - confidence, DetectionPower, Sides.Two, difference.DegreesOfFreedom)
                : null,
            AdjustedP = difference.PValue,
        };
    }

    private static double Value(PairedScores scores, double[] values)
    {
        double sum = 0, weights = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var weight = scores.Weights?[i] ?? 1;
            (sum, weights) = (sum + (weight * values[i]), weights + weight);
        }

        return scores.ScoresAreLogarithms ? Math.Exp(sum / weights) : sum / weights;
    }
}
