namespace Eval.Core.Metrics;

/// <summary>The metrics that ship with the program. A new metric is one file in this folder and one line here.</summary>
public static class BuiltInMetrics
{
    /// <summary>All metrics, by the order in which help lists them.</summary>
    public static IReadOnlyList<IMetric> All { get; } =
    [
    ];

    /// <summary>The metric of an id, or null.</summary>
    public static IMetric? Find(string id) => All.FirstOrDefault(m => string.Equals(m.Id, id, StringComparison.Ordinal));
}
