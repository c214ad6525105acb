namespace Eval.Core.Ratings;

/// <summary>The difference between two models of a board.</summary>
/// <param name="Points">First minus second, in Elo points.</param>
/// <param name="StandardError">Its robust standard error, in Elo points.</param>
/// <param name="Low">Lower end of its interval at the board's confidence.</param>
/// <param name="High">Upper end.</param>
/// <param name="PValue">Two-sided, against no difference.</param>
/// <param name="FirstBetterProbability">How sure it is that the first is the stronger one, from 0 to 1: the same distribution read from one side.</param>
public sealed record RatingDifference(double Points, double StandardError, double Low, double High, double PValue, double FirstBetterProbability);
