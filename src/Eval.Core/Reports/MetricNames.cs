using Eval.Core.Metrics;

namespace Eval.Core.Reports;

/// <summary>What is known of a metric by its id. A stored run may hold metrics that this build does not know.</summary>
public static class MetricNames
{
    /// <summary>How the values of a metric are shown.</summary>
    public static MetricFormat FormatOf(string metricId) => BuiltInMetrics.Find(metricId)?.Format ?? MetricFormat.Number;

    /// <summary>True for metrics such as accuracy, whose per-sample measure says right or wrong.</summary>
    public static bool IsShare(string metricId) => BuiltInMetrics.Find(metricId) is { Format: MetricFormat.Share, HigherIsBetter: true };

    /// <summary>The id with an arrow that says which way is better.</summary>
    public static string Labelled(string metricId) =>
        BuiltInMetrics.Find(metricId) is { } metric ? $"{metricId} {(metric.HigherIsBetter ? "↑" : "↓")}" : metricId;
}
