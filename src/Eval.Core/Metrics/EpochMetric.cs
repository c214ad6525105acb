using System.Text.Json;
using System.Text.RegularExpressions;
using Eval.Core.Running;
using Eval.Core.Statistics;

namespace Eval.Core.Metrics;

/// <summary>
/// A metric over the repetitions (epochs) of each sample: one number per sample, then the mean over samples with its interval, clustered where the
/// suite has a cluster field. A sample with too few repetitions, because some failed, is left out and lowers coverage. Memory grows with the samples:
/// a few numbers for each repetition.
/// </summary>
public abstract partial class EpochMetric : IMetric
{
    /// <inheritdoc/>
    public abstract string Id { get; }

    /// <inheritdoc/>
    public abstract string Description { get; }

    /// <inheritdoc/>
    public bool HigherIsBetter => true;

    /// <inheritdoc/>
    public MetricFormat Format => MetricFormat.Share;

    /// <inheritdoc/>
    public IReadOnlyList<string> Measures => [MeasureNames.Correct];

    /// <inheritdoc/>
    public virtual bool ReadsDetail => false;

    /// <summary>Repetitions that a sample needs.</summary>
    public abstract int Needs { get; }

    /// <summary>The metric of an id such as <c>pass@5</c>, or null.</summary>
    public static EpochMetric? Find(string id)
    {
        if (AtK().Match(id) is not { Success: true } match)
        {
            return null;
        }

        var k = int.Parse(match.Groups["k"].Value);
        return match.Groups["name"].Value switch
        {
            "pass" => new PassAtKMetric(k),
            "maj" => new MajorityMetric(k),
            _ => new FirstMajorityMetric(k),
        };
    }

    /// <summary>The number of one sample, 0 to 1.</summary>
    /// <param name="answers">Its scored repetitions in the order of epochs; <see cref="Needs"/> or more.</param>
    protected abstract double Value(IReadOnlyList<Answer> answers);

    /// <inheritdoc/>
    public IMetricFold Start(MetricContext context) => new Fold(this, context);

    [GeneratedRegex("^(?<name>pass|maj|maj_first)@(?<k>[1-9][0-9]{0,3})$")]
    private static partial Regex AtK();

    /// <summary>One repetition.</summary>
    /// <param name="Epoch">Which, from 0.</param>
    /// <param name="IsRight">Whether it is right.</param>
    /// <param name="Vote">What it answers, as a hash; all answers that could not be read vote alike.</param>
    protected readonly record struct Answer(int Epoch, bool IsRight, ulong Vote);

    private sealed class Fold(EpochMetric metric, MetricContext context) : IMetricFold
    {
        private readonly Dictionary<ulong, (string? Cluster, List<Answer> Answers)> _samples = [];

        public void Add(SampleResult sample)
        {
            if (!sample.Measures.TryGetValue(MeasureNames.Correct, out var right))
            {
                return;
            }

            var key = SeededRandom.StableHash(1, sample.SampleId);
            if (!_samples.TryGetValue(key, out var entry))
            {
                _samples[key] = entry = (sample.Cluster, []);
            }

            entry.Answers.Add(new Answer(sample.Epoch, right >= 1 && sample.Outcome == SampleOutcome.Completed, metric.ReadsDetail ? Vote(sample) : 0));
        }

        public Estimate Finish(int planned)
        {
            var samples = (int)Math.Ceiling(planned / (double)context.Epochs);
            if (context.Epochs < metric.Needs)
            {
                return new Estimate
                {
                    MetricId = metric.Id,
                    N = 0,
                    Planned = samples,
                    Confidence = context.Confidence,
                    Note = $"no value: it needs {metric.Needs} epochs, this run has {context.Epochs}",
                };
            }

            // From here on a sample is one number, and the mean knows how to deal with numbers.
            var clustered = _samples.Values.Any(s => s.Cluster is not null);
            var mean = new SampleMeanFold(new ScoreMean(metric.Id, metric.Description), context with { Clusters = new SampleClusters(clustered) });
            foreach (var (key, (cluster, answers)) in _samples)
            {
                if (answers.Count >= metric.Needs)
                {
                    answers.Sort((a, b) => a.Epoch.CompareTo(b.Epoch));
                    mean.Add(new SampleResult
                    {
                        Ordinal = 0,
                        SampleId = key.ToString(),
                        Outcome = SampleOutcome.Completed,
                        Cluster = cluster,
                        Measures = new Dictionary<string, double>(StringComparer.Ordinal) { [metric.Id] = metric.Value(answers) },
                    });
                }
            }

            return mean.Finish(samples);
        }

        private static ulong Vote(SampleResult sample)
        {
            if (sample.DetailJson is not { } json)
            {
                return 0;
            }

            using var detail = JsonDocument.Parse(json);
            return detail.RootElement.TryGetProperty("vote", out var vote) && vote.ValueKind == JsonValueKind.String
                ? SeededRandom.StableHash(2, vote.GetString()!)
                : 0;
        }
    }
}
