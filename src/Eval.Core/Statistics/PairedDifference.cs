namespace Eval.Core.Statistics;

/// <summary>
/// The difference new − old of scores on the same samples, with its limits. Independent samples: Student's t on the differences; dependent ones:
/// the cluster-robust error of Miller 2024 (arXiv:2411.00640, section 4) with clusters − 1 degrees of freedom.
/// </summary>
public sealed record PairedDifference
{
    /// <summary>Shared samples.</summary>
    public required int N { get; init; }

    /// <summary>Clusters, or null where the samples are independent.</summary>
    public int? Clusters { get; init; }

    /// <summary>Mean of new − old (weighted where weights were given); NaN where there are no samples.</summary>
    public required double Difference { get; init; }

    /// <summary>Its standard error; NaN where none can be given.</summary>
    public required double StandardError { get; init; }

    /// <summary>Confidence of each one-sided limit.</summary>
    public required double Confidence { get; init; }

    /// <summary>One-sided lower limit; −∞ where none can be given.</summary>
    public required double Lower { get; init; }

    /// <summary>One-sided upper limit; ∞ where none can be given.</summary>
    public required double Upper { get; init; }

    /// <summary>Two-sided p of "no difference".</summary>
    public double PValue { get; init; } = 1;

    /// <summary>Pearson's correlation of the two sides' scores; NaN where one of them is constant.</summary>
    public double Correlation { get; init; } = double.NaN;

    /// <summary>Name of the method: <c>t</c>, <c>cluster-t</c> …</summary>
    public required string Method { get; init; }

    /// <summary>For scores that are all 0 or 1: right by the old one only.</summary>
    public int? OnlyOld { get; init; }

    /// <summary>For scores that are all 0 or 1: right by the new one only.</summary>
    public int? OnlyNew { get; init; }

    /// <summary>Computes it.</summary>
    /// <param name="old">Scores of the old one.</param>
    /// <param name="new">Scores of the new one, in the same order.</param>
    /// <param name="weights">How much each sample counts, above 0; empty where all count the same.</param>
    /// <param name="clusters">Number of each sample's cluster, from 0; empty where samples are independent.</param>
    /// <param name="confidence">Confidence of each one-sided limit, above 0.5 and below 1.</param>
    public static PairedDifference Of(
        ReadOnlySpan<double> old, ReadOnlySpan<double> @new, ReadOnlySpan<double> weights, ReadOnlySpan<int> clusters, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(@new.Length, old.Length);
        var ratio = new RatioOfSums();
        for (var i = 0; i < old.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            ratio.Add(clusters.IsEmpty ? i : clusters[i], weight * (@new[i] - old[i]), weight);
        }

        var error = ratio.StandardError;
        var half = ratio.Clusters > 1 ? StudentInterval.Quantile(ratio.Clusters - 1, (2 * confidence) - 1) * error : double.PositiveInfinity;
        return new PairedDifference
        {
            N = old.Length,
            Clusters = clusters.IsEmpty ? null : ratio.Clusters,
            Difference = ratio.Value,
            StandardError = error,
            Confidence = confidence,
            Lower = ratio.Value - half,
            Upper = ratio.Value + half,
            Method = clusters.IsEmpty ? "t" : "cluster-t",
        };
    }
}
