namespace Eval.Core.Metrics.Judged;

/// <summary>How far the judges of a jury are apart: the mean over samples of the standard deviation of their scores.</summary>
public sealed class JudgeSpread : SampleMeanMetric
{
    /// <summary>Its id, which is also the measure's name.</summary>
    public const string MetricId = "judge_spread";

    /// <inheritdoc/>
    public override string Id => MetricId;

    /// <inheritdoc/>
    public override string Description => "how far the judges are apart: mean standard deviation of their scores on a sample, in points";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override MetricFormat Format => MetricFormat.Number;

    /// <inheritdoc/>
    public override double Largest => double.PositiveInfinity;

    /// <inheritdoc/>
    public override bool CountsFailedAnswers => false;
}
