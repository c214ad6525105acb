using System.Globalization;

namespace Eval.Core.Gates;

/// <summary>
/// The verdict of a gate: a pure function of the policy and the evidence, so that every decision can be computed again from its record. Which rule
/// is taken where, and why, stands in <c>DECISION-verdict.md</c>.
/// </summary>
public static class Gate
{
    /// <summary>Decides.</summary>
    /// <param name="policy">What must be proven.</param>
    /// <param name="evidence">What was measured.</param>
    /// <exception cref="Workspaces.EvalConfigurationException">A margin is as large as the whole range of its metric.</exception>
    public static GateDecision Decide(GatePolicy policy, GateEvidence evidence)
    {
        var suites = policy.Suites.Select(s => SuiteRule.Decide(policy, s, evidence.Suites.GetValueOrDefault(s.Name))).ToList();
        var rules = Rules(policy, evidence, RuleConfidence(policy, evidence)).ToList();
        var deciding = suites.Where(s => s.InformsOnly is null).ToList();

        // Without a suite that decides nothing was said about quality, whatever the caps say.
        List<GateVerdict> verdicts = [.. deciding.Select(s => s.WithSlices), .. rules.Select(r => r.Verdict)];
        var verdict = GateVerdicts.All(deciding.Count > 0 ? verdicts : [.. verdicts, GateVerdict.Broken]);
        return new GateDecision
        {
            Verdict = verdict,
            Suites = suites,
            Rules = rules,
            Reasons = [.. Reasons(verdict, deciding, rules), .. suites.Where(s => s.InformsOnly is not null).Select(s => s.Sentence)],
            CanContinue = CanContinue(verdict, evidence, deciding, rules),
        };
    }

    private const string NothingBlocks =
        "no suite of this gate can block: all of them are judged, and what is known of their judges is not enough (agree measures a judge); nothing was decided";

    private static IEnumerable<RuleDecision> Rules(GatePolicy policy, GateEvidence evidence, double confidence)
    {
        if (policy.MaxCostIncrease is { } cost)
        {
            yield return IncreaseRule.Increase("maxCostIncrease", "cost", evidence.Cost, cost, confidence, usd => "$" + usd.ToString("0.00####", CultureInfo.InvariantCulture));
        }

        if (policy.MaxLatencyIncrease is { } latency)
        {
            yield return IncreaseRule.Increase("maxLatencyIncrease", "mean latency", evidence.Latency, latency, confidence, IncreaseRule.Milliseconds);
        }

        if (policy.MaxP95LatencyMs is { } cap)
        {
            yield return IncreaseRule.Percentile("maxP95LatencyMs", "latency", evidence.Latency?.New, cap, confidence);
        }

        foreach (var rule in MustHaveRules.Decide(policy, evidence, confidence))
        {
            yield return rule;
        }
    }

    // Caps and floors are looked at as often as the suites, so they take the strictest of the looks' confidences.
    private static double RuleConfidence(GatePolicy policy, GateEvidence evidence) =>
        policy.EarlyStopping is not { } early ? policy.Confidence
            : policy.Suites.Select(s => evidence.Suites.GetValueOrDefault(s.Name)?.Looks).OfType<LooksTaken>()
                .Select(l => GateLooks.At(early, l, policy.Confidence) is { CanDecide: true } level ? level.Confidence : 1 - 1e-12)
                .Append(policy.Confidence).Max();

    // Going on pays only while the gate may still pass: a suite that is final without a pass has settled that.
    private static bool CanContinue(GateVerdict verdict, GateEvidence evidence, List<SuiteDecision> suites, List<RuleDecision> rules) =>
        verdict == GateVerdict.Inconclusive
        && evidence.Suites.Values.Any(s => s.Looks is { IsLast: false })
        && suites.TrueForAll(s => !s.IsFinal || s.WithSlices == GateVerdict.Pass)
        && (suites.Exists(s => !s.IsFinal) || rules.Exists(r => r is { Verdict: GateVerdict.Inconclusive, Value: not null }));

    private static List<string> Reasons(GateVerdict verdict, List<SuiteDecision> suites, List<RuleDecision> rules)
    {
        List<(GateVerdict Verdict, string Sentence)> all =
        [
            .. suites.Select(s => (s.Verdict, s.Sentence)),
            .. suites.SelectMany(s => s.Slices).Where(s => s.Verdict is not null).Select(s => (s.Verdict!.Value, s.Sentence)),
            .. rules.Select(r => (r.Verdict, r.Sentence)),
        ];
        if (suites.Count == 0)
        {
            return [NothingBlocks, .. rules.Where(r => r.Verdict != GateVerdict.Pass).Select(r => r.Sentence)];
        }

        return verdict == GateVerdict.Pass
            ? [.. suites.Select(s => s.Sentence)]
            : [.. all.Where(r => r.Verdict == verdict).Concat(all.Where(r => r.Verdict != verdict && r.Verdict != GateVerdict.Pass)).Select(r => r.Sentence)];
    }
}
