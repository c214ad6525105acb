using Eval.Core.Comparisons;
using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites.Kinds.Arena;

namespace Eval.Core.Selection.Profiles;

/// <summary>One candidate's stored results of one suite as a decision needs them: estimates, and score and cost of each item.</summary>
internal sealed class CellEvidence
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, SampleScore>?> _scores = new(StringComparer.Ordinal);
    private readonly Candidate _candidate;
    private readonly Dictionary<decimal, IReadOnlyDictionary<string, double>> _costs = [];

    public CellEvidence(ComparedCell cell, Candidate candidate) => (Cell, _candidate) = (cell, candidate);

    public ComparedCell Cell { get; }

    /// <summary>Cluster of each item that was read, by the item's id; null where it has none.</summary>
    public Dictionary<string, string?> Clusters { get; } = new(StringComparer.Ordinal);

    /// <summary>Questions of the same definition and data can be compared item by item.</summary>
    public string Questions => Cell.Cell.DefinitionHash + Cell.Cell.DataHash;

    /// <summary>True where a judge scored the answers.</summary>
    public bool IsJudged => Cell.Cell.SuiteKind == "rubric" || (Cell.Cell.SuiteKind == "arena" && ArenaDefinition.Of(Cell.Cell.DefinitionText)?.Referee == ArenaReferee.Judge);

    /// <summary>Id of the metric that is meant: the named one, or the suite's first.</summary>
    public string? MetricOf(string? named) => named ?? (Cell.Cell.Metrics.Count > 0 ? Cell.Cell.Metrics[0] : Cell.Cell.Estimates.FirstOrDefault(e => e.Slice is null)?.MetricId);

    public Estimate? Estimate(string? metric, string? slice) =>
        MetricOf(metric) is { } id ? Cell.Cell.Estimates.FirstOrDefault(e => e.MetricId == id && e.Slice == slice) : null;

    /// <summary>Scores by item; null where the metric's value is no plain mean of them.</summary>
    public async Task<IReadOnlyDictionary<string, SampleScore>?> ScoresAsync(string metricId, CancellationToken cancellationToken)
    {
        if (!_scores.TryGetValue(metricId, out var scores))
        {
            _scores[metricId] = scores = await ReadAsync(metricId, cancellationToken);
        }

        return scores;
    }

    /// <summary>US dollars that an hour of the machine costs: the candidate's price, or what the profile assumes; null for a hosted candidate, which is paid by use.</summary>
    public decimal? PerHour(CostInput input) => _candidate.Local is null ? null : _candidate.Price?.PerHour ?? input.PerHour;

    /// <summary>US dollars by item, the mean of its repetitions; empty where no price is known.</summary>
    public async Task<IReadOnlyDictionary<string, double>> CostsAsync(CostInput input, CancellationToken cancellationToken)
    {
        var perHour = PerHour(input);
        if (_costs.TryGetValue(perHour ?? -1, out var known))
        {
            return known;
        }

        var costs = new Dictionary<string, (double Sum, int Count)>(StringComparer.Ordinal);
        await foreach (var sample in Cell.Samples.ReadSamplesAsync(Cell.Cell.Id, texts: false, cancellationToken))
        {
            if (!sample.Outcome.IsScored())
            {
                continue;
            }

            // A local model's answers cost the machine's time: what was stored is rounded to micro-dollars, of which a small model's answer is a part.
            if ((_candidate.Local is not null ? (double?)perHour / 3.6e6 * sample.DurationMs : sample.CostMicroUsd / 1e6) is not { } cost)
            {
                return _costs[perHour ?? -1] = new Dictionary<string, double>();
            }

            var before = costs.GetValueOrDefault(sample.SampleId);
            costs[sample.SampleId] = (before.Sum + cost, before.Count + 1);
            Clusters[sample.SampleId] = sample.Cluster;
        }

        return _costs[perHour ?? -1] = costs.ToDictionary(c => c.Key, c => c.Value.Sum / c.Value.Count, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyDictionary<string, SampleScore>?> ReadAsync(string metricId, CancellationToken cancellationToken)
    {
        if (BuiltInMetrics.Find(metricId) is not IPairedMetric { ScoresAreLogarithms: false, ScoresDocuments: false } metric)
        {
            return null;
        }

        var read = await CellScores.ReadAsync(Cell, [metric], questions: false, cancellationToken);
        var scores = new Dictionary<string, SampleScore>(StringComparer.Ordinal);
        foreach (var id in read.Ids)
        {
            var unit = read.Find(id);
            if (read.ScoreOf(unit, 0) is { } score)
            {
                scores[id] = score;
                Clusters[id] = unit!.Cluster;
            }
        }

        // Weighted means are not what a resample of plain items gives.
        return scores.Count == 0 || scores.Values.Any(s => s.Weight != 1) ? null : scores;
    }
}
