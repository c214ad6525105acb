using MathNet.Numerics.Distributions;

namespace Eval.Core.Statistics;

/// <summary>
/// The difference new − old of scores on the same samples, with its one-sided limits. Which method is taken and why stands in
/// <c>DECISION-paired-limits.md</c>.
/// </summary>
public sealed record PairedDifference
{
    /// <summary>Below so many differing samples (or clusters) the limits of graded scores are widened as exact ones would be.</summary>
    public const int FewDecided = 30;

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

    /// <summary>Degrees of freedom of Student's t: independent units that count, less one; ∞ for the score limits.</summary>
    public double DegreesOfFreedom { get; init; } = double.PositiveInfinity;

    /// <summary>Two-sided p of "no difference": McNemar's exact one for independent right and wrong answers, else by t; 1 where none can be given.</summary>
    public double PValue { get; init; } = 1;

    /// <summary>Pearson's correlation of the two sides' scores; NaN where one of them is constant.</summary>
    public double Correlation { get; init; } = double.NaN;

    /// <summary>
    /// Name of the method: <c>tango</c>, <c>t</c>, <c>cluster-t</c>; <c>agreement</c> and <c>cluster-agreement</c> where all differences are
    /// equal; <c>none</c>.
    /// </summary>
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
    /// <param name="range">
    /// The greatest difference that two scores can have, above 0; where unbounded or not given, what the scores seen span. Only used where all
    /// differences are equal.
    /// </param>
    public static PairedDifference Of(
        ReadOnlySpan<double> old,
        ReadOnlySpan<double> @new,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<int> clusters,
        double confidence,
        double range = double.PositiveInfinity)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(@new.Length, old.Length);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0.5);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        var units = PairedUnits.Of(old, @new, weights, clusters);
        var counts = weights.IsEmpty ? PairedCounts.Of(old, @new) : null;
        var result = new PairedDifference
        {
            N = old.Length,
            Clusters = clusters.IsEmpty ? null : units.Count,
            Difference = units.Difference,
            StandardError = units.StandardError,
            Confidence = confidence,
            Lower = double.NegativeInfinity,
            Upper = double.PositiveInfinity,
            Correlation = CorrelationOf(old, @new),
            OnlyOld = counts?.OnlyOld,
            OnlyNew = counts?.OnlyNew,
            Method = "none",
        };
        if (old.Length > 0 && units.AreSamples && counts is { } binary)
        {
            var limits = Tango.Limits(binary, (2 * confidence) - 1);
            return result with
            {
                Lower = limits.Low,
                Upper = limits.High,
                Method = "tango",
                PValue = McNemar.ExactP(binary.OnlyNew, binary.OnlyOld),
            };
        }

        if (units.Count < 2)
        {
            return result;
        }

        return units.AllEqual ? result.WithAgreement(units, double.IsFinite(range) ? range : Span(old, @new)) : result.WithStudent(units);
    }

    /// <summary>
    /// The same with limits that also allow for what was not seen: a share 1 − (1 − c)^(1/n) of samples that differ by the whole range would, with
    /// the confidence, not show among n ("rule of three"). Only limits by t change: the score limits allow for it already. A verdict takes these,
    /// so that no handful of samples proves anything about a margin.
    /// </summary>
    /// <param name="range">The greatest difference that two scores can have, above 0; ∞ leaves the limits as they are.</param>
    public PairedDifference AllowingForUnseen(double range)
    {
        if (!double.IsFinite(range) || DegreesOfFreedom == double.PositiveInfinity)
        {
            return this;
        }

        var hidden = range * (1 - Math.Pow(1 - Confidence, 1.0 / N));
        return this with { Lower = Math.Min(Lower, Difference - hidden), Upper = Math.Max(Upper, Difference + hidden) };
    }

    // Nothing varies, so that a standard error of 0 would claim to know everything. What is known is that a share of units above
    // 1 − (1 − c)^(1/n) that differs from what was seen would have shown (the "rule of three"); each may differ by the whole range.
    private PairedDifference WithAgreement(PairedUnits units, double range)
    {
        var share = 1 - Math.Pow(1 - Confidence, 1 / units.EffectiveCount);
        return this with
        {
            Lower = Difference - (share * range),
            Upper = Difference + (share * range),
            PValue = Difference == 0 ? 1 : PValue,
            Method = Clusters is null ? "agreement" : "cluster-agreement",
        };
    }

    private PairedDifference WithStudent(PairedUnits units)
    {
        var freedom = Math.Max(1, units.EffectiveCount - 1);
        var quantile = StudentInterval.Quantile(freedom, (2 * Confidence) - 1);
        var half = quantile * StandardError;

        // Tilting knows only the variance with divisor n; with few differing units, half of one more is added on the bad side, which turns its
        // mid-p limits into about the exact ones.
        var wide = quantile * Math.Sqrt(units.Count / (units.Count - 1.0));
        var extra = 0.5 * Math.Max(0, 1 - ((double)units.Differing / FewDecided));
        var shift = Difference - Moments.MeanOf(units.Values);
        var lower = shift + TiltedLimit.Of(units.Values, wide, Math.Min(-units.Largest, Difference), extra);
        var upper = shift + TiltedLimit.Of(units.Values, -wide, Math.Max(units.Largest, Difference), extra);
        return this with
        {
            Lower = Math.Min(Difference - half, double.IsNaN(lower) ? double.NegativeInfinity : lower),
            Upper = Math.Max(Difference + half, double.IsNaN(upper) ? double.PositiveInfinity : upper),
            DegreesOfFreedom = freedom,
            PValue = 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(Difference / StandardError)),
            Method = Clusters is null ? "t" : "cluster-t",
        };
    }

    private static double CorrelationOf(ReadOnlySpan<double> old, ReadOnlySpan<double> @new)
    {
        double meanOld = Moments.MeanOf(old), meanNew = Moments.MeanOf(@new), both = 0, squaresOld = 0, squaresNew = 0;
        for (var i = 0; i < old.Length; i++)
        {
            both += (old[i] - meanOld) * (@new[i] - meanNew);
            squaresOld += (old[i] - meanOld) * (old[i] - meanOld);
            squaresNew += (@new[i] - meanNew) * (@new[i] - meanNew);
        }

        return squaresOld > 0 && squaresNew > 0 ? Math.Clamp(both / Math.Sqrt(squaresOld * squaresNew), -1, 1) : double.NaN;
    }

    private static double Span(ReadOnlySpan<double> old, ReadOnlySpan<double> @new)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (var i = 0; i < old.Length; i++)
        {
            low = Math.Min(low, Math.Min(old[i], @new[i]));
            high = Math.Max(high, Math.Max(old[i], @new[i]));
        }

        return high - low;
    }
}
