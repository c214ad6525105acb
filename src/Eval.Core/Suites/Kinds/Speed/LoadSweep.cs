namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>One point of the curve of throughput over load.</summary>
/// <param name="Name">The load's name.</param>
/// <param name="InFlight">Requests under way on average.</param>
/// <param name="TokensPerSecond">Output of the system.</param>
/// <param name="Goodput">Good requests per second, or null without an objective.</param>
/// <param name="GoodShare">Share of good requests, or null without an objective.</param>
public readonly record struct LoadPoint(string Name, double InFlight, double TokensPerSecond, double? Goodput = null, double? GoodShare = null);

/// <summary>Where a system is best loaded.</summary>
public static class LoadSweep
{
    /// <summary>
    /// The load with the most good requests per second among those that the system bears: whose share of good requests reaches a bound. Null where
    /// it bears none. The peak of throughput flatters: it counts answers that come too late.
    /// </summary>
    /// <param name="points">The loads.</param>
    /// <param name="share">The bound, 0 to 1.</param>
    public static LoadPoint? MostGoodput(IEnumerable<LoadPoint> points, double share)
    {
        LoadPoint? best = null;
        foreach (var point in points.Where(p => p.GoodShare >= share && p.Goodput is not null))
        {
            best = best is { } b && b.Goodput >= point.Goodput ? b : point;
        }

        return best;
    }

    /// <summary>
    /// The knee of the curve of tokens per second over requests in flight: the point that lies highest above the line from the first to the last
    /// (Satopää et al. 2011, Kneedle, without smoothing). Null below three loads, and where more load brings more at the same rate to the end.
    /// </summary>
    /// <param name="points">The loads.</param>
    public static LoadPoint? Knee(IEnumerable<LoadPoint> points)
    {
        var sorted = points.OrderBy(p => p.InFlight).ToList();
        if (sorted.Count < 3 || sorted[^1].InFlight <= sorted[0].InFlight)
        {
            return null;
        }

        var (first, last) = (sorted[0], sorted[^1]);
        var (low, high) = (sorted.Min(p => p.TokensPerSecond), sorted.Max(p => p.TokensPerSecond));
        if (high <= low)
        {
            return null;
        }

        var knee = sorted.MaxBy(Above);

        // A straight line has no knee; a hundredth of the height is no bend.
        return Above(knee) > 0.01 ? knee : null;

        double Above(LoadPoint p) =>
            ((p.TokensPerSecond - low) / (high - low)) - ((p.InFlight - first.InFlight) / (last.InFlight - first.InFlight));
    }
}
