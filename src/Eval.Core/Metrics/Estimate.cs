using System.Text.Json.Serialization;

namespace Eval.Core.Metrics;

/// <summary>A metric's value with everything needed to judge it: interval, n, coverage.</summary>
public sealed record Estimate
{
    /// <summary>Exact id of the metric.</summary>
    public required string MetricId { get; init; }

    /// <summary>The slice, as <c>field=value</c>, or null for all samples.</summary>
    public string? Slice { get; init; }

    /// <summary>The value, or null where nothing was scored.</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of the interval, or null where none can be given (<see cref="Note"/> says why).</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of the interval.</summary>
    public double? High { get; init; }

    /// <summary>Confidence of the two-sided interval. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>
    /// Name of the interval's method: <c>wilson</c>, <c>t</c>, <c>cluster-t</c>, <c>wilson-clusters</c> (Wilson's with the
    /// clustered error), <c>bootstrap-documents</c>, <c>delta-documents</c>, <c>bootstrap-parts</c>; where it names tokens, they are taken as
    /// independent.
    /// </summary>
    public string? IntervalMethod { get; init; }

    /// <summary>Standard error, where the method has one.</summary>
    public double? StandardError { get; init; }

    /// <summary>Samples scored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int N { get; init; }

    /// <summary>Samples planned.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int Planned { get; init; }

    /// <summary>Clusters, where clustered.</summary>
    public int? Clusters { get; init; }

    /// <summary>With coverage below 1: the smallest value possible (for a rate: all missing samples wrong); null where unbounded.</summary>
    public double? BoundLow { get; init; }

    /// <summary>With coverage below 1: the largest value possible (for a rate: all missing samples right); null where unbounded.</summary>
    public double? BoundHigh { get; init; }

    /// <summary>What the reader must know (why no interval …), or null.</summary>
    public string? Note { get; init; }

    /// <summary>Scored / planned.</summary>
    public double Coverage => Planned == 0 ? 0 : (double)N / Planned;
}
