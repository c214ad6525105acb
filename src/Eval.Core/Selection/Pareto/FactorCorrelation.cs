namespace Eval.Core.Selection.Pareto;

/// <summary>Two factors that say nearly the same about the candidates, so that it may count twice.</summary>
/// <param name="First">Id of the one.</param>
/// <param name="Second">Id of the other.</param>
/// <param name="Correlation">Pearson's r of the anchored values.</param>
/// <param name="Candidates">Candidates that have both.</param>
public sealed record FactorCorrelation(string First, string Second, double Correlation, int Candidates)
{
    /// <summary>Above this a pair is named.</summary>
    public const double Limit = 0.9;

    /// <summary>Candidates from which it is looked at: three points are nearly on a line too often.</summary>
    public const int FewestCandidates = 4;

    /// <summary>All pairs whose values rise together above the limit. Factors of opposite worth compensate, and are not counted twice.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="limit">The limit, between 0 and 1.</param>
    public static IReadOnlyList<FactorCorrelation> Of(DecisionMatrix matrix, double limit = Limit)
    {
        var found = new List<FactorCorrelation>();
        for (var a = 0; a < matrix.Factors.Count; a++)
        {
            for (var b = a + 1; b < matrix.Factors.Count; b++)
            {
                int[] both = [.. Enumerable.Range(0, matrix.Candidates.Count).Where(c => matrix.Value(c, a) is not null && matrix.Value(c, b) is not null)];
                if (both.Length < FewestCandidates)
                {
                    continue;
                }

                var r = Statistics.Correlation.Pearson([.. both.Select(c => matrix.Value(c, a)!.Value)], [.. both.Select(c => matrix.Value(c, b)!.Value)]).Value;
                if (r > limit)
                {
                    found.Add(new(matrix.Factors[a].Id, matrix.Factors[b].Id, r, both.Length));
                }
            }
        }

        return found;
    }
}
