using Eval.Core.Running;

namespace Eval.Core.Metrics;

/// <summary>
/// A metric whose value is a mean of one score per sample, so that two candidates can be compared sample by sample. Metrics that derive from
/// <see cref="SampleMeanMetric"/>, <see cref="EpochMetric"/> or <see cref="CorpusRatioMetric"/> are paired without a line of their own.
/// </summary>
public interface IPairedMetric : IMetric
{
    /// <summary>Smallest score that a sample can have; −∞ where unbounded.</summary>
    double Smallest { get; }

    /// <summary>Largest score that a sample can have; ∞ where unbounded.</summary>
    double Largest { get; }

    /// <summary>True where scores are logarithms of the metric's value, so that a difference is the logarithm of a ratio. Default: false.</summary>
    bool ScoresAreLogarithms => false;

    /// <summary>
    /// True where the unit is a whole text: its parts, which every tokenizer cuts elsewhere, are one sample, and one that lacks a part has no score.
    /// Default: false.
    /// </summary>
    bool ScoresDocuments => false;

    /// <summary>
    /// True where only some of a suite's samples are to be scored by it: one that was answered and has no score is not missing. Default: false.
    /// </summary>
    bool ScoresSomeSamples => false;

    /// <summary>Starts the score of one sample.</summary>
    ISampleScore StartSample();
}

/// <summary>One sample's score over its repetitions (and the parts of a long text).</summary>
public interface ISampleScore
{
    /// <summary>Takes an answer. Samples that failed for the infrastructure's sake are not passed.</summary>
    void Add(SampleResult answer);

    /// <summary>The score, or null where the answers give none.</summary>
    SampleScore? Finish();
}

/// <summary>A sample's score.</summary>
/// <param name="Value">The score, finite.</param>
/// <param name="Weight">How much it counts, above 0.</param>
public readonly record struct SampleScore(double Value, double Weight = 1);
