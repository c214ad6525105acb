using System.Text.Json;
using Eval.Core.Imports.Json;

namespace Eval.Core.Imports.LmEval;

/// <summary>One metric of one task in a results file.</summary>
/// <param name="Name"><c>acc</c>; with a filter other than <c>none</c>, <c>exact_match,strict-match</c>: the name behind <c>lm-eval:</c>.</param>
/// <param name="Metric">The metric without its filter.</param>
/// <param name="Value">The value, or null where there is none.</param>
/// <param name="StandardError">The standard error, or null (<c>N/A</c>).</param>
internal sealed record LmEvalMetric(string Name, string Metric, double? Value, double? StandardError)
{
    private const string Error = "_stderr";

    // Beside the metrics stand the task's name, its length, and the counts of groups; "bypass" is the tool's mark for not scored at all.
    private static readonly HashSet<string> NoMetrics = new(StringComparer.Ordinal) { "alias", "name", "sample_len", "sample_count", "samples", "bypass" };

    /// <summary>The metrics of a task: <c>"acc,none": 0.5, "acc_stderr,none": 0.01</c>, or as the tool had it before 2024, <c>"acc": 0.5, "acc_stderr": 0.01</c>.</summary>
    public static IEnumerable<LmEvalMetric> Of(JsonElement task)
    {
        if (task.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var entry in task.EnumerateObject())
        {
            var (metric, filter) = Split(entry.Name);
            if (!NoMetrics.Contains(metric) && !metric.EndsWith(Error, StringComparison.Ordinal) && entry.Value.Number() is { } value)
            {
                yield return new LmEvalMetric(NameOf(metric, filter), metric, value, task.NumberOf(filter is null ? metric + Error : $"{metric}{Error},{filter}"));
            }
        }
    }

    /// <summary>The name of a metric under a filter.</summary>
    public static string NameOf(string metric, string? filter) => filter is null or "none" or "" ? metric : $"{metric},{filter}";

    /// <summary>The id of a metric of a task.</summary>
    /// <param name="results">The file, which may tell whether more is better; null where there is none.</param>
    /// <param name="task">The task.</param>
    /// <param name="metric">The metric without its filter.</param>
    /// <param name="filter">The filter.</param>
    public static string IdOf(LmEvalResults? results, string task, string metric, string? filter) => ImportedMetric.IdOf(
        ImportTools.LmEval, NameOf(metric, filter), results?["higher_is_better"]?.Member(task, metric) switch
        {
            { ValueKind: JsonValueKind.False } => false,
            { ValueKind: JsonValueKind.True } => true,
            _ => null,
        });

    /// <summary>Metric and filter of a key.</summary>
    public static (string Metric, string? Filter) Split(string key)
    {
        var comma = key.IndexOf(',');
        return comma < 0 ? (key, null) : (key[..comma], key[(comma + 1)..]);
    }
}
