using System.Globalization;
using Eval.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Selection.MustHaves;

/// <summary>
/// A share of all observations must be at or below a limit: "p95 ≤ 2 s at 99 % confidence". Decided by the binomial rule of early stopping
/// (MLCommons inference rules): 130 requests with one above support a p95, 120 do not.
/// </summary>
/// <param name="Id">Its key.</param>
/// <param name="Quantity">What was observed (<c>latency_s</c>).</param>
/// <param name="Percentile">The share, between 0 and 1: 0.95.</param>
/// <param name="Limit">The limit, in the unit of the observations.</param>
public sealed record PercentileRule(string Id, string Quantity, double Percentile, double Limit) : MustHaveRule(Id)
{
    /// <summary>One-sided confidence, between 0 and 1. Default 0.99.</summary>
    public double Confidence { get; init; } = 0.99;

    /// <inheritdoc/>
    public override RuleResult Check(string candidate, MustHaveEvidence evidence)
    {
        var claim = FormattableString.Invariant($"p{100 * Percentile:0.###} of {Quantity} ≤ {Limit:0.######}");
        if (!evidence.Observations.TryGetValue(candidate, out var all) || !all.TryGetValue(Quantity, out var seen) || seen.Count == 0)
        {
            return new(Id, RuleOutcome.NotEnoughEvidence, $"{claim}: nothing was observed") { Limit = Limit, Needed = OrderStatistics.NeededForTail(Percentile, 0, Confidence) };
        }

        // What is no number is a request without an end: above any limit.
        var sorted = seen.Select(v => double.IsNaN(v) ? double.PositiveInfinity : v).Order().ToArray();
        var above = sorted.Count(v => v > Limit);
        var value = Quantile.NearestRank(sorted, Percentile);
        var needed = OrderStatistics.NeededForTail(Percentile, above, Confidence);

        // P(so many above or more | the claim holds) ≤ 1 − confidence proves that it does not.
        var outcome = sorted.Length >= needed ? RuleOutcome.Pass
            : above > 0 && 1 - Binomial.CDF(1 - Percentile, sorted.Length, above - 1) <= 1 - Confidence ? RuleOutcome.Fail
            : RuleOutcome.NotEnoughEvidence;
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"{claim}: {above:N0} of {sorted.Length:N0} above{(outcome == RuleOutcome.NotEnoughEvidence ? $", {needed:N0} would be needed" : "")}");
        return new(Id, outcome, sentence)
        {
            Value = value,
            Limit = Limit,
            Shortfall = Math.Max(0, value - Limit),
            Needed = outcome == RuleOutcome.NotEnoughEvidence ? needed : null,
        };
    }
}
