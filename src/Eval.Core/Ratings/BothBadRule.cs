namespace Eval.Core.Ratings;

/// <summary>How a rating takes battles in which neither answer was any good.</summary>
public enum BothBadRule
{
    /// <summary>As a tie. The default, as in FastChat.</summary>
    Tie,

    /// <summary>Not at all.</summary>
    Leave,
}
