using Eval.Core.Running;
using Eval.Core.Statistics;

namespace Eval.Core.Metrics.Judged;

/// <summary>
/// Share of the canaries that the judges saw through: answers planted in each run that deserve a bad score whatever they claim (no answer, half an
/// answer, a smuggled verdict, the answer to another question). Below 1 the run's judged scores decide nothing.
/// </summary>
public sealed class JudgeCanaries : IMetric
{
    /// <summary>Its id.</summary>
    public const string MetricId = "judge_canaries";

    /// <summary>The measure that counts canaries.</summary>
    public const string Asked = "canaries";

    /// <summary>The measure that counts those seen through.</summary>
    public const string Caught = "canaries_caught";

    /// <inheritdoc/>
    public string Id => MetricId;

    /// <inheritdoc/>
    public string Description => "share of planted bad answers that the judge saw through; below 100 % its scores decide nothing";

    /// <inheritdoc/>
    public bool HigherIsBetter => true;

    /// <inheritdoc/>
    public MetricFormat Format => MetricFormat.Share;

    /// <inheritdoc/>
    public IReadOnlyList<string> Measures => [Asked, Caught];

    /// <inheritdoc/>
    public bool HasSlices => false;

    /// <inheritdoc/>
    public string WhyNotPaired => "it tells about the judge, not about the candidates";

    /// <inheritdoc/>
    public IMetricFold Start(MetricContext context) => new Fold(context);

    private sealed class Fold(MetricContext context) : IMetricFold
    {
        private double _asked;
        private double _caught;

        public void Add(SampleResult sample)
        {
            _asked += sample.Measures.GetValueOrDefault(Asked);
            _caught += sample.Measures.GetValueOrDefault(Caught);
        }

        // They hang on a sample, whatever became of it.
        public void AddUnscored(SampleResult sample) => Add(sample);

        public Estimate Finish(int planned)
        {
            return Of((int)_caught, (int)_asked, context.Confidence);
        }
    }

    /// <summary>The estimate of what was counted.</summary>
    /// <param name="caught">Canaries seen through.</param>
    /// <param name="asked">Canaries asked.</param>
    /// <param name="confidence">Confidence of the interval.</param>
    internal static Estimate Of(int caught, int asked, double confidence)
    {
        var estimate = new Estimate { MetricId = MetricId, N = asked, Planned = asked, Confidence = confidence };
        if (asked == 0)
        {
            return estimate with { Note = "no canary was asked: the judge's scores inform, and decide nothing" };
        }

        var interval = Wilson.Interval(caught, asked, confidence);
        return estimate with
        {
            Value = (double)caught / asked,
            Low = interval.Low,
            High = interval.High,
            IntervalMethod = "wilson",
            Note = caught < asked ? "a planted bad answer got a good score, or none: the judge's scores decide nothing" : null,
        };
    }
}
