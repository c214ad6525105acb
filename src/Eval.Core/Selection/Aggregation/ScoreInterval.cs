using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Aggregation;

/// <summary>
/// Score of a candidate some of whose values may be missing: a missing value is neither 0 nor left out, but runs from 0 to 1.
/// </summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Low">Its score with every missing value at 0.</param>
/// <param name="High">Its score with every missing value at 1.</param>
/// <param name="Missing">Ids of the missing factors; empty: <paramref name="Low"/> equals <paramref name="High"/>.</param>
public sealed record ScoreInterval(string Candidate, double Low, double High, IReadOnlyList<string> Missing)
{
    /// <summary>The middle, by which an incomplete candidate is placed in a ranking; the interval is to be shown with it.</summary>
    public double Middle => (Low + High) / 2;

    /// <summary>True where it wins if its missing values are good enough and its rivals' bad enough.</summary>
    public bool IsPossibleWinner { get; init; }

    /// <summary>True where it wins whatever the missing values are.</summary>
    public bool IsNecessaryWinner { get; init; }

    /// <summary>
    /// Where exactly one factor is missing: the value it must be worth to reach the best rival, whose own missing values are taken at their worst; above 1 it
    /// cannot, so that measuring it does not change the decision; below 0 it wins anyhow. Null otherwise, and where the factor has no weight.
    /// </summary>
    public double? NeededValue { get; init; }

    /// <summary>The raw value of <see cref="NeededValue"/>, or null where none reaches it.</summary>
    public double? NeededRaw { get; init; }

    /// <summary>True where something is missing and whatever it turns out to be cannot change who wins: it is not worth paying for.</summary>
    public bool IsNotWorthMeasuring { get; init; }

    /// <summary>The intervals of all candidates, in the matrix's order.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="weights">One weight per factor.</param>
    /// <param name="method">A method on anchored values; null: the weighted sum.</param>
    public static IReadOnlyList<ScoreInterval> Of(DecisionMatrix matrix, WeightSet weights, IAggregation? method = null)
    {
        var anchored = (method ?? AggregationMethods.WeightedSum).Anchored();
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Values.Count, matrix.Factors.Count);
        double[] w = [.. weights.Values];
        ScoreInterval[] rows =
        [
            .. matrix.Candidates.Select((name, c) => new ScoreInterval(
                name,
                anchored.Score(matrix.Values(c, 0), w),
                anchored.Score(matrix.Values(c, 1), w),
                [.. matrix.MissingFactors(c).Select(f => matrix.Factors[f].Id)])),
        ];
        return [.. rows.Select((row, c) => With(row, c, rows, matrix, w, anchored))];
    }

    private static ScoreInterval With(ScoreInterval row, int candidate, ScoreInterval[] rows, DecisionMatrix matrix, double[] weights, IAnchoredAggregation method)
    {
        var rivals = rows.Where((_, i) => i != candidate).ToList();
        var (bestLow, bestHigh) = rivals.Count == 0
            ? (double.NegativeInfinity, double.NegativeInfinity)
            : (rivals.Max(r => r.Low), rivals.Max(r => r.High));
        var (possible, necessary) = (row.High > bestLow, row.Low > bestHigh);
        var result = row with
        {
            IsPossibleWinner = possible,
            IsNecessaryWinner = necessary,
            IsNotWorthMeasuring = row.Missing.Count > 0 && (necessary || !possible),
        };
        if (row.Missing.Count != 1 || rivals.Count == 0)
        {
            return result;
        }

        var factor = matrix.FactorAt(row.Missing[0]);
        var needed = Needed(row, bestLow, weights[factor], method);
        return result with { NeededValue = needed, NeededRaw = needed is { } v ? matrix.Functions[factor].Raw(v) : null };
    }

    private static double? Needed(ScoreInterval row, double rival, double weight, IAnchoredAggregation method) =>
        weight <= 0 ? null
        : method is WeightedSum ? (rival - row.Low) / weight
        : row.High > 0 ? Math.Pow(rival / row.High, 1 / weight) : null;
}
