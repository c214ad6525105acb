using Eval.Core.Comparisons;
using Eval.Core.Statistics;

namespace Eval.Core.Gates;

/// <summary>Decides about one guarded suite.</summary>
internal static class SuiteRule
{
    public static SuiteDecision Decide(GatePolicy policy, GuardedSuite suite, SuiteEvidence? evidence)
    {
        var decision = DecideByScores(policy, suite, evidence);

        // What decides nothing is worth no further look.
        return evidence?.InformsOnly is { } why
            ? decision with { InformsOnly = why, IsFinal = true, Sentence = $"{decision.Sentence}; it informs and cannot block: {why}" }
            : decision;
    }

    private static SuiteDecision DecideByScores(GatePolicy policy, GuardedSuite suite, SuiteEvidence? evidence)
    {
        var decision = new SuiteDecision { SuiteName = suite.Name, MetricId = suite.MetricId, Margin = suite.Margin, Verdict = GateVerdict.Broken, Sentence = "" };
        if (evidence?.Scores is not { } scores)
        {
            return decision with { Sentence = $"{suite.Name}: {evidence?.Problem ?? "there is no evidence"}; nothing was decided" };
        }

        MarginTest.Check(suite, scores.MetricId, scores.Range());
        decision = decision with { MetricId = scores.MetricId, Planned = scores.Planned, Coverage = scores.Coverage, Look = evidence.Looks?.Shared.Count };
        if (scores.Count == 0)
        {
            return decision with { Sentence = $"{suite.Name}: no sample was scored on both sides ({Sides(scores)}); nothing was decided" };
        }

        var level = Level(policy, evidence.Looks);
        var difference = MarginTest.Limits(scores, level.Confidence);
        decision = decision with
        {
            OldScore = scores.ValueOf(scores.MeanOf(scores.Old)),
            NewScore = scores.ValueOf(scores.MeanOf(scores.New)),
            Difference = difference,
            DetectableEffect = MarginTest.Detectable(scores, difference, policy.Confidence, policy.Power),
        };
        if (scores.Coverage < policy.MinCoverage - 1e-9)
        {
            return decision with
            {
                Sentence = $"{suite.Name}: coverage {MetricAmounts.Percent(scores.Coverage)} is below {MetricAmounts.Percent(policy.MinCoverage)} ({Sides(scores)}); nothing was decided",
            };
        }

        var verdict = level.CanDecide ? MarginTest.Verdict(difference, suite.Margin) : GateVerdict.Inconclusive;
        var more = evidence.Looks is { IsLast: false };
        var slices = SliceJudge.Decide(suite, scores, level, more);
        var isFutile = more && verdict == GateVerdict.Inconclusive && IsFutile(policy, suite, difference, level);
        decision = decision with
        {
            Verdict = verdict,
            IsBetter = verdict == GateVerdict.Pass && difference.Lower > 0,
            NeededSamples = verdict == GateVerdict.Inconclusive ? MarginTest.Needed(scores, difference, suite.Margin, policy.Confidence) : null,
            Slices = slices,
        };
        return decision with
        {
            IsFinal = !more || isFutile || decision.WithSlices != GateVerdict.Inconclusive,
            Sentence = Sentence(policy, decision, difference, isFutile, evidence.Looks is null ? null : level),
        };
    }

    private static LookLevel Level(GatePolicy policy, LooksTaken? looks) =>
        looks is null ? LookLevel.Single(policy.Confidence) : GateLooks.At(policy.EarlyStopping ?? new EarlyStopping(), looks, policy.Confidence);

    private static bool IsFutile(GatePolicy policy, GuardedSuite suite, PairedDifference difference, LookLevel level) =>
        policy.EarlyStopping is { Futility: > 0 } rule
        && difference.StandardError > 0
        && level.ProbabilityOfVerdict((difference.Difference + suite.Margin) / difference.StandardError, suite.Margin / difference.StandardError) < rule.Futility;

    private static string Sides(PairedScores scores) =>
        $"of {MetricAmounts.Count(scores.Planned)} samples {MetricAmounts.Count(scores.Count)} are scored on both sides, " +
        $"{MetricAmounts.Count(scores.OldScored)} by the baseline, {MetricAmounts.Count(scores.NewScored)} by the candidate";

    private static string Sentence(GatePolicy policy, SuiteDecision decision, PairedDifference difference, bool isFutile, LookLevel? level)
    {
        var amounts = new MetricAmounts(decision.MetricId);
        var margin = amounts.Size(decision.Margin);
        var clusters = difference.Clusters is { } c ? $" in {MetricAmounts.Count(c)} clusters" : "";
        var samples = $"{MetricAmounts.Count(difference.N)} samples{clusters}";
        var sure = MetricAmounts.Confidence(difference.Confidence);
        var look = level is null ? "" : $", look {decision.Look} of {policy.EarlyStopping?.Looks ?? 1}";
        var scores = $"{decision.MetricId} {amounts.Score(decision.OldScore!.Value)} to {amounts.Score(decision.NewScore!.Value)}, {amounts.Change(difference.Difference)}";
        return decision.Verdict switch
        {
            GateVerdict.Pass when decision.IsBetter =>
                $"{decision.SuiteName}: better: {scores}, {amounts.AtLeast(difference.Lower)} (limit {sure}, {samples}{look})",
            GateVerdict.Pass =>
                $"{decision.SuiteName}: not worse within {margin}: {scores}, {amounts.AtLeast(difference.Lower)} (limit {sure}, {samples}{look})",
            GateVerdict.Fail =>
                $"{decision.SuiteName}: worse by more than {margin}: {scores}, {amounts.AtMost(difference.Upper)} (limit {sure}, {samples}{look})",
            _ => $"{decision.SuiteName}: {samples} cannot decide about {margin}: {scores}, {Between(amounts, difference)} (limits {sure}{look}); {Missing(decision, isFutile)}",
        };
    }

    private static string Between(MetricAmounts amounts, PairedDifference difference) =>
        double.IsFinite(difference.Lower) && double.IsFinite(difference.Upper)
            ? amounts.Between(difference.Lower, difference.Upper)
            : "without limits, because fewer than two are independent";

    private static string Missing(SuiteDecision decision, bool isFutile) =>
        isFutile ? "all planned samples would hardly decide either"
        : decision.NeededSamples is { } needed ? $"about {MetricAmounts.Count(needed)} would if the difference stayed as seen"
        : decision.Difference is not { N: > 1 } || double.IsNaN(decision.Difference.StandardError) ? "more are needed before anybody can say how many"
        : "the difference lies on the margin, where no number decides";
}
