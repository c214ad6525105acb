using System.Text.RegularExpressions;
using Eval.Core.Metrics;
using Eval.Core.Running;

namespace Eval.Core.Comparisons;

/// <summary>
/// The scores of one cell by sample, for several metrics, read in one pass. Grows with the samples: some small objects each, never their texts.
/// </summary>
internal sealed partial class CellScores
{
    private readonly IReadOnlyList<IPairedMetric> _metrics;
    private readonly bool _documents;
    private readonly Dictionary<string, Unit> _units = new(StringComparer.Ordinal);
    private long _rows;

    private CellScores(ComparedCell side, IReadOnlyList<IPairedMetric> metrics, bool documents) =>
        (Side, _metrics, _documents) = (side, metrics, documents);

    public ComparedCell Side { get; }

    /// <summary>Samples in the order of their first repetition.</summary>
    public IEnumerable<string> Ids => _units.Keys;

    /// <summary>
    /// Samples that the cell was to answer. How many texts there are is not stored where each is cut into parts: it is then told from the parts that
    /// are stored.
    /// </summary>
    public int Planned
    {
        get
        {
            var missing = Math.Max(0, ((long)Side.Cell.Planned * Side.Cell.Epochs) - _rows);
            return !_documents ? Math.Max(Side.Cell.Planned, _units.Count)
                : _rows == 0 ? Side.Cell.Planned
                : _units.Count + (int)Math.Ceiling((double)missing * _units.Count / _rows);
        }
    }

    /// <summary>Samples that nothing is stored of.</summary>
    public int Unseen => Math.Max(0, Planned - _units.Count);

    /// <summary>Reads a cell.</summary>
    /// <param name="side">The cell.</param>
    /// <param name="metrics">The metrics; all of them score samples, or all of them whole texts.</param>
    /// <param name="questions">Whether to keep the hash of each sample's prompt and target.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<CellScores> ReadAsync(
        ComparedCell side, IReadOnlyList<IPairedMetric> metrics, bool questions, CancellationToken cancellationToken)
    {
        var scores = new CellScores(side, metrics, metrics.Any(m => m.ScoresDocuments));
        var texts = questions || metrics.Any(m => m.ReadsDetail);
        await foreach (var sample in side.Samples.ReadSamplesAsync(side.Cell.Id, texts, cancellationToken))
        {
            scores.Add(sample, questions);
        }

        return scores;
    }

    /// <summary>What is stored of a sample, or null where nothing is.</summary>
    public Unit? Find(string id) => _units.GetValueOrDefault(id);

    /// <summary>A sample's score, or null where it has none.</summary>
    /// <param name="unit">The sample.</param>
    /// <param name="metric">The metric's place among those that were asked for.</param>
    public SampleScore? ScoreOf(Unit? unit, int metric) =>
        unit is null || (_documents && unit.Failed > 0) ? null : unit.Scores[metric].Finish();

    private void Add(SampleResult sample, bool questions)
    {
        _rows++;
        var id = _documents ? DocumentOf(sample.SampleId) : sample.SampleId;
        if (!_units.TryGetValue(id, out var unit))
        {
            _units[id] = unit = new Unit(sample.Slices, sample.Cluster, [.. _metrics.Select(m => m.StartSample())]);
        }

        if (questions && unit.Question is null && QuestionHash.Of(sample) is { } hash)
        {
            unit.Question = (sample.Epoch, hash);
        }

        if (!sample.Outcome.IsScored())
        {
            unit.Failed++;
            return;
        }

        unit.Answered++;
        foreach (var score in unit.Scores)
        {
            score.Add(sample);
        }
    }

    // A part of a long text carries its text's id, then # and its number (Suites.Kinds.Perplexity).
    internal static string DocumentOf(string sampleId) => Part().Replace(sampleId, "");

    [GeneratedRegex("#[0-9]{4,}$")]
    private static partial Regex Part();

    /// <summary>What is stored of one sample.</summary>
    internal sealed class Unit(IReadOnlyDictionary<string, string> slices, string? cluster, ISampleScore[] scores)
    {
        public IReadOnlyDictionary<string, string> Slices { get; } = slices;

        public string? Cluster { get; } = cluster;

        public ISampleScore[] Scores { get; } = scores;

        /// <summary>Hash of prompt and target, and the repetition that they were taken from.</summary>
        public (int Epoch, string Hash)? Question { get; set; }

        /// <summary>Repetitions that count in scores.</summary>
        public int Answered { get; set; }

        /// <summary>Repetitions, or parts, that failed for the infrastructure's sake.</summary>
        public int Failed { get; set; }
    }
}
