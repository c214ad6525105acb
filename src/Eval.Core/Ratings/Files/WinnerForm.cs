namespace Eval.Core.Ratings.Files;

/// <summary>What the winner column of a battle file holds where it does not say so by itself.</summary>
public enum WinnerForm
{
    /// <summary>
    /// Told from the labels: words for the sides (<c>model_a</c>, <c>a</c>, <c>tie</c>, <c>tie (bothbad)</c>, <c>both_bad</c> …), the winner's name, places or scores. What
    /// could be two of these is refused.
    /// </summary>
    Auto,

    /// <summary>The winner's name, or a word for a tie.</summary>
    Names,

    /// <summary>The winner's place: 1 or 2 (A or B); 0, 3 or ½ for a tie.</summary>
    Places,

    /// <summary>The score of model A: 1, 0.5 or 0.</summary>
    Scores,
}
