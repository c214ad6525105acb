using Eval.Core.Statistics;

namespace Eval.Core.Gates;

/// <summary>
/// Caps on cost and time. An increase is that of the sums over the same samples, new/old − 1: the mean of the samples' own increases, weighted by what they
/// were, with the limits that such means have everywhere; a cap on the 95th percentile is MLPerf's rule: so few answers above it that, with the confidence, at most 5 % of all are.
/// </summary>
internal static class IncreaseRule
{
    /// <summary>The share of answers that a percentile cap speaks of.</summary>
    private const double Share = 0.95;

    public static RuleDecision Increase(string key, string what, PairedAmounts? amounts, double cap, double confidence, Func<double, string> write)
    {
        if (amounts is null || amounts.Old.Length == 0)
        {
            return new RuleDecision(key, GateVerdict.Inconclusive, $"{what} of both sides is not known") { Limit = cap };
        }

        var (n, before, after) = (amounts.Old.Length, amounts.Old.Sum(), amounts.New.Sum());
        var sides = $"{write(before / n)} to {write(after / n)} a sample";
        if (before == 0)
        {
            return after == 0
                ? new RuleDecision(key, GateVerdict.Pass, $"{what} is 0 on both sides") { Value = 0, Low = 0, High = 0, Limit = cap }
                : new RuleDecision(key, GateVerdict.Fail, $"{what} was 0 and is not any more: {sides}") { Limit = cap };
        }

        var increase = Limits(amounts, (after / before) - 1, confidence);
        var (value, low, high) = (increase.Difference, increase.Lower, increase.Upper);
        if (increase.Method == "none")
        {
            return new RuleDecision(key, GateVerdict.Inconclusive, $"{what}: {Signed(value)}, {sides}; one sample proves nothing about a cap of {Signed(cap)}") { Value = value, Limit = cap };
        }

        // Equal prices give a ratio that is exact but for rounding.
        var verdict = high <= cap + 1e-12 ? GateVerdict.Pass : low > cap ? GateVerdict.Fail : GateVerdict.Inconclusive;
        var (gap, half) = (Math.Abs(value - cap), value > cap ? value - low : high - value);
        var needed = verdict == GateVerdict.Inconclusive && gap > 1e-9 ? Math.Ceiling(Math.Max(n + 1, n * half * half / (gap * gap))) : double.NaN;
        var limits = $"{Signed(value)} (between {Signed(low)} and {Signed(high)}, {MetricAmounts.Count(n)} samples), {sides}";
        return new RuleDecision(key, verdict, verdict switch
        {
            GateVerdict.Pass => $"{what}: {limits}; within the cap of {Signed(cap)}",
            GateVerdict.Fail => $"{what}: {limits}; above the cap of {Signed(cap)}",
            _ => $"{what}: {limits}; not enough evidence about the cap of {Signed(cap)}{(needed < 1e12 ? $", about {MetricAmounts.Count((long)needed)} samples would decide" : "")}",
        })
        {
            Value = value,
            Low = low,
            High = high,
            Limit = cap,
            NeededSamples = needed < 1e12 ? (long)needed : null,
        };
    }

    // What cost nothing before and nothing after says nothing; what cost nothing before and something after has no increase of its own, and is
    // spread over the others.
    private static PairedDifference Limits(PairedAmounts amounts, double increase, double confidence)
    {
        int[] paid = [.. Enumerable.Range(0, amounts.Old.Length).Where(i => amounts.Old[i] > 0)];
        double[] weights = [.. paid.Select(i => amounts.Old[i])];
        double[] ratios = [.. paid.Select(i => amounts.New[i] / amounts.Old[i])];
        var numbers = new Dictionary<int, int>();
        int[] clusters = amounts.Clusters is { } all ? [.. paid.Select(i => Number(all[i]))] : [];
        var ones = new double[paid.Length];
        Array.Fill(ones, 1);
        var limits = PairedDifference.Of(ones, ratios, weights, clusters, confidence);
        var free = increase - limits.Difference;
        return limits with { Difference = increase, Lower = limits.Lower + free, Upper = limits.Upper + free };

        int Number(int cluster)
        {
            numbers.TryAdd(cluster, numbers.Count);
            return numbers[cluster];
        }
    }

    public static RuleDecision Percentile(string key, string what, IReadOnlyList<double>? times, double cap, double confidence)
    {
        if (times is null || times.Count == 0)
        {
            return new RuleDecision(key, GateVerdict.Inconclusive, $"{what} of the candidate is not known") { Limit = cap };
        }

        double[] sorted = [.. times.Order()];
        var above = sorted.Count(t => t > cap);
        var (n, value) = (sorted.Length, Quantile.OfSorted(sorted, Share));
        var verdict = MathNet.Numerics.Distributions.Binomial.CDF(1 - Share, n, above) <= 1 - confidence ? GateVerdict.Pass
            : above > 0 && 1 - MathNet.Numerics.Distributions.Binomial.CDF(1 - Share, n, above - 1) <= 1 - confidence ? GateVerdict.Fail
            : GateVerdict.Inconclusive;
        var needed = verdict == GateVerdict.Inconclusive ? OrderStatistics.NeededForTail(Share, above, confidence) : (int?)null;
        var seen = $"{what}: {MetricAmounts.Count(above)} of {MetricAmounts.Count(n)} answers took longer than {Milliseconds(cap)}, the 95th percentile is {Milliseconds(value)}";
        return new RuleDecision(key, verdict, seen + verdict switch
        {
            GateVerdict.Pass => "; within the cap",
            GateVerdict.Fail => "; above the cap",
            _ => $"; not enough evidence, {MetricAmounts.Count(needed!.Value)} answers with so few above would do",
        })
        {
            Value = value,
            Limit = cap,
            NeededSamples = needed,
        };
    }

    /// <summary>A time in milliseconds.</summary>
    public static string Milliseconds(double value) => value.ToString(value < 10 ? "0.##" : "N0", System.Globalization.CultureInfo.InvariantCulture) + " ms";

    private static string Signed(double share) => (share < 0 ? "" : "+") + MetricAmounts.Percent(share);
}
