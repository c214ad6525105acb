using Eval.Core.Running;

namespace Eval.Core.Metrics;

/// <summary>A metric that is the mean of one bounded number per sample, stored under the metric's id.</summary>
public abstract class SampleMeanMetric : IPairedMetric
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
    public virtual bool ScoresSomeSamples => false;

    /// <summary>
    /// True where such an answer keeps the score that it was given: a judge has seen that it is cut off or a refusal. Default: false, it is the worst.
    /// </summary>
    public virtual bool KeepsScoresOfFailedAnswers => false;

    /// <summary>
    /// The score of one answer, or null where it has none. Not for samples that failed for the infrastructure's sake
    /// (<see cref="SampleOutcomes.IsScored"/>).
    /// </summary>
    public double? ScoreOf(SampleResult answer)
    {
        var has = answer.Measures.TryGetValue(Id, out var value);
        if (answer.Outcome is not SampleOutcome.Completed && CountsFailedAnswers && !(has && KeepsScoresOfFailedAnswers))
        {
            // A sample that was asked in another way (it has other measures) says nothing about this metric.
            return has || answer.Measures.Count == 0 ? (HigherIsBetter ? Smallest : Largest) : null;
        }

        return has && double.IsFinite(value) ? value : null;
    }

    /// <inheritdoc/>
    public ISampleScore StartSample() => new MeanOfAnswers(this);

    /// <inheritdoc/>
    public IMetricFold Start(MetricContext context) => new SampleMeanFold(this, context);

    private sealed class MeanOfAnswers(SampleMeanMetric metric) : ISampleScore
    {
        private double _sum;
        private int _n;

        public void Add(SampleResult answer)
        {
            if (metric.ScoreOf(answer) is { } score)
            {
                (_sum, _n) = (_sum + score, _n + 1);
            }
        }

        public SampleScore? Finish() => _n == 0 ? null : new SampleScore(_sum / _n);
    }
}
