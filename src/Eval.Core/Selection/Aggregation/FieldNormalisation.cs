namespace Eval.Core.Selection.Aggregation;

/// <summary>How raw values of one factor are made comparable by the other candidates' values.</summary>
internal enum FieldNormalisation
{
    /// <summary>(x − lowest)/(highest − lowest), from the other end where less is better; 1 for all where all are equal.</summary>
    MinMax,

    /// <summary>x/highest, or lowest/x where less is better.</summary>
    LinearMax,

    /// <summary>x/Σx, or (1/x)/Σ(1/x) where less is better.</summary>
    LinearSum,

    /// <summary>x/‖x‖, or 1 − x/‖x‖ where less is better.</summary>
    Vector,
}
