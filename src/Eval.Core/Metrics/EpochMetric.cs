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
public abstract partial class EpochMetric : IPairedMetric
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

    /// <inheritdoc/>
    public double Smallest => 0;

    /// <inheritdoc/>
    public double Largest => 1;

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

    /// <inheritdoc/>
    public ISampleScore StartSample() => new Repetitions(this);

    [GeneratedRegex("^(?<name>pass|maj|maj_first)@(?<k>[1-9][0-9]{0,3})$")]
    private static partial Regex AtK();

    /// <summary>One repetition.</summary>
    /// <param name="Epoch">Which, from 0.</param>
    /// <param name="IsRight">Whether it is right.</param>
    /// <param name="Vote">What it answers, as a hash; all answers that could not be read vote alike.</param>
    protected readonly record struct Answer(int Epoch, bool IsRight, ulong Vote);

    private sealed class Repetitions(EpochMetric metric) : ISampleScore
    {
        private readonly List<Answer> _answers = [];

        public void Add(SampleResult answer)
        {
            if (answer.Measures.TryGetValue(MeasureNames.Correct, out var right))
            {
                _answers.Add(new Answer(answer.Epoch, right >= 1 && answer.Outcome == SampleOutcome.Completed, metric.ReadsDetail ? Vote(answer) : 0));
            }
        }

        public SampleScore? Finish()
        {
            if (_answers.Count < metric.Needs)
            {
                return null;
            }

            _answers.Sort((a, b) => a.Epoch.CompareTo(b.Epoch));
            return new SampleScore(metric.Value(_answers));
        }

        private static ulong Vote(SampleResult answer)
        {
            if (answer.DetailJson is not { } json)
            {
                return 0;
            }

            using var detail = JsonDocument.Parse(json);
            return detail.RootElement.TryGetProperty("vote", out var vote) && vote.ValueKind == JsonValueKind.String
                ? SeededRandom.StableHash(2, vote.GetString()!)
                : 0;
        }
    }

    private sealed class Fold(EpochMetric metric, MetricContext context) : IMetricFold
    {
        private readonly Dictionary<ulong, (string? Cluster, Repetitions Repetitions)> _samples = [];

        public void Add(SampleResult sample)
        {
            if (!sample.Measures.ContainsKey(MeasureNames.Correct))
            {
                return;
            }

            var key = SeededRandom.StableHash(1, sample.SampleId);
            if (!_samples.TryGetValue(key, out var entry))
            {
                _samples[key] = entry = (sample.Cluster, new Repetitions(metric));
            }

            entry.Repetitions.Add(sample);
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
            foreach (var (key, (cluster, repetitions)) in _samples)
            {
                if (repetitions.Finish() is { } score)
                {
                    mean.Add(new SampleResult
                    {
                        Ordinal = 0,
                        SampleId = key.ToString(),
                        Outcome = SampleOutcome.Completed,
                        Cluster = cluster,
                        Measures = new Dictionary<string, double>(StringComparer.Ordinal) { [metric.Id] = score.Value },
                    });
                }
            }

            return mean.Finish(samples);
        }
    }
}
