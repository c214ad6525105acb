using System.Globalization;
using System.Text.Json;
using Eval.Core.Imports.Json;

namespace Eval.Core.Imports.Inspect;

/// <summary>What a log of inspect says about the whole evaluation: its <c>eval</c>, <c>plan</c>, <c>results</c>, <c>stats</c> and <c>error</c>.</summary>
/// <param name="Version">Version of the log format: 1 (2024), 2, or 3 (samples in pieces).</param>
/// <param name="Status"><c>started</c>, <c>success</c>, <c>cancelled</c> or <c>error</c>.</param>
/// <param name="Eval">Task, data set, model and settings.</param>
/// <param name="Plan">The solvers and the settings of the plan.</param>
/// <param name="Results">The scores, where the evaluation got that far.</param>
/// <param name="Stats">Times and tokens.</param>
/// <param name="Error">What stopped it, or null.</param>
internal sealed record InspectHeader(
    int Version, string Status, JsonElement Eval, JsonElement? Plan, JsonElement? Results, JsonElement? Stats, JsonElement? Error)
{
    /// <summary>The newest version of the format that is understood.</summary>
    public const int NewestVersion = 3;

    /// <summary>The task, with its package (<c>inspect_evals/arc_easy</c>).</summary>
    public string Task => Eval.TextOf("task") ?? "task";

    /// <summary>The model, with its provider (<c>openai/gpt-4o</c>).</summary>
    public string Model => Eval.TextOf("model") ?? "unknown";

    /// <summary>The version of inspect, or null.</summary>
    public string? ToolVersion => Eval.TextOf("packages", "inspect_ai");

    /// <summary>The set of evaluations that it belongs to, or null.</summary>
    public string? SetId => Eval.TextOf("eval_set_id");

    /// <summary>What tells evaluations apart; logs of before 2025 have none of their own.</summary>
    public string? EvalId => Eval.TextOf("eval_id") ?? Eval.TextOf("run_id");

    /// <summary>When it was created (UTC), or null.</summary>
    public DateTimeOffset? CreatedAt => Time(Eval.TextOf("created"));

    /// <summary>When it ended (UTC), or null.</summary>
    public DateTimeOffset? CompletedAt => Time(Stats?.TextOf("completed_at"));

    /// <summary>Repetitions of each sample.</summary>
    public int Epochs => Math.Max(1, Eval.CountOf("config", "epochs") ?? 1);

    /// <summary>Samples of one epoch that were to be answered, or null where the log does not tell.</summary>
    public int? Planned
    {
        get
        {
            if (Results?.CountOf("total_samples") is > 0 and var total)
            {
                return (total + Epochs - 1) / Epochs;
            }

            var ids = Eval.Member("dataset", "sample_ids") is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : (int?)null;
            var all = ids ?? Eval.CountOf("dataset", "samples");
            return Limit is { } limit && all is { } most ? Math.Min(limit, most) : all;
        }
    }

    /// <summary>The limit on samples, or null.</summary>
    public int? Limit => Eval.Member("config", "limit") switch
    {
        { ValueKind: JsonValueKind.Number } => Eval.CountOf("config", "limit"),
        { ValueKind: JsonValueKind.Array } range when range.GetArrayLength() == 2 && range[0].TryGetInt32(out var from) && range[1].TryGetInt32(out var to) && to > from => to - from,
        _ => null,
    };

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
