using Eval.Core.Metrics;
using Eval.Storage.Schema;

namespace Eval.Storage.Runs;

/// <summary>Estimates to and from rows. A number that is not a number is stored as none: databases have no such value.</summary>
internal static class EstimateRows
{
    public static EstimateRow From(long cellId, int position, Estimate estimate) => new()
    {
        CellId = cellId,
        Position = position,
        MetricId = estimate.MetricId,
        Slice = estimate.Slice ?? "",
        Value = Number(estimate.Value),
        Low = Number(estimate.Low),
        High = Number(estimate.High),
        Confidence = estimate.Confidence,
        IntervalMethod = estimate.IntervalMethod,
        StandardError = Number(estimate.StandardError),
        N = estimate.N,
        Planned = estimate.Planned,
        Clusters = estimate.Clusters,
        BoundLow = Number(estimate.BoundLow),
        BoundHigh = Number(estimate.BoundHigh),
        Note = StorageText.Clean(estimate.Note),
    };

    public static Estimate ToEstimate(EstimateRow row) => new()
    {
        MetricId = row.MetricId,
        Slice = row.Slice.Length == 0 ? null : row.Slice,
        Value = row.Value,
        Low = row.Low,
        High = row.High,
        Confidence = row.Confidence,
        IntervalMethod = row.IntervalMethod,
        StandardError = row.StandardError,
        N = row.N,
        Planned = row.Planned,
        Clusters = row.Clusters,
        BoundLow = row.BoundLow,
        BoundHigh = row.BoundHigh,
        Note = row.Note,
    };

    private static double? Number(double? value) => value is { } v && double.IsNaN(v) ? null : value;
}
