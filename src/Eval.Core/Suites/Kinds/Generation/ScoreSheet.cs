using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Metrics;
using Eval.Core.Scoring;

namespace Eval.Core.Suites.Kinds.Generation;

/// <summary>What all scorers of a suite said about one answer.</summary>
internal sealed class ScoreSheet
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, double> _measures = new(StringComparer.Ordinal);
    private readonly JsonObject _readings = [];
    private bool _isJudged;
    private string? _vote;

    /// <summary>All measures by name.</summary>
    public IReadOnlyDictionary<string, double> Measures => _measures;

    /// <summary>True where some scorer read the answer, or needs no reading.</summary>
    public bool IsRead { get; private set; }

    /// <summary>The first scorer's remark, or null.</summary>
    public string? Note { get; private set; }

    /// <summary>Enters a scorer's numbers.</summary>
    public void Add(IScorer scorer, Score score)
    {
        foreach (var (name, value) in score.Measures)
        {
            _measures[name] = value;
        }

        IsRead |= !score.IsUnread;
        Note ??= score.Note;
        if (scorer.Extracts)
        {
            _measures[ExtractionRate.IdOf(scorer.Name)] = score.IsUnread ? 0 : 1;
            _readings[scorer.Name] = score.Reading;
        }

        if (!_isJudged && scorer.Correct is { } measure && score.Measures.TryGetValue(measure, out var right))
        {
            _isJudged = true;
            _measures[MeasureNames.Correct] = right;
            _vote = scorer.Extracts ? score.Reading : null;
        }
    }

    /// <summary>Enters a number of the kind's own.</summary>
    public void Add(string measure, double value) => _measures[measure] = value;

    /// <summary>What each scorer read, what the answer votes for where answers are counted, and how it ended.</summary>
    public string DetailJson(string? finish) =>
        new JsonObject { ["read"] = _readings.DeepClone(), ["vote"] = _vote, ["finish"] = finish }.ToJsonString(Relaxed);
}
