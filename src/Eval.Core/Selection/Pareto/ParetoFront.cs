namespace Eval.Core.Selection.Pareto;

/// <summary>Which way is better.</summary>
public enum Direction
{
    /// <summary>Less is better.</summary>
    Minimise,

    /// <summary>More is better.</summary>
    Maximise,
}

/// <summary>A candidate with one number per objective.</summary>
/// <param name="Name">The candidate.</param>
/// <param name="Values">Finite numbers, in the objectives' order.</param>
public sealed record ParetoPoint(string Name, IReadOnlyList<double> Values);

/// <summary>A point and those that dominate it.</summary>
/// <param name="Point">The point.</param>
/// <param name="DominatedBy">Points of the front that are nowhere worse and somewhere better; empty on the front.</param>
public sealed record ParetoRow(ParetoPoint Point, IReadOnlyList<string> DominatedBy)
{
    /// <summary>True where nothing dominates it.</summary>
    public bool IsOnFront => DominatedBy.Count == 0;
}

/// <summary>Tolerance of one objective, for fronts that leave out what is hardly better.</summary>
/// <param name="Amount">The amount, 0 or more: 10 points of Elo; or, as a factor, 1 or more: 1.25 times as dear.</param>
/// <param name="IsFactor">True where the amount is a factor; then values must be above 0.</param>
public readonly record struct Epsilon(double Amount, bool IsFactor = false);

/// <summary>
/// What is not dominated: for every point of the front, each other point is worse in something. Dominated points stay in the rows, with their dominators.
/// </summary>
/// <param name="Rows">All points, in the order given.</param>
public sealed record ParetoFront(IReadOnlyList<ParetoRow> Rows)
{
    /// <summary>Names of the points on the front, in the order given.</summary>
    public IReadOnlyList<string> Names => [.. Rows.Where(r => r.IsOnFront).Select(r => r.Point.Name)];

    /// <summary>Finds the front. Equal points are both on it.</summary>
    /// <param name="points">The points, of as many finite values as directions.</param>
    /// <param name="directions">Which way is better, for each objective; 1 or more.</param>
    public static ParetoFront Of(IReadOnlyList<ParetoPoint> points, IReadOnlyList<Direction> directions)
    {
        if (points.Any(p => p.Values.Count != directions.Count || p.Values.Any(v => !double.IsFinite(v))))
        {
            throw new ArgumentException("each point needs one finite number per objective", nameof(points));
        }

        var front = points.Where(p => !points.Any(q => Dominates(q, p, directions))).ToHashSet(ReferenceEqualityComparer.Instance);
        return new([.. points.Select(p => new ParetoRow(p, [.. points.Where(q => front.Contains(q) && Dominates(q, p, directions)).Select(q => q.Name)]))]);
    }

    /// <summary>
    /// The points of the front that are worth telling apart: one leaves if another that stays is at most epsilon worse in everything and more than epsilon better in
    /// something. Points that are taken out first are those with the most such others.
    /// </summary>
    /// <param name="directions">Which way is better, for each objective.</param>
    /// <param name="epsilons">Tolerance of each objective.</param>
    public IReadOnlyList<string> Within(IReadOnlyList<Direction> directions, IReadOnlyList<Epsilon> epsilons)
    {
        var left = Rows.Where(r => r.IsOnFront).Select(r => r.Point).ToList();
        while (left.Count > 1 && left.Select(p => (Point: p, Covers: left.Count(q => Covers(q, p, directions, epsilons)))).MaxBy(x => x.Covers) is { Covers: > 0 } covered)
        {
            left.Remove(covered.Point);
        }

        return [.. left.Select(p => p.Name)];
    }

    private static bool Dominates(ParetoPoint a, ParetoPoint b, IReadOnlyList<Direction> directions)
    {
        var better = false;
        for (var k = 0; k < directions.Count; k++)
        {
            var ahead = directions[k] == Direction.Maximise ? a.Values[k] - b.Values[k] : b.Values[k] - a.Values[k];
            if (ahead < 0)
            {
                return false;
            }

            better |= ahead > 0;
        }

        return better;
    }

    private static bool Covers(ParetoPoint a, ParetoPoint b, IReadOnlyList<Direction> directions, IReadOnlyList<Epsilon> epsilons)
    {
        // Shares of an amount that floating point adds or loses: 20 is 1.25 × 16 and no more.
        const double Rounding = 1e-12;
        var better = false;
        for (var k = 0; k < directions.Count; k++)
        {
            var (x, y) = epsilons[k].IsFactor ? (Math.Log(a.Values[k]), Math.Log(b.Values[k])) : (a.Values[k], b.Values[k]);
            var epsilon = (epsilons[k].IsFactor ? Math.Log(epsilons[k].Amount) : epsilons[k].Amount) + (Rounding * Math.Max(1, Math.Abs(x)));
            var ahead = directions[k] == Direction.Maximise ? x - y : y - x;
            if (ahead < -epsilon)
            {
                return false;
            }

            better |= ahead > epsilon;
        }

        return better;
    }
}
