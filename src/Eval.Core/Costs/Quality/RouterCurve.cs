namespace Eval.Core.Costs.Quality;

/// <summary>A setting of a router.</summary>
/// <param name="StrongShare">Share of items that go to the strong model, 0 to 1.</param>
/// <param name="Accuracy">Accuracy of the answers.</param>
public readonly record struct RouterPoint(double StrongShare, double Accuracy);

/// <summary>Accuracy of a router over the share of items that it sends to the strong model, with the figures of RouteLLM (Ong et al. 2024).</summary>
public sealed class RouterCurve
{
    /// <summary>Takes a curve.</summary>
    /// <param name="points">Its points, from the weak model alone (share 0) to the strong model alone (share 1).</param>
    /// <exception cref="ArgumentException">The ends are missing, or a share stands twice.</exception>
    public RouterCurve(IEnumerable<RouterPoint> points)
    {
        Points = [.. points.OrderBy(p => p.StrongShare)];
        if (Points.Count < 2 || Points[0].StrongShare != 0 || Points[^1].StrongShare != 1
            || Points.Zip(Points.Skip(1)).Any(p => p.First.StrongShare.Equals(p.Second.StrongShare)))
        {
            throw new ArgumentException("a curve goes from share 0 to share 1, each share once", nameof(points));
        }
    }

    /// <summary>The points by rising share.</summary>
    public IReadOnlyList<RouterPoint> Points { get; }

    /// <summary>Accuracy of the weak model alone.</summary>
    public double Weak => Points[0].Accuracy;

    /// <summary>Accuracy of the strong model alone.</summary>
    public double Strong => Points[^1].Accuracy;

    /// <summary>Area under the curve, by trapezoids: the mean accuracy over all shares.</summary>
    public double Area => Points.Zip(Points.Skip(1)).Sum(p => (p.Second.StrongShare - p.First.StrongShare) * (p.First.Accuracy + p.Second.Accuracy) / 2);

    /// <summary>
    /// Average share of the performance gap that is recovered (APGR), <c>(area − weak) / (strong − weak)</c>: 0.5 for a router that draws at random. Null where
    /// there is no gap.
    /// </summary>
    public double? RecoveredGap => Strong.Equals(Weak) ? null : (Area - Weak) / (Strong - Weak);

    /// <summary>The curve of a router that gives each item a score: the higher, the sooner it goes to the strong model.</summary>
    /// <param name="items">Score and outcomes of each item, one or more; items of equal score go together.</param>
    public static RouterCurve Of(IEnumerable<(double Score, bool Weak, bool Strong)> items)
    {
        var sorted = items.OrderByDescending(i => i.Score).ToList();
        var correct = sorted.Count(i => i.Weak);
        List<RouterPoint> points = [new(0, (double)correct / sorted.Count)];
        for (var i = 0; i < sorted.Count; i++)
        {
            correct += (sorted[i].Strong ? 1 : 0) - (sorted[i].Weak ? 1 : 0);
            if (i == sorted.Count - 1 || !sorted[i].Score.Equals(sorted[i + 1].Score))
            {
                points.Add(new((i + 1.0) / sorted.Count, (double)correct / sorted.Count));
            }
        }

        return new RouterCurve(points);
    }

    /// <summary>
    /// Share of calls to the strong model that recovers a share of the gap (call-performance threshold, CPT): the smallest share at which the curve, straight
    /// between its points, reaches <c>weak + share × (strong − weak)</c>. Null where it never does.
    /// </summary>
    /// <param name="share">Share of the gap, 0 to 1.</param>
    public double? CallsFor(double share)
    {
        var wanted = Weak + (share * (Strong - Weak));
        if (Weak >= wanted)
        {
            return 0;
        }

        foreach (var (from, to) in Points.Zip(Points.Skip(1)))
        {
            if (to.Accuracy >= wanted)
            {
                return from.StrongShare + ((to.StrongShare - from.StrongShare) * (wanted - from.Accuracy) / (to.Accuracy - from.Accuracy));
            }
        }

        return null;
    }
}
