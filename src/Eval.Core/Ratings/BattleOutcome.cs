namespace Eval.Core.Ratings;

/// <summary>How a battle ended. <c>A</c> is the side that was shown first.</summary>
public enum BattleOutcome : byte
{
    /// <summary>The answer that was shown first is better.</summary>
    AWins,

    /// <summary>The answer that was shown second is better.</summary>
    BWins,

    /// <summary>Both are equally good.</summary>
    Tie,

    /// <summary>Neither is any good: counted apart from ties; how a rating takes it is <see cref="RatingOptions.BothBad"/>.</summary>
    BothBad,
}
