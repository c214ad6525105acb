using Eval.Core.Metrics;

namespace Eval.Core.Comparisons;

/// <summary>Two stored cells side by side: whether they may be compared, and the paired scores of each metric.</summary>
public sealed record CellPairing
{
    /// <summary>The baseline's side.</summary>
    public required ComparedCell Old { get; init; }

    /// <summary>The candidate's side.</summary>
    public required ComparedCell New { get; init; }

    /// <summary>Whether they may be compared, and what differs.</summary>
    public required Comparability Comparability { get; init; }

    /// <summary>The metrics of both sides, in the new side's order; empty where a comparison is refused.</summary>
    public IReadOnlyList<MetricPairing> Metrics { get; init; } = [];

    /// <summary>What the reader must know of how samples were paired; usually empty.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Reads and pairs two cells.</summary>
    /// <param name="old">The baseline's side.</param>
    /// <param name="new">The candidate's side.</param>
    /// <param name="metricIds">Metrics that are wanted; null takes all that the two sides report.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<CellPairing> ReadAsync(
        ComparedCell old, ComparedCell @new, IReadOnlyCollection<string>? metricIds, CancellationToken cancellationToken)
    {
        var pairing = new CellPairing { Old = old, New = @new, Comparability = Comparability.Of(old, @new) };
        if (!pairing.Comparability.IsAllowed)
        {
            return pairing;
        }

        var ids = MetricsOf(old).Intersect(MetricsOf(@new), StringComparer.Ordinal).Where(id => metricIds?.Contains(id) != false).ToList();
        var known = ids.Select(BuiltInMetrics.Find).OfType<IPairedMetric>().ToList();
        var pairs = new Dictionary<string, MetricPairing>(StringComparer.Ordinal);
        var remarks = new List<string>();
        foreach (var unit in known.GroupBy(m => m.ScoresDocuments))
        {
            var metrics = unit.ToList();
            var asked = pairing.Comparability.ChecksQuestions && !unit.Key;
            var scores = new ScorePairs(
                await CellScores.ReadAsync(old, metrics, asked, cancellationToken),
                await CellScores.ReadAsync(@new, metrics, asked, cancellationToken),
                asked);
            remarks.AddRange(scores.Remarks);
            for (var i = 0; i < metrics.Count; i++)
            {
                pairs[metrics[i].Id] = scores.Of(metrics[i], i);
            }
        }

        return pairing with
        {
            Metrics = [.. ids.Select(id => pairs.GetValueOrDefault(id) ?? new MetricPairing(id, null, WhyNot(id)))],
            Remarks = remarks,
        };
    }

    /// <summary>The pairing of a metric, or null where the two sides do not both report it.</summary>
    public MetricPairing? Of(string metricId) => Metrics.FirstOrDefault(m => m.MetricId == metricId);

    // A run that an older program stored may have kept estimates alone.
    private static IEnumerable<string> MetricsOf(ComparedCell side) =>
        side.Cell.Metrics.Count > 0 ? side.Cell.Metrics : side.Cell.Estimates.Where(e => e.Slice is null).Select(e => e.MetricId);

    private static string WhyNot(string metricId) =>
        BuiltInMetrics.Find(metricId)?.WhyNotPaired ?? "this program does not know the metric";
}

/// <summary>One metric of two cells.</summary>
/// <param name="MetricId">Exact id.</param>
/// <param name="Scores">The paired scores, or null where the metric is not paired.</param>
/// <param name="WhyNot">Why it is not paired, or null.</param>
public sealed record MetricPairing(string MetricId, PairedScores? Scores, string? WhyNot);
