namespace Eval.Core.Metrics;

/// <summary>A share pooled over samples: Σ counted / Σ all, where a sample may bring several.</summary>
/// <param name="id">Exact id.</param>
/// <param name="description">One line: what it is, its source.</param>
/// <param name="counted">Measure above the line.</param>
/// <param name="all">Measure under the line.</param>
public sealed class PooledRate(string id, string description, string counted, string all) : SumsMetric
{
    /// <inheritdoc/>
    public override string Id => id;

    /// <inheritdoc/>
    public override string Description => description;

    /// <inheritdoc/>
    public override MetricFormat Format => MetricFormat.Share;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures { get; } = [counted, all];

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<double> sums) => sums[0] / sums[1];
}
