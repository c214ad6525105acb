using Eval.Core.Statistics;

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
    public SpendingType Spending { get; init; } = SpendingType.OBrienFleming;

    /// <summary>
    /// The evidence counts as futile where the last look would hardly decide any more: where from here on a candidate that loses nothing would pass
    /// with a probability below this, and one that loses twice the margin would fail so. 0 never stops for futility. Stopping so ends as inconclusive
    /// and costs no error. Default 0.1.
    /// </summary>
    public double Futility { get; init; } = 0.1;
}
