namespace Eval.Core.Selection.MustHaves;

/// <summary>A knock-out rule. It comes before all weighing and is never averaged away.</summary>
/// <param name="Id">Its key, unique in a decision.</param>
public abstract record MustHaveRule(string Id)
{
    /// <summary>What it says about a candidate.</summary>
    /// <param name="candidate">Name of the candidate, one of the matrix.</param>
    /// <param name="evidence">What is known.</param>
    public abstract RuleResult Check(string candidate, MustHaveEvidence evidence);
}

/// <summary>Which side of a limit is asked for.</summary>
public enum LimitSide
{
    /// <summary>The value must be the limit or more.</summary>
    AtLeast,

    /// <summary>The value must be the limit or less.</summary>
    AtMost,
}
