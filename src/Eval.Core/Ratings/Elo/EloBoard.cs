namespace Eval.Core.Ratings.Elo;

/// <summary>Online Elo after the last battle. It depends on the order of battles, by more than its sampling error: a ticker, not an estimate.</summary>
/// <param name="Rows">The models, the best first; no intervals.</param>
/// <param name="Battles">Battles that moved it.</param>
/// <param name="Groups">Groups of models that never met, not even by way of others; ratings of two groups cannot be compared. 1 where all are connected.</param>
/// <param name="History">How it went, thinned evenly; the last point is the end.</param>
public sealed record EloBoard(IReadOnlyList<RatingRow> Rows, long Battles, int Groups, IReadOnlyList<EloPoint> History);

/// <summary>Ratings at one moment.</summary>
/// <param name="Battle">Battles that were fought by then.</param>
/// <param name="Ratings">Ratings in the order of <see cref="EloBoard.Rows"/>; null before a model's first battle.</param>
public sealed record EloPoint(long Battle, IReadOnlyList<double?> Ratings);
