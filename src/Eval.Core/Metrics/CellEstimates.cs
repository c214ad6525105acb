using Eval.Core.Running;
using Eval.Core.Suites;

namespace Eval.Core.Metrics;

/// <summary>
/// Computes all estimates of one cell in one pass over its stored samples: every metric of the suite, overall and by slice. Memory does not
/// grow with independent samples; it grows with clusters, documents and slice values.
/// </summary>
public sealed class CellEstimates
{
    /// <summary>Distinct values of a slice field beyond which its slices are left out, with a note.</summary>
    public const int MostSliceValues = 200;

    private readonly IReadOnlyList<string> _fields;
    private readonly int _planned;
    private readonly IReadOnlyList<IMetric> _metrics;
    private readonly MetricContext _context;
    private readonly MetricGroup _all;
    private readonly Dictionary<string, SortedDictionary<string, MetricGroup>> _slices = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tooMany = new(StringComparer.Ordinal);

    /// <summary>Starts a computation. Throws <see cref="ArgumentException"/> for a metric id that does not exist.</summary>
    /// <param name="suite">The suite: its metrics, slices and cluster field.</param>
    /// <param name="planned">Samples planned, before epochs.</param>
    /// <param name="epochs">Repetitions of each sample.</param>
    /// <param name="confidence">Confidence of the two-sided intervals, for example 0.95.</param>
    /// <param name="seed">Seed of the bootstraps.</param>
    public CellEstimates(Suite suite, int planned, int epochs, double confidence, int seed)
        : this(suite.Metrics, [.. suite.AllSlices], suite.Cluster is not null, planned, epochs, confidence, seed)
    {
    }

    /// <summary>Starts a computation without a suite (results of another tool). Throws <see cref="ArgumentException"/> for a metric id that does not exist.</summary>
    /// <param name="metrics">Ids of the metrics.</param>
    /// <param name="slices">Fields that are reported apart.</param>
    /// <param name="isClustered">Whether samples of one cluster depend on each other.</param>
    /// <param name="planned">Samples planned, before epochs.</param>
    /// <param name="epochs">Repetitions of each sample.</param>
    /// <param name="confidence">Confidence of the two-sided intervals, for example 0.95.</param>
    /// <param name="seed">Seed of the bootstraps.</param>
    public CellEstimates(
        IReadOnlyList<string> metrics, IReadOnlyList<string> slices, bool isClustered, int planned, int epochs, double confidence, int seed)
    {
        _fields = slices;
        _planned = planned * epochs;
        _metrics = [.. metrics.Select(id => BuiltInMetrics.Find(id) ?? throw new ArgumentException($"there is no metric \"{id}\"", nameof(metrics)))];
        _context = new MetricContext(confidence, seed, new SampleClusters(isClustered || epochs > 1), epochs);
        _all = new MetricGroup(_metrics, _context);
        foreach (var field in _fields)
        {
            _slices[field] = new SortedDictionary<string, MetricGroup>(StringComparer.Ordinal);
        }
    }

    /// <summary>Computes all estimates of a cell: first the suite's metrics in their order, then the slices by field and value.</summary>
    public static async Task<IReadOnlyList<Estimate>> ComputeAsync(
        Suite suite,
        int planned,
        int epochs,
        double confidence,
        int seed,
        IAsyncEnumerable<SampleResult> samples,
        CancellationToken cancellationToken)
    {
        var estimates = new CellEstimates(suite, planned, epochs, confidence, seed);
        await foreach (var sample in samples.WithCancellation(cancellationToken))
        {
            estimates.Add(sample);
        }

        return estimates.Finish();
    }

    /// <summary>Takes one stored sample, whatever its outcome.</summary>
    public void Add(SampleResult sample)
    {
        _all.Add(sample);
        foreach (var field in _fields)
        {
            if (_tooMany.Contains(field) || !sample.Slices.TryGetValue(field, out var value))
            {
                continue;
            }

            var groups = _slices[field];
            if (!groups.TryGetValue(value, out var group))
            {
                if (groups.Count == MostSliceValues)
                {
                    _tooMany.Add(field);
                    groups.Clear();
                    continue;
                }

                groups[value] = group = new MetricGroup(_metrics.Where(m => m.HasSlices), _context);
            }

            group.Add(sample);
        }
    }

    /// <summary>
    /// Gives the estimates of what was added so far. A slice's planned samples are those with an outcome, since the values of the others are
    /// not known here.
    /// </summary>
    public IReadOnlyList<Estimate> Finish()
    {
        var note = _tooMany.Count == 0 ? null : string.Join("; ", _fields.Where(_tooMany.Contains)
            .Select(f => $"slices by \"{f}\" left out: more than {MostSliceValues} values"));
        var estimates = _all.Finish(Math.Max(_planned, _all.Seen))
            .Select(e => note is null ? e : e with { Note = e.Note is null ? note : $"{e.Note}; {note}" }).ToList();
        foreach (var field in _fields)
        {
            foreach (var (value, group) in _slices[field])
            {
                estimates.AddRange(group.Finish(group.Seen).Select(e => e with { Slice = $"{field}={value}" }));
            }
        }

        return estimates;
    }

    private sealed class MetricGroup(IEnumerable<IMetric> metrics, MetricContext context)
    {
        private readonly IMetricFold[] _folds = [.. metrics.Select(m => m.Start(context))];

        public int Seen { get; private set; }

        public void Add(SampleResult sample)
        {
            Seen++;
            foreach (var fold in _folds)
            {
                if (sample.Outcome.IsScored())
                {
                    fold.Add(sample);
                }
                else
                {
                    fold.AddUnscored(sample);
                }
            }
        }

        public IEnumerable<Estimate> Finish(int planned) => _folds.Select(f => f.Finish(planned));
    }
}
