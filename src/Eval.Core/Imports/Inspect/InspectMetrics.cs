using System.Text.Json;
using Eval.Core.Imports.Foreign;
using Eval.Core.Imports.Json;
using Eval.Core.Metrics;

namespace Eval.Core.Imports.Inspect;

/// <summary>
/// The metrics of a log: <c>inspect:SCORER/METRIC</c>. The mean over samples is the one that can be computed again from their scores; where the tool
/// calls it <c>accuracy</c> or <c>mean</c>, it keeps that name.
/// </summary>
internal sealed class InspectMetrics
{
    private readonly Dictionary<string, string> _measures = new(StringComparer.Ordinal);
    private readonly List<Estimate> _reported = [];

    private InspectMetrics()
    {
    }

    /// <summary>Ids in the order of the log.</summary>
    public List<string> Ids { get; } = [];

    /// <summary>What the log reports.</summary>
    public IReadOnlyList<Estimate> Reported => _reported;

    /// <summary>Reads the results of a header.</summary>
    public static InspectMetrics Of(InspectHeader header)
    {
        var metrics = new InspectMetrics();
        if (header.Results is { } results)
        {
            foreach (var score in results.ItemsOf("scores"))
            {
                metrics.Add(header, results, score);
            }

            // Logs of 2024 have one scorer, and its metrics beside it.
            if (results.Member("scorer") is { } scorer)
            {
                metrics.Add(header, results, scorer, results.Member("metrics"));
            }
        }

        return metrics;
    }

    /// <summary>The id of the measure that a sample's score is stored under; names that the results do not know get one when they are first seen.</summary>
    /// <param name="name">As in <see cref="InspectScores.Of"/>.</param>
    public string MeasureOf(string name)
    {
        if (!_measures.TryGetValue(name, out var id))
        {
            id = Id(name, "mean");
            _measures[name] = id;
            Ids.Add(id);
        }

        return id;
    }

    /// <summary>Takes samples' scores into account in what the metrics are called.</summary>
    public void Fit(FittingIds ids)
    {
        _reported.ForEach(e => ids.See(e.MetricId, e.Value));
        for (var i = 0; i < Ids.Count; i++)
        {
            Ids[i] = ids.Of(Ids[i]);
        }

        for (var i = 0; i < _reported.Count; i++)
        {
            _reported[i] = _reported[i] with { MetricId = ids.Of(_reported[i].MetricId) };
        }

        foreach (var (name, id) in _measures.ToList())
        {
            _measures[name] = ids.Of(id);
        }
    }

    private void Add(InspectHeader header, JsonElement results, JsonElement score, JsonElement? beside = null)
    {
        var name = score.TextOf("name") ?? "score";
        var scorer = score.TextOf("scorer") ?? name;
        var full = name == scorer ? name : $"{scorer}.{name}";
        var reducer = score.TextOf("reducer") is { } r && r != "mean" && header.Epochs > 1 ? r : null;
        var values = (beside ?? score.Member("metrics")) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject().ToList() : [];
        var error = values.Where(m => Bare(m.Name) is "stderr" or "bootstrap_stderr" or "bootstrap_std").Select(m => m.Value.NumberOf("value")).FirstOrDefault(v => v is not null);
        var n = score.CountOf("scored_samples") ?? results.CountOf("completed_samples") / header.Epochs ?? header.Planned ?? 0;
        foreach (var metric in values)
        {
            var bare = Bare(metric.Name);
            if (bare is "stderr" or "bootstrap_stderr" or "bootstrap_std")
            {
                continue;
            }

            var isMean = bare is "accuracy" or "mean";
            var id = reducer is null ? Id(full, metric.Name) : Id(full, $"{reducer}/{metric.Name}");
            if (Ids.Contains(id, StringComparer.Ordinal))
            {
                continue;
            }

            Ids.Add(id);
            _reported.Add(ReportedEstimate.Of(id, metric.Value.NumberOf("value"), isMean ? error : null, n));
            if (isMean && reducer is null)
            {
                _measures.TryAdd(full, id);
            }
        }
    }

    private static string Id(string scorer, string metric) => ImportedMetric.IdOf(ImportTools.Inspect, $"{scorer}/{metric}");

    private static string Bare(string metric) => metric[(metric.LastIndexOf('/') + 1)..];
}
