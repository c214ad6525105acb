using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Explanation;

/// <summary>What a candidate would have to reach in one factor, all else as it is, to draw level with the winner under the weighted sum.</summary>
/// <param name="Factor">The factor's id.</param>
/// <param name="Candidate">The candidate.</param>
/// <param name="Current">Its raw value now.</param>
/// <param name="Value">What the value would have to be worth: v + gap/w; above 1 no raw value does it. Infinite where the factor has no weight.</param>
/// <param name="Raw">
/// The raw value that is worth it, in the factor's unit: "A wins only if its price falls below 4.57". Null where none does.
/// </param>
public sealed record RequiredValue(string Factor, string Candidate, double Current, double Value, double? Raw)
{
    /// <summary>False where this factor alone can never do it.</summary>
    public bool IsPossible => Raw is not null;

    /// <summary>What a candidate would need in each factor that is not missing.</summary>
    /// <param name="matrix">The matrix; a missing value counts with the middle, 0.5.</param>
    /// <param name="weights">One weight per factor.</param>
    /// <param name="candidate">Name of the candidate, as a rule the runner-up.</param>
    public static IReadOnlyList<RequiredValue> Of(DecisionMatrix matrix, WeightSet weights, string candidate)
    {
        double[] scores = [.. matrix.Candidates.Select((_, c) => matrix.Values(c, 0.5).Select((v, f) => weights[f] * v).Sum())];
        var place = matrix.CandidateAt(candidate);
        var gap = scores.Max() - scores[place];
        var rows = new List<RequiredValue>();
        for (var f = 0; f < matrix.Factors.Count; f++)
        {
            if (matrix.Raw(place, f) is not { } current || matrix.Value(place, f) is not { } value)
            {
                continue;
            }

            var needed = gap <= 0 ? value : weights[f] > 0 ? value + (gap / weights[f]) : double.PositiveInfinity;
            rows.Add(new(matrix.Factors[f].Id, candidate, current, needed, gap <= 0 ? current : matrix.Functions[f].Raw(needed)));
        }

        return rows;
    }
}
