namespace Eval.Core.Metrics;

/// <summary>A metric that is the mean of one bounded number per sample, stored under the metric's id.</summary>
public abstract class SampleMeanMetric : IMetric
{
    /// <inheritdoc/>
    public abstract string Id { get; }

    /// <inheritdoc/>
    public abstract string Description { get; }

    /// <inheritdoc/>
    public virtual bool HigherIsBetter => true;

    /// <inheritdoc/>
    public virtual MetricFormat Format => MetricFormat.Share;

    /// <inheritdoc/>
    public IReadOnlyList<string> Measures => [Id];

    /// <summary>Smallest value that a sample can have. Default 0.</summary>
    public virtual double Smallest => 0;

    /// <summary>Largest value that a sample can have. Default 1.</summary>
    public virtual double Largest => 1;

    /// <summary>
    /// True (the default) where a refused, truncated or unparsed answer counts as the worst value: the model's own behaviour is its score.
    /// </summary>
    public virtual bool CountsFailedAnswers => true;

    /// <inheritdoc/>
    public IMetricFold Start(MetricContext context) => new SampleMeanFold(this, context);
}
