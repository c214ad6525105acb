namespace Eval.Core.Ratings.Glicko;

/// <summary>Glicko-2 after the last rating period.</summary>
/// <param name="Rows">The models, the best first; standard errors are rating deviations.</param>
/// <param name="Volatilities">Their volatilities, in the order of the rows.</param>
/// <param name="Battles">Battles that were rated.</param>
/// <param name="Periods">Rating periods.</param>
/// <param name="Groups">Groups of models that never met, not even by way of others.</param>
/// <param name="Confidence">Confidence of the intervals.</param>
public sealed record GlickoBoard(IReadOnlyList<RatingRow> Rows, IReadOnlyList<double> Volatilities, long Battles, int Periods, int Groups, double Confidence);
