namespace Eval.Core.Costs.Audit;

/// <summary>What went wrong with a published figure.</summary>
public enum Slip
{
    /// <summary>Nothing: the figure is right, to the digits it is printed with.</summary>
    None,

    /// <summary>A unit of amount: per token taken for per thousand, kilograms for tonnes, a lost thousand.</summary>
    Unit,

    /// <summary>A unit of time: per hour taken for per minute, a year of 360 days.</summary>
    Time,

    /// <summary>A product, sum or quotient that does not come out, or a rule used upside down.</summary>
    Arithmetic,

    /// <summary>A figure of another row, column or model.</summary>
    Mixup,

    /// <summary>Two bases in one sum or table, or two places that contradict each other.</summary>
    Inconsistent,

    /// <summary>Words that say more than the figures beside them.</summary>
    Claim,
}
