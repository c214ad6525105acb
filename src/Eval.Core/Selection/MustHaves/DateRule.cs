using System.Globalization;

namespace Eval.Core.Selection.MustHaves;

/// <summary>A fact must be a date on or after a day: a deprecation beyond the horizon of the decision.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Fact">Name of the fact; its value is written <c>2027-03-01</c>, or <c>never</c>.</param>
/// <param name="NotBefore">The first day that is accepted.</param>
public sealed record DateRule(string Id, string Fact, DateOnly NotBefore) : MustHaveRule(Id)
{
    /// <inheritdoc/>
    public override RuleResult Check(string candidate, MustHaveEvidence evidence)
    {
        var wanted = NotBefore.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (evidence.Fact(candidate, Fact) is not { } text)
        {
            return new(Id, RuleOutcome.NotEnoughEvidence, $"{Fact} is not stated, must be {wanted} or later");
        }

        if (string.Equals(text, "never", StringComparison.OrdinalIgnoreCase))
        {
            return new(Id, RuleOutcome.Pass, $"{Fact} is never");
        }

        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return new(Id, RuleOutcome.NotEnoughEvidence, $"{Fact} is \"{text}\", which is no date like {wanted}");
        }

        var holds = date >= NotBefore;
        return new(Id, holds ? RuleOutcome.Pass : RuleOutcome.Fail, $"{Fact} {text} {(holds ? "≥" : "<")} {wanted}");
    }
}
