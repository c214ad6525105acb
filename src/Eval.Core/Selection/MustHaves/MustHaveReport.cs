namespace Eval.Core.Selection.MustHaves;

/// <summary>All rules for one candidate.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Results">One result per rule, in the rules' order.</param>
public sealed record CandidateCheck(string Candidate, IReadOnlyList<RuleResult> Results)
{
    /// <summary>Every rule that it fails.</summary>
    public IEnumerable<RuleResult> Failed => Results.Where(r => r.Outcome == RuleOutcome.Fail);

    /// <summary>Fail where one rule fails; else not enough evidence where one rule is open; else pass.</summary>
    public RuleOutcome Outcome =>
        Failed.Any() ? RuleOutcome.Fail : Results.Any(r => r.Outcome == RuleOutcome.NotEnoughEvidence) ? RuleOutcome.NotEnoughEvidence : RuleOutcome.Pass;

    /// <summary>The greatest shortfall of a failed rule as a share of its limit; infinite where one cannot be measured (a licence).</summary>
    public double LargestShortfall =>
        Failed.Select(r => r is { Shortfall: { } s, Limit: { } l } && l != 0 ? Math.Abs(s / l) : double.PositiveInfinity).DefaultIfEmpty(0).Max();
}

/// <summary>What must-haves leave of the candidates. It comes before any method that compares candidates with one another.</summary>
/// <param name="Checks">One check per candidate, in the matrix's order.</param>
public sealed record MustHaveReport(IReadOnlyList<CandidateCheck> Checks)
{
    /// <summary>Candidates that fail no rule: those that pass all, and those with open ones.</summary>
    public IReadOnlyList<string> Kept => [.. Checks.Where(c => c.Outcome != RuleOutcome.Fail).Select(c => c.Candidate)];

    /// <summary>Kept candidates about which a rule is open; to be marked wherever they are shown.</summary>
    public IReadOnlyList<CandidateCheck> Open => [.. Checks.Where(c => c.Outcome == RuleOutcome.NotEnoughEvidence)];

    /// <summary>Knocked-out candidates with every rule that they fail.</summary>
    public IReadOnlyList<CandidateCheck> Removed => [.. Checks.Where(c => c.Outcome == RuleOutcome.Fail)];

    /// <summary>Where nothing is left: the candidates by failed rules, then by their largest shortfall. Empty where something is left.</summary>
    public IReadOnlyList<CandidateCheck> Nearest => Kept.Count > 0 ? [] :
        [.. Checks.OrderBy(c => c.Failed.Count()).ThenBy(c => c.LargestShortfall).ThenBy(c => c.Candidate, StringComparer.Ordinal)];

    /// <summary>Checks all candidates.</summary>
    /// <param name="rules">The rules; none keeps everybody.</param>
    /// <param name="evidence">What is known.</param>
    public static MustHaveReport Of(IReadOnlyList<MustHaveRule> rules, MustHaveEvidence evidence) =>
        new([.. evidence.Matrix.Candidates.Select(c => new CandidateCheck(c, [.. rules.Select(r => r.Check(c, evidence))]))]);
}
