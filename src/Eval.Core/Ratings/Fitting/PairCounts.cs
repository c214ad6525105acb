namespace Eval.Core.Ratings.Fitting;

/// <summary>What a fit needs of one ordered pair.</summary>
/// <param name="A">Place of the one that was shown first among the models of the fit.</param>
/// <param name="B">Place of the other.</param>
/// <param name="Wins">Weight of the battles that A won.</param>
/// <param name="Losses">Weight of those that B won.</param>
/// <param name="Ties">Weight of the ties.</param>
internal readonly record struct PairCounts(int A, int B, double Wins, double Losses, double Ties)
{
    /// <summary>Weight by outcome: 0 for A's wins, 1 for B's, 2 for ties.</summary>
    public double this[int outcome] => outcome == 0 ? Wins : outcome == 1 ? Losses : Ties;
}
