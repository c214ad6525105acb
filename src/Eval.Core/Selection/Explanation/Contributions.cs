using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Explanation;

/// <summary>What one factor adds to the gap between two candidates.</summary>
/// <param name="Factor">The factor's id.</param>
/// <param name="Amount">w·(v of the one − v of the other); below 0 where it speaks for the other.</param>
public sealed record Contribution(string Factor, double Amount);

/// <summary>Why one candidate scores above another under the weighted sum: contributions that add up to the gap.</summary>
/// <param name="Candidate">The one.</param>
/// <param name="Other">The other.</param>
/// <param name="Gap">Score of the one − score of the other.</param>
/// <param name="Rows">One contribution per factor, in the factors' order.</param>
public sealed record Contributions(string Candidate, string Other, double Gap, IReadOnlyList<Contribution> Rows)
{
    /// <summary>Factors that speak for the one, the strongest first.</summary>
    public IEnumerable<Contribution> For => Rows.Where(r => r.Amount > 0).OrderByDescending(r => r.Amount);

    /// <summary>Factors that speak against it, the strongest first.</summary>
    public IEnumerable<Contribution> Against => Rows.Where(r => r.Amount < 0).OrderBy(r => r.Amount);

    /// <summary>Compares two candidates; a missing value counts with the middle, 0.5.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="weights">One weight per factor.</param>
    /// <param name="candidate">Name of the one.</param>
    /// <param name="other">Name of the other.</param>
    public static Contributions Of(DecisionMatrix matrix, WeightSet weights, string candidate, string other)
    {
        var (a, b) = (matrix.Values(matrix.CandidateAt(candidate), 0.5), matrix.Values(matrix.CandidateAt(other), 0.5));
        Contribution[] rows = [.. matrix.Factors.Select((f, i) => new Contribution(f.Id, weights[i] * (a[i] - b[i])))];
        return new(candidate, other, rows.Sum(r => r.Amount), rows);
    }
}
