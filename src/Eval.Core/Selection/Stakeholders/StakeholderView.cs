using Eval.Core.Selection.Aggregation;
using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Stakeholders;

/// <summary>
/// Several weight sets side by side. They are never averaged: the winner of each is shown, and who would regret which choice how much.
/// </summary>
/// <param name="Sets">The weight sets.</param>
/// <param name="Candidates">The candidates, in the matrix's order.</param>
/// <param name="Rankings">For each set its ranking.</param>
/// <param name="Regrets">For each candidate and set: the set's best score − the candidate's; 0 for the winner.</param>
public sealed record StakeholderView(
    IReadOnlyList<WeightSet> Sets, IReadOnlyList<string> Candidates, IReadOnlyList<Ranking> Rankings, IReadOnlyList<IReadOnlyList<double>> Regrets)
{
    /// <summary>For each candidate its greatest regret over the sets.</summary>
    public IReadOnlyList<double> MaximumRegrets => [.. Regrets.Select(r => r.Max())];

    /// <summary>The candidate with the smallest greatest regret (L. J. Savage, JASA 46, 1951); of equal ones the first by name.</summary>
    public string Consensus => Ranking.Of(Candidates, [.. MaximumRegrets.Select(r => -r)]).Winner.Name;

    /// <summary>True where all sets have the same winner.</summary>
    public bool Agree => Rankings.Select(r => r.Winner.Name).Distinct(StringComparer.Ordinal).Count() == 1;

    /// <summary>Compares weight sets. An incomplete candidate counts with the middle of its score interval.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="sets">Weight sets, 1 or more.</param>
    /// <param name="method">A method on anchored values; null: the weighted sum.</param>
    public static StakeholderView Of(DecisionMatrix matrix, IReadOnlyList<WeightSet> sets, IAggregation? method = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sets.Count);
        double[][] scores = [.. sets.Select(s => ScoreInterval.Of(matrix, s, method).Select(i => i.Middle).ToArray())];
        return new(
            sets,
            matrix.Candidates,
            [.. scores.Select(s => Ranking.Of(matrix.Candidates, s))],
            [.. matrix.Candidates.Select((_, c) => (IReadOnlyList<double>)[.. scores.Select(s => s.Max() - s[c])])]);
    }
}
