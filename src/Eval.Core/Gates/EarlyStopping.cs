namespace Eval.Core.Gates;

/// <summary>
/// The rule, fixed beforehand, by which a gate looks at its evidence before all samples are asked. The allowed error is spent over the looks
/// (Lan and DeMets 1983), so that looking often costs no false verdicts.
/// </summary>
public sealed record EarlyStopping
{
    /// <summary>Looks at most, the last one included; 2 to 20. Default 5.</summary>
    public int Looks { get; init; } = 5;

    /// <summary>How the error is spent. Default: O'Brien–Fleming type.</summary>
    public ErrorSpending Spending { get; init; } = ErrorSpending.ObrienFleming;

    /// <summary>
    /// The evidence counts as futile where, by the trend so far, the probability of any verdict at the end is below this; 0 never stops for
    /// futility. Stopping so ends as inconclusive and costs no error. Default 0.1.
    /// </summary>
    public double Futility { get; init; } = 0.1;
}

/// <summary>How the allowed error is spent over the looks.</summary>
public enum ErrorSpending
{
    /// <summary>Almost nothing early: α(t) = 2 − 2Φ(z_{α/2}/√t). The last look is nearly as sharp as a single one.</summary>
    ObrienFleming,

    /// <summary>Evenly: α(t) = α ln(1 + (e − 1)t). Stops earlier, and pays with a blunter last look.</summary>
    Pocock,
}
