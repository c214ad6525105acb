namespace Eval.Core.Metrics;

/// <summary>Mean over samples of one number that a scorer gives, from 0 to 1.</summary>
/// <param name="id">Exact id, which is also the measure's name.</param>
/// <param name="description">One line: what it is, its source.</param>
public sealed class ScoreMean(string id, string description) : SampleMeanMetric
{
    /// <inheritdoc/>
    public override string Id => id;

    /// <inheritdoc/>
    public override string Description => description;
}
