using System.Text.Json;
using Eval.Core.Imports.Foreign;
using Eval.Core.Imports.Json;
using Eval.Core.Workspaces;

namespace Eval.Core.Imports.LmEval;

/// <summary>A results file of lm-evaluation-harness (<c>results_DATE.json</c>).</summary>
/// <param name="File">The file.</param>
/// <param name="Root">Its parts, samples left out.</param>
internal sealed record LmEvalResults(string File, IReadOnlyDictionary<string, JsonElement> Root)
{
    private const int MostLevels = 8;

    /// <summary>True where the file has samples inside: a dump of Python's results, not a file that the tool writes.</summary>
    public bool HasSamplesInside { get; private init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="EvalConfigurationException">It is damaged, or has no results.</exception>
    public static async Task<LmEvalResults> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var parts = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var hasSamples = false;
        await using var stream = System.IO.File.OpenRead(file);
        using var json = new JsonPull(stream, file);
        await json.ReadAsync(cancellationToken);
        while (json.Token != JsonTokenType.None && await json.NextPropertyAsync(cancellationToken))
        {
            var name = json.Name;
            if (name is "samples" or "pretty_env_info")
            {
                hasSamples |= name == "samples";
                await json.SkipAsync(cancellationToken);
            }
            else
            {
                parts[name] = await json.TakeAsync(cancellationToken);
            }
        }

        return parts.TryGetValue("results", out var results) && results.ValueKind == JsonValueKind.Object
            ? new LmEvalResults(file, parts) { HasSamplesInside = hasSamples }
            : throw new EvalConfigurationException(new SourcePosition(file, 0, 0), "is no results file of lm-evaluation-harness: it has no \"results\"");
    }

    /// <summary>A part, or null.</summary>
    public JsonElement? this[string name] => Root.TryGetValue(name, out var part) && part.ValueKind != JsonValueKind.Null ? part : null;

    /// <summary>The tasks with their numbers.</summary>
    public IEnumerable<JsonProperty> Tasks => Root["results"].EnumerateObject().Where(t => !IsGroup(t.Name));

    /// <summary>Groups (mmlu, bbh …) with the numbers that are aggregated over their tasks; those without numbers are headings only.</summary>
    public IEnumerable<JsonProperty> Groups
    {
        get
        {
            var groups = this["groups"] is { ValueKind: JsonValueKind.Object } own ? own : Root["results"];
            return groups.EnumerateObject().Where(t => IsGroup(t.Name) && LmEvalMetric.Of(t.Value).Any());
        }
    }

    /// <summary>The tasks right below a group.</summary>
    public IEnumerable<string> SubtasksOf(string group) => this["group_subtasks"]?.ItemsOf(group).Select(t => t.Label() ?? "") ?? [];

    /// <summary>The model's name: what the tool names so, else the model in its arguments, else its kind.</summary>
    public string Model => this["model_name"]?.Label() is { Length: > 0 } name ? name
        : Arguments().FirstOrDefault(a => a.Key is "pretrained" or "model" or "path" or "engine" && a.Value.Length > 0).Value
        ?? this["config"]?.LabelOf("model") ?? "unknown";

    /// <summary>The version of the tool, or the commit that it ran from, or null.</summary>
    public string? ToolVersion => this["lm_eval_version"]?.Label() ?? this["git_hash"]?.Label();

    /// <summary>When it began (UTC), or null.</summary>
    public DateTimeOffset? CreatedAt =>
        this["date"]?.Number() is > 0 and < 253_402_300_799 and var seconds ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)) : null;

    /// <summary>When it ended (UTC), or null.</summary>
    public DateTimeOffset? FinishedAt =>
        CreatedAt is { } created && this["total_evaluation_time_seconds"]?.Number() is >= 0 and < 1e9 and var took ? created.AddSeconds(took) : null;

    /// <summary>The arguments of the model: <c>key=value,…</c> in most versions, a map in some.</summary>
    public IEnumerable<KeyValuePair<string, string>> Arguments() => this["config"]?.Member("model_args") switch
    {
        { ValueKind: JsonValueKind.Object } map => map.EnumerateObject().Where(a => !ForeignSecrets.IsSecret(a.Name))
            .Select(a => KeyValuePair.Create(a.Name, a.Value.Label() ?? ForeignSecrets.Setting(a.Name, a.Value) ?? "null")),
        { ValueKind: JsonValueKind.String } text => text.Text().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(a => a.Split('=', 2)).Select(a => KeyValuePair.Create(a[0], a.Length > 1 ? a[1] : "")),
        _ => [],
    };

    /// <summary>Samples that a task or a group was evaluated on, or null where the file does not tell.</summary>
    public int? SamplesOf(string task) => SamplesOf(task, MostLevels);

    // A group may name itself, or two each other: the file is anybody's.
    private int? SamplesOf(string task, int levels)
    {
        if (this["n-samples"]?.CountOf(task, "effective") is { } effective)
        {
            return effective;
        }

        var below = levels == 0 ? [] : SubtasksOf(task).Where(t => t != task).Select(t => SamplesOf(t, levels - 1)).ToList();
        var sum = below.Count > 0 && !below.Contains(null) ? below.Sum(n => (long)n!.Value) : (long?)null;
        return sum is <= int.MaxValue ? (int)sum : Root["results"].CountOf(task, "sample_len");
    }

    private bool IsGroup(string name) => SubtasksOf(name).Any(t => t != name) || (this["groups"]?.Member(name) is not null && this["configs"]?.Member(name) is null);
}
