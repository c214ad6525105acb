using System.Globalization;
using Eval.Core.Comparisons;
using Eval.Core.Statistics;

namespace Eval.Core.Gates;

/// <summary>How much the scores of two equally good candidates are taken to differ from sample to sample, and why.</summary>
/// <param name="Variance">Variance of one sample's difference, dependence between samples included.</param>
/// <param name="Range">The greatest difference that two scores can have; ∞ where unbounded.</param>
/// <param name="IsBinary">True where each score is 0 or 1.</param>
/// <param name="Sentence">Where it comes from, as a clause.</param>
public sealed record DifferenceSpread(double Variance, double Range, bool IsBinary, string Sentence)
{
    /// <summary>Samples that come as one independent unit: the mean size of a cluster, weighted by size; 1 where samples are independent.</summary>
    public double SamplesPerUnit { get; init; } = 1;

    /// <summary>Degrees of freedom that so many samples leave; ∞ where the limits do not use Student's t.</summary>
    internal double DegreesOfFreedom(double samples) => IsBinary ? double.PositiveInfinity : Math.Max(1, (samples / SamplesPerUnit) - 1);

    /// <summary>From an earlier comparison on the same suite: the best basis. Null where it has fewer than two independent samples.</summary>
    /// <param name="scores">The two sides of it.</param>
    /// <param name="names">Whose they are, for example <c>tiny-small and tiny-medium</c>.</param>
    public static DifferenceSpread? FromPairs(PairedScores scores, string names)
    {
        var difference = scores.Improvement(GatePolicy.DefaultConfidence);
        if (double.IsNaN(difference.StandardError))
        {
            return null;
        }

        // Where nothing differed, as much as may have stayed unseen.
        var range = scores.Range();
        var unseen = double.IsFinite(range) ? range * range * MarginTest.Unseen(difference.N, 1, GatePolicy.DefaultConfidence, isBinary: false) : 0;
        var variance = difference.StandardError * difference.StandardError * difference.N;
        var isBinary = AreRightOrWrong(scores.Old) && AreRightOrWrong(scores.New) && scores.Weights is null && scores.Clusters is null;
        return new DifferenceSpread(
            variance > 0 ? variance : unseen, range, isBinary,
            isBinary ? $"{Percent(variance > 0 ? (difference.OnlyOld!.Value + difference.OnlyNew!.Value) / (double)difference.N : unseen)} of the answers differ, as between {names}"
                : $"differences spread by {Number(Math.Sqrt(variance > 0 ? variance : unseen))}, as between {names}")
        {
            SamplesPerUnit = PairedUnits.SamplesPerUnit(scores.Clusters, scores.Count),
        };
    }

    /// <summary>
    /// From the baseline's scores alone: the worst case is a candidate as good, whose answers have nothing to do with the baseline's. Null where
    /// there are fewer than two samples.
    /// </summary>
    /// <param name="scores">The baseline's scores, one per sample, epochs averaged.</param>
    /// <param name="clusters">Number of each sample's cluster, from 0; empty where independent.</param>
    /// <param name="range">The greatest difference that two scores can have; ∞ where unbounded.</param>
    public static DifferenceSpread? FromBaseline(ReadOnlySpan<double> scores, ReadOnlySpan<int> clusters, double range)
    {
        var mean = new ClusteredMean();
        for (var i = 0; i < scores.Length; i++)
        {
            mean.Add(clusters.IsEmpty ? i : clusters[i], scores[i]);
        }

        if (mean.Clusters < 2)
        {
            return null;
        }

        var variance = 2 * mean.StandardError * mean.StandardError * scores.Length;
        var isBinary = AreRightOrWrong(scores) && clusters.IsEmpty;
        return new DifferenceSpread(
            variance, range, isBinary,
            isBinary ? $"at worst {Percent(variance)} of the answers differ, as if the two answered independently and both were right in {Percent(mean.Mean)}"
                : $"at worst differences spread by {Number(Math.Sqrt(variance))}, as if the two answered independently")
        {
            SamplesPerUnit = PairedUnits.SamplesPerUnit(clusters, scores.Length),
        };
    }

    /// <summary>The worst case where nothing is known: both right half of the time, independently. Null where scores are unbounded.</summary>
    /// <param name="range">The greatest difference that two scores can have.</param>
    /// <param name="isBinary">True where each score is 0 or 1.</param>
    public static DifferenceSpread? WorstCase(double range, bool isBinary) =>
        double.IsFinite(range)
            ? new DifferenceSpread(range * range / 2, range, isBinary, "at worst 50.0 % of the answers differ, as if both were right half of the time, independently")
            : null;

    private static bool AreRightOrWrong(ReadOnlySpan<double> scores) => scores.IndexOfAnyExcept(0, 1) < 0;

    private static string Percent(double share) => MetricAmounts.Percent(share);

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
