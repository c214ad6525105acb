namespace Eval.Core.Selection.MustHaves;

/// <summary>What a must-have says about a candidate.</summary>
public enum RuleOutcome
{
    /// <summary>It holds, with the confidence asked for.</summary>
    Pass,

    /// <summary>It does not hold, with the confidence asked for.</summary>
    Fail,

    /// <summary>What is known decides neither: nothing is stated, or too little was measured.</summary>
    NotEnoughEvidence,
}
