using Eval.Core.Comparisons;
using Eval.Core.Statistics;

namespace Eval.Core.Gates;

/// <summary>One-sided limits of the candidate's own mean score in the metric's unit, for floors: Wilson for independent right and wrong answers, else as for differences.</summary>
internal static class ScoreLimits
{
    public static Interval Of(PairedScores scores, double confidence)
    {
        var isBinary = scores.Weights is null && scores.Clusters is null && Array.TrueForAll(scores.New, s => s is 0 or 1);
        if (isBinary && scores.Count > 0)
        {
            return Wilson.Interval(scores.New.Sum(), scores.Count, (2 * confidence) - 1);
        }

        // The mean is the difference from 0; a score lies within the range, so a binary one is never taken for a pair.
        var half = scores.Range() / 2;
        var zero = double.IsFinite(half) ? scores.Smallest + half : 0;
        var origin = new double[scores.Count];
        Array.Fill(origin, zero);
        var mean = PairedDifference.Of(origin, scores.New, scores.Weights, scores.Clusters, confidence, scores.Range());
        return new Interval(scores.ValueOf(mean.Lower + zero), scores.ValueOf(mean.Upper + zero));
    }

    /// <summary>Whether a floor holds: proven, disproven or neither.</summary>
    public static GateVerdict Verdict(PairedScores scores, double floor, double confidence)
    {
        var limits = Of(scores, confidence);
        return (scores.HigherIsBetter ? limits.Low >= floor : limits.High <= floor) ? GateVerdict.Pass
            : (scores.HigherIsBetter ? limits.High < floor : limits.Low > floor) ? GateVerdict.Fail
            : GateVerdict.Inconclusive;
    }
}
