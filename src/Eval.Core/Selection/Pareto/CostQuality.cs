namespace Eval.Core.Selection.Pareto;

/// <summary>A candidate's cost and quality.</summary>
/// <param name="Name">The candidate.</param>
/// <param name="Cost">Less is better.</param>
/// <param name="Quality">More is better.</param>
public sealed record CostQualityPoint(string Name, double Cost, double Quality)
{
    internal ParetoPoint ToPoint() => new(Name, [Cost, Quality]);
}

/// <summary>What one more unit of quality costs between neighbours of the front.</summary>
/// <param name="From">The cheaper one.</param>
/// <param name="To">The dearer and better one.</param>
/// <param name="Price">Added cost by added quality.</param>
public sealed record MarginalPrice(string From, string To, double Price);

/// <summary>The front of cost against quality and what is told from it.</summary>
public static class CostQuality
{
    /// <summary>Both directions: cost less, quality more.</summary>
    public static IReadOnlyList<Direction> Directions { get; } = [Direction.Minimise, Direction.Maximise];

    /// <summary>The front with everybody's dominators, in the order given.</summary>
    public static ParetoFront Front(IReadOnlyList<CostQualityPoint> points) => ParetoFront.Of([.. points.Select(p => p.ToPoint())], Directions);

    /// <summary>The points on the front, the cheapest first; equal ones once, the first by name.</summary>
    public static IReadOnlyList<CostQualityPoint> FrontPoints(IReadOnlyList<CostQualityPoint> points)
    {
        var front = Front(points);
        return
        [
            .. points.Where((_, i) => front.Rows[i].IsOnFront)
                .OrderBy(p => p.Cost).ThenBy(p => p.Name, StringComparer.Ordinal).DistinctBy(p => (p.Cost, p.Quality)),
        ];
    }

    /// <summary>Added cost by added quality from one point to another: what one more right answer costs.</summary>
    public static double PriceOfQuality(CostQualityPoint cheap, CostQualityPoint dear) => (dear.Cost - cheap.Cost) / (dear.Quality - cheap.Quality);

    /// <summary>The price of quality along the front, between neighbours.</summary>
    public static IReadOnlyList<MarginalPrice> MarginalPrices(IReadOnlyList<CostQualityPoint> points)
    {
        var front = FrontPoints(points);
        return [.. front.Zip(front.Skip(1), (a, b) => new MarginalPrice(a.Name, b.Name, PriceOfQuality(a, b)))];
    }

    /// <summary>
    /// The area that the points dominate up to a reference point (E. Zitzler and L. Thiele, IEEE Transactions on Evolutionary Computation 3, 1999); points beyond the
    /// reference add nothing.
    /// </summary>
    /// <param name="points">The points.</param>
    /// <param name="reference">A cost above and a quality below all that count.</param>
    /// <param name="logarithmicCost">True: costs count by their decimal logarithm; they must be above 0.</param>
    public static double Hypervolume(IReadOnlyList<CostQualityPoint> points, CostQualityPoint reference, bool logarithmicCost = false)
    {
        double Axis(double cost) => logarithmicCost ? Math.Log10(cost) : cost;
        var (area, reached) = (0.0, reference.Quality);
        foreach (var point in FrontPoints([.. points.Where(p => p.Cost < reference.Cost && p.Quality > reference.Quality)]))
        {
            area += (Axis(reference.Cost) - Axis(point.Cost)) * (point.Quality - reached);
            reached = point.Quality;
        }

        return area;
    }

    /// <summary>What the area loses without each point, in the order given; 0 for dominated ones.</summary>
    /// <inheritdoc cref="Hypervolume"/>
    public static IReadOnlyList<double> ExclusiveContributions(IReadOnlyList<CostQualityPoint> points, CostQualityPoint reference, bool logarithmicCost = false)
    {
        var all = Hypervolume(points, reference, logarithmicCost);
        return [.. points.Select((_, i) => Math.Max(0, all - Hypervolume([.. points.Where((_, j) => j != i)], reference, logarithmicCost)))];
    }
}
