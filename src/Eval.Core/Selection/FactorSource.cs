namespace Eval.Core.Selection;

/// <summary>Where a candidate's value of a factor comes from.</summary>
public enum FactorSource
{
    /// <summary>Measured here, on stored results.</summary>
    Measured,

    /// <summary>Printed by somebody else: a model card, a price list, a leaderboard.</summary>
    Published,

    /// <summary>Computed from assumptions (energy from a model of the hardware, for example).</summary>
    Modelled,

    /// <summary>Scored by a judge, a model or a person.</summary>
    Judged,

    /// <summary>Stated by the user.</summary>
    Declared,
}
