namespace Eval.Core.Selection.Pareto;

/// <summary>A share of requests to each of two candidates.</summary>
/// <param name="Cheaper">The cheaper one.</param>
/// <param name="Dearer">The dearer one; the same where the budget pays for one candidate alone.</param>
/// <param name="ShareOfDearer">Share of requests that the dearer one gets, 0 to 1.</param>
/// <param name="Cost">Mean cost.</param>
/// <param name="Quality">Mean quality. Exact for shares of right answers under random routing; for ratings only a picture.</param>
public sealed record Mix(string Cheaper, string Dearer, double ShareOfDearer, double Cost, double Quality);

/// <summary>
/// The upper concave hull of cost against quality, on a linear cost: what routing requests at random between candidates can reach. A point of the front below
/// it is beaten by mixing its two neighbours.
/// </summary>
/// <param name="Points">The corners, the cheapest first.</param>
/// <param name="Below">Names of points of the front below it, the cheapest first.</param>
public sealed record RoutingHull(IReadOnlyList<CostQualityPoint> Points, IReadOnlyList<string> Below)
{
    /// <summary>Finds the hull.</summary>
    /// <param name="points">Points, 1 or more.</param>
    public static RoutingHull Of(IReadOnlyList<CostQualityPoint> points)
    {
        ArgumentOutOfRangeException.ThrowIfZero(points.Count);
        var front = CostQuality.FrontPoints(points);
        var hull = new List<CostQualityPoint>();
        foreach (var point in front)
        {
            // The last corner goes if it is on or under the line from the one before it to this point (A. M. Andrew, Information Processing Letters 9, 1979).
            while (hull.Count > 1 && Turn(hull[^2], hull[^1], point) >= 0)
            {
                hull.RemoveAt(hull.Count - 1);
            }

            hull.Add(point);
        }

        return new(hull, [.. front.Except(hull).Select(p => p.Name)]);
    }

    /// <summary>The best mix for a mean cost; null where even the cheapest costs more.</summary>
    /// <param name="budget">The mean cost that may be spent.</param>
    public Mix? At(double budget)
    {
        if (budget < Points[0].Cost)
        {
            return null;
        }

        var above = Points.ToList().FindIndex(p => p.Cost > budget);
        if (above < 0)
        {
            return new(Points[^1].Name, Points[^1].Name, 1, Points[^1].Cost, Points[^1].Quality);
        }

        var (cheap, dear) = (Points[above - 1], Points[above]);
        var share = (budget - cheap.Cost) / (dear.Cost - cheap.Cost);
        return new(cheap.Name, dear.Name, share, budget, cheap.Quality + (share * (dear.Quality - cheap.Quality)));
    }

    private static double Turn(CostQualityPoint a, CostQualityPoint b, CostQualityPoint c) =>
        ((b.Cost - a.Cost) * (c.Quality - a.Quality)) - ((b.Quality - a.Quality) * (c.Cost - a.Cost));
}
