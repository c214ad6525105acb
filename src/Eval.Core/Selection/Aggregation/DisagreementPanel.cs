using Eval.Core.Selection.Weights;
using Eval.Core.Statistics;

namespace Eval.Core.Selection.Aggregation;

/// <summary>What one method says.</summary>
/// <param name="Method">Its key.</param>
/// <param name="IsFieldRelative">True where a newcomer could turn its order.</param>
/// <param name="Ranking">Its scores and order; null where it has none.</param>
/// <param name="Tau">
/// Kendall's τ-a of its order with the first method's: 1 for the same order, −1 for the reverse; NaN for fewer than two candidates or without a ranking.
/// </param>
/// <param name="Why">Why it has no ranking, or null.</param>
public sealed record PanelRow(string Method, bool IsFieldRelative, Ranking? Ranking, double Tau, string? Why)
{
    /// <summary>The name of its winner, or null.</summary>
    public string? Winner => Ranking?.Winner.Name;
}

/// <summary>
/// What the other methods would have said, to name those that pick another winner. Must-haves come before: a knocked-out candidate in the field changes what
/// field-relative methods say.
/// </summary>
/// <param name="Rows">One row per method, the default first.</param>
/// <param name="LeftOut">Candidates with missing values, about which methods that compare raw values say nothing.</param>
public sealed record DisagreementPanel(IReadOnlyList<PanelRow> Rows, IReadOnlyList<string> LeftOut)
{
    /// <summary>Methods with another winner than the first one's.</summary>
    public IEnumerable<PanelRow> Dissenting => Rows.Skip(1).Where(r => r.Winner is { } winner && winner != Rows[0].Winner);

    /// <summary>Asks all methods.</summary>
    /// <param name="survivors">What the must-haves left over.</param>
    /// <param name="weights">One weight per factor.</param>
    /// <param name="first">The method that decides; null: the weighted sum.</param>
    public static DisagreementPanel Of(DecisionMatrix survivors, WeightSet weights, IAggregation? first = null)
    {
        first ??= AggregationMethods.WeightedSum;
        string[] leftOut = [.. survivors.Candidates.Where((_, c) => survivors.MissingFactors(c).Any())];
        if (leftOut.Length == survivors.Candidates.Count)
        {
            return new([new(first.Id, first.IsFieldRelative, null, double.NaN, "every candidate misses a value")], leftOut);
        }

        var matrix = leftOut.Length == 0 ? survivors : survivors.Keep(survivors.Candidates.Except(leftOut));
        var reference = first.Scores(matrix, weights);
        return new([.. AggregationMethods.All.Where(m => m.Id != first.Id).Prepend(first).Select(m => Row(m, matrix, weights, reference))], leftOut);
    }

    private static PanelRow Row(IAggregation method, DecisionMatrix matrix, WeightSet weights, double[] reference)
    {
        var scores = method.Scores(matrix, weights);
        return scores.All(double.IsFinite)
            ? new(method.Id, method.IsFieldRelative, Ranking.Of(matrix.Candidates, scores), KendallCounts.Of(reference, scores).TauA, null)
            : new(method.Id, method.IsFieldRelative, null, double.NaN, "it divides by a value that is 0 here");
    }
}
