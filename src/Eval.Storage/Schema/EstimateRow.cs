namespace Eval.Storage.Schema;

/// <summary>A metric of a cell with its interval.</summary>
internal sealed class EstimateRow
{
    public long Id { get; set; }

    public long CellId { get; set; }

    /// <summary>Place among the cell's estimates, from 0.</summary>
    public int Position { get; set; }

    public required string MetricId { get; set; }

    /// <summary><c>field=value</c>, or empty for all samples (a null would not be unique in an index).</summary>
    public required string Slice { get; set; }

    public double? Value { get; set; }

    public double? Low { get; set; }

    public double? High { get; set; }

    public double Confidence { get; set; }

    public string? IntervalMethod { get; set; }

    public double? StandardError { get; set; }

    public int N { get; set; }

    public int Planned { get; set; }

    public int? Clusters { get; set; }

    public double? BoundLow { get; set; }

    public double? BoundHigh { get; set; }

    public string? Note { get; set; }
}
