namespace Eval.Core.Selection.MustHaves;

/// <summary>A fact must be one of some values; letter case does not count. What is not stated is not proven, and no failure.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Fact">Name of the fact.</param>
/// <param name="Accepted">Values that are accepted, 1 or more.</param>
public sealed record FactRule(string Id, string Fact, IReadOnlyList<string> Accepted) : MustHaveRule(Id)
{
    /// <inheritdoc/>
    public override RuleResult Check(string candidate, MustHaveEvidence evidence)
    {
        var wanted = string.Join(" or ", Accepted);
        return evidence.Fact(candidate, Fact) is not { } value ? new(Id, RuleOutcome.NotEnoughEvidence, $"{Fact} is not stated, must be {wanted}")
            : Accepted.Contains(value, StringComparer.OrdinalIgnoreCase) ? new(Id, RuleOutcome.Pass, $"{Fact} is {value}")
            : new(Id, RuleOutcome.Fail, $"{Fact} is {value}, must be {wanted}");
    }
}
