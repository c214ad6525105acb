using Eval.Core.Imports;
using Eval.Core.Metrics.Arena;
using Eval.Core.Metrics.Judged;
using Eval.Core.Metrics.Speed;
using Eval.Core.Scoring;

namespace Eval.Core.Metrics;

/// <summary>The metrics that ship with the program. A new metric is one file in this folder and one line here; those of a scorer come with it.</summary>
public static class BuiltInMetrics
{
    /// <summary>All metrics, by the order in which help lists them.</summary>
    public static IReadOnlyList<IMetric> All { get; } =
    [
        new Accuracy(),
        new AccuracyPerCharacter(),
        new AccuracyPerByte(),
        new AccuracyPerToken(),
        new AccuracyMutualInformation(),
        new Brier(),
        new TruthfulMc1(),
        new TruthfulMc2(),
        new TokenPerplexity(),
        new WordPerplexity(),
        new BytePerplexity(),
        new BitsPerByte(),
        new MeanDivergence(),
        new DivergencePercentile("p50", 0.5),
        new DivergencePercentile("p90", 0.9),
        new DivergencePercentile("p95", 0.95),
        new DivergencePercentile("p99", 0.99),
        new DivergencePercentile("p999", 0.999),
        new DivergencePercentile("max", 1),
        new TopTokenAgreement(),
        new PerplexityRatio(),
        .. Scorers.BuiltIn.SelectMany(s => s.Metrics),
        new PassAtKMetric(1),
        new PassAtKMetric(10),
        new MajorityMetric(10),
        new MajorityMetric(null),
        new FirstMajorityMetric(10),
        new CalibrationError(),
        new ChanceCorrectedAccuracy(),
        new TruncationRate(),
        new ThoughtTruncationRate(),
        .. SpeedMetrics.All,
        new JudgeSpread(),
        new JudgeCanaries(),
        .. ArenaMetrics.All,
    ];

    /// <summary>The metric of an id, or null; <c>pass@k</c> and its like for any k; a judge's by their form; those of other tools by their prefix.</summary>
    public static IMetric? Find(string id) =>
        All.FirstOrDefault(m => string.Equals(m.Id, id, StringComparison.Ordinal)) ?? EpochMetric.Find(id) ?? JudgeScore.Find(id) ?? ImportedPerplexity.Find(id) ?? (IMetric?)ImportedMetric.Find(id);
}
