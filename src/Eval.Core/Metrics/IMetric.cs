using Eval.Core.Running;

namespace Eval.Core.Metrics;

/// <summary>
/// Folds stored samples into an estimate with an interval. Metrics are pure: they read stored measures, never a model. They are listed in
/// <see cref="BuiltInMetrics"/>.
/// </summary>
public interface IMetric
{
    /// <summary>Exact, versioned id; two estimators never share one.</summary>
    string Id { get; }

    /// <summary>One line: what it is, its unit, its source.</summary>
    string Description { get; }

    /// <summary>True where more is better.</summary>
    bool HigherIsBetter { get; }

    /// <summary>How values are shown.</summary>
    MetricFormat Format { get; }

    /// <summary>Names of the measures it reads from each sample; all must be present for the sample to count.</summary>
    IReadOnlyList<string> Measures { get; }

    /// <summary>True where it needs <see cref="SampleResult.DetailJson"/> too. Default: false.</summary>
    bool ReadsDetail => false;

    /// <summary>False where the metric compares slices with each other, and so says nothing about one of them. Default: true.</summary>
    bool HasSlices => true;

    /// <summary>
    /// Why two candidates cannot be compared sample by sample on this metric; of interest only where it is no <see cref="IPairedMetric"/>.
    /// </summary>
    string WhyNotPaired => "it is computed from all samples together, not as a mean of one score per sample";

    /// <summary>Starts a fold. Memory may grow with the number of clusters, and with samples only as a few numbers each.</summary>
    IMetricFold Start(MetricContext context);
}

/// <summary>How a metric's values are shown.</summary>
public enum MetricFormat
{
    /// <summary>A share, 0 to 1, shown in per cent.</summary>
    Share,

    /// <summary>A plain number.</summary>
    Number,

    /// <summary>A time in milliseconds.</summary>
    Milliseconds,

    /// <summary>Tokens per second.</summary>
    TokensPerSecond,

    /// <summary>Requests per second.</summary>
    RequestsPerSecond,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A place in a ranking, from 1.</summary>
    Rank,
}

/// <summary>What a fold needs to know beforehand.</summary>
/// <param name="Confidence">Confidence of the interval, for example 0.95.</param>
/// <param name="Seed">Seed of a bootstrap.</param>
/// <param name="Clusters">Tells which samples depend on each other.</param>
/// <param name="Epochs">Repetitions of each sample, 1 or more.</param>
public sealed record MetricContext(double Confidence, int Seed, SampleClusters Clusters, int Epochs = 1);

/// <summary>One fold of a metric over samples.</summary>
public interface IMetricFold
{
    /// <summary>Takes one sample. Samples that are not scored are not passed; one without this metric's measures is left out.</summary>
    void Add(SampleResult sample);

    /// <summary>Takes one sample that has no score (a failed request); only metrics about failures look at it.</summary>
    void AddUnscored(SampleResult sample)
    {
    }

    /// <summary>Gives the estimate. <see cref="Estimate.Slice"/> is set by the caller.</summary>
    /// <param name="planned">Samples planned (× epochs) in what was folded; at least as many as were added.</param>
    Estimate Finish(int planned);
}
