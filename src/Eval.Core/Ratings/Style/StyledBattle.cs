namespace Eval.Core.Ratings.Style;

/// <summary>A battle and its features.</summary>
/// <param name="Battle">The battle.</param>
/// <param name="Features">
/// For each feature how much more of it the answer that was shown first has, 0 for the same style (<see cref="AnswerStyle.Difference"/>); finite. It is looked
/// at before the next battle is read, so that a reader may use one array for all.
/// </param>
public readonly record struct StyledBattle(Battle Battle, double[] Features);
