using Eval.Core.Comparisons;
using Eval.Core.Statistics;
using Eval.Core.Workspaces;

namespace Eval.Core.Gates;

/// <summary>The rule of three outcomes for one margin: the heart of every gate.</summary>
internal static class MarginTest
{
    /// <summary>The difference with the limits that verdicts are read from.</summary>
    public static PairedDifference Limits(PairedScores scores, double confidence) => scores.Improvement(confidence).AllowingForUnseen(scores.Range());

    /// <summary>Pass where the loss is proven smaller than the margin, fail where it is proven larger, else inconclusive.</summary>
    public static GateVerdict Verdict(PairedDifference difference, double margin) =>
        difference.Lower > -margin ? GateVerdict.Pass : difference.Upper < -margin ? GateVerdict.Fail : GateVerdict.Inconclusive;

    /// <summary>
    /// Samples at which the nearer limit reaches the margin if the difference and its spread stay as seen; null where it lies on the margin.
    /// </summary>
    public static long? Needed(PairedScores scores, PairedDifference difference, double margin, double confidence)
    {
        var gap = Math.Abs(difference.Difference + margin);
        if (!(gap > 1e-9 * margin) || difference.N < 2 || double.IsNaN(difference.StandardError))
        {
            return null;
        }

        var variance = difference.StandardError * difference.StandardError * difference.N;
        var needed = Math.Max(Power.RequiredN(variance, gap, 1 - confidence, power: 0.5, Sides.One), Least(scores, difference, gap, confidence));
        if (needed <= difference.N)
        {
            // Few clusters or samples: the limit is wider than the normal distribution has it.
            var distance = difference.Difference > -margin ? difference.Difference - difference.Lower : difference.Upper - difference.Difference;
            needed = double.IsFinite(distance) ? difference.N * Math.Max(1.01, distance * distance / (gap * gap)) : double.NaN;
        }

        return needed < 1e12 ? (long)Math.Ceiling(needed) : null;
    }

    /// <summary>The loss that so much evidence tells from none with a power.</summary>
    public static double? Detectable(PairedScores scores, PairedDifference difference, double confidence, double power)
    {
        if (double.IsNaN(difference.StandardError) || difference.Method == "none")
        {
            return null;
        }

        var effect = Power.MinimalDetectableEffect(difference.StandardError, 1 - confidence, power, Sides.One, difference.DegreesOfFreedom);
        return Math.Max(effect, Unseen(scores, difference, confidence));
    }

    /// <summary>What a margin must at least be for the samples: with none differing, the limits are this far away.</summary>
    public static double Unseen(double n, double range, double confidence, bool isBinary)
    {
        var z = Wilson.NormalQuantile((2 * confidence) - 1);
        return isBinary ? z * z / (n + (z * z)) : range * (1 - Math.Pow(1 - confidence, 1 / n));
    }

    /// <summary>The least samples with which a margin can be proven at all.</summary>
    public static double LeastSamples(double margin, double range, double confidence, bool isBinary)
    {
        var z = Wilson.NormalQuantile((2 * confidence) - 1);
        return isBinary ? z * z * Math.Max(0, 1 - margin) / margin
            : double.IsFinite(range) ? Math.Log(1 - confidence) / Math.Log(1 - Math.Min(margin / range, 1)) : 2;
    }

    /// <summary>Refuses a margin that nothing could exceed: five points are 0.05 and not 5.</summary>
    public static void Check(GuardedSuite suite, string metricId, double range)
    {
        if (suite.Margin >= range)
        {
            throw new EvalConfigurationException(
                suite.DefinedAt,
                $"a margin of {suite.Margin} for \"{suite.Name}\" is as much as {metricId} can change at all ({range}): nothing could fail",
                range == 1 ? "write 0.05 for five points" : null);
        }
    }

    private static double Least(PairedScores scores, PairedDifference difference, double gap, double confidence) => difference.Method switch
    {
        "tango" => LeastSamples(gap, 1, confidence, isBinary: true),
        "cluster-agreement" => LeastSamples(gap, scores.Range(), confidence, isBinary: false) * difference.N / Math.Max(1, difference.Clusters ?? 1),
        _ => LeastSamples(gap, scores.Range(), confidence, isBinary: false),
    };

    private static double Unseen(PairedScores scores, PairedDifference difference, double confidence) => difference.Method switch
    {
        "tango" => Unseen(difference.N, 1, confidence, isBinary: true),
        "agreement" or "cluster-agreement" => difference.Difference - difference.Lower,
        _ => double.IsFinite(scores.Range()) ? Unseen(difference.N, scores.Range(), confidence, isBinary: false) : 0,
    };
}
