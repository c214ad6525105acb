using Eval.Core.Comparisons;

namespace Eval.Core.Gates;

/// <summary>Decides about what a candidate must fulfil by itself. What is not known is not proven, and never a failure.</summary>
internal static class MustHaveRules
{
    public static IEnumerable<RuleDecision> Decide(GatePolicy policy, GateEvidence evidence, double confidence) =>
        policy.MustHaves.Facts.Select(f => Fact(f.Key, f.Value, evidence))
            .Concat(policy.MustHaves.ContextLength is { } context ? [Context(context, evidence)] : [])
            .Concat(policy.MustHaves.Floors.Select(f => Floor(f.Key, f.Value, policy, evidence, confidence)));

    private static RuleDecision Fact(string name, IReadOnlyList<string> accepted, GateEvidence evidence)
    {
        var key = $"mustHaves.facts.{name}";
        var wanted = string.Join(" or ", accepted);
        return !evidence.Facts.TryGetValue(name, out var value)
            ? new RuleDecision(key, GateVerdict.Inconclusive, $"{name} must be {wanted}, but {evidence.Candidate} states nothing: add it to the candidate's facts")
            : accepted.Contains(value.Trim(), StringComparer.OrdinalIgnoreCase)
                ? new RuleDecision(key, GateVerdict.Pass, $"{name} is {value}")
                : new RuleDecision(key, GateVerdict.Fail, $"{name} is {value}, not {wanted}");
    }

    private static RuleDecision Context(int tokens, GateEvidence evidence)
    {
        const string Key = "mustHaves.contextLength";
        var wanted = $"{MetricAmounts.Count(tokens)} tokens of context";
        var rule = evidence.ContextLength is not { } length
            ? new RuleDecision(Key, GateVerdict.Inconclusive, $"{wanted} are wanted, but how many {evidence.Candidate} has is not known")
            : new RuleDecision(
                Key, length >= tokens ? GateVerdict.Pass : GateVerdict.Fail, $"{wanted} are wanted, {evidence.Candidate} has {MetricAmounts.Count(length)}");
        return rule with { Value = evidence.ContextLength, Limit = tokens };
    }

    private static RuleDecision Floor(string suite, double floor, GatePolicy policy, GateEvidence evidence, double confidence)
    {
        var key = $"mustHaves.floor.{suite}";
        if (evidence.Suites.GetValueOrDefault(suite)?.Scores is not { Count: > 0 } scores || scores.Coverage < policy.MinCoverage - 1e-9)
        {
            return new RuleDecision(key, GateVerdict.Inconclusive, $"{suite}: too few scores to tell whether the floor holds") { Limit = floor };
        }

        if (evidence.Suites[suite].InformsOnly is { } why)
        {
            return new RuleDecision(key, GateVerdict.Inconclusive, $"{suite}: whether the floor holds is not proven by scores that only inform: {why}") { Limit = floor };
        }

        var amounts = new MetricAmounts(scores.MetricId);
        var limits = ScoreLimits.Of(scores, confidence);
        var verdict = ScoreLimits.Verdict(scores, floor, confidence);
        var value = scores.ValueOf(scores.MeanOf(scores.New));
        var seen = $"{suite}: {scores.MetricId} {amounts.Score(value)} (between {amounts.Score(limits.Low)} and {amounts.Score(limits.High)}, {MetricAmounts.Count(scores.Count)} samples)";
        var word = verdict switch
        {
            GateVerdict.Pass => "inside",
            GateVerdict.Fail => "outside",
            _ => "not proven inside",
        };
        return new RuleDecision(key, verdict, $"{seen}; {word} the floor of {amounts.Score(floor)}")
        {
            Value = value,
            Low = limits.Low,
            High = limits.High,
            Limit = floor,
        };
    }
}
