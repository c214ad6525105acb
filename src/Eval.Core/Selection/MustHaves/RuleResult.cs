namespace Eval.Core.Selection.MustHaves;

/// <summary>One rule for one candidate.</summary>
/// <param name="Rule">The rule's key.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Sentence">Value and limit in words: <c>context_tokens 8192 &lt; 32000</c>.</param>
public sealed record RuleResult(string Rule, RuleOutcome Outcome, string Sentence)
{
    /// <summary>The value as far as the rule compares numbers, else null.</summary>
    public double? Value { get; init; }

    /// <summary>The limit, or null.</summary>
    public double? Limit { get; init; }

    /// <summary>How far the value is on the wrong side, in the limit's unit; 0 where it is on the right one, null where nothing can be measured.</summary>
    public double? Shortfall { get; init; }

    /// <summary>Items or requests that the evidence would need at the rates seen so far; null where that is not known.</summary>
    public int? Needed { get; init; }
}
