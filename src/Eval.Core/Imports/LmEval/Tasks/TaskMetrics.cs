using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.LmEval.Tasks;

/// <summary>Finds our metrics for a task's <c>metric_list</c>: those that are the same estimator, by their exact names here.</summary>
internal static class TaskMetrics
{
    private static readonly Dictionary<string, string> Choices = new(StringComparer.Ordinal)
    {
        ["acc"] = "acc",
        ["acc_norm"] = "acc_norm_chars",
        ["acc_bytes"] = "acc_norm_bytes",
        ["acc_mutual_info"] = "acc_mutual_info",
        ["brier_score"] = "brier",
    };

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["word_perplexity"] = "ppl_word_rolling",
        ["byte_perplexity"] = "ppl_byte_rolling",
        ["bits_per_byte"] = "bits_per_byte",
    };

    private static readonly Dictionary<string, string> Scorers = new(StringComparer.Ordinal) { ["bleu"] = "bleu_corpus_13a", ["chrf"] = "chrf2" };

    /// <summary>The metrics of a multiple-choice task; <c>acc</c> and <c>acc_norm</c> where it lists none, as the tool has it.</summary>
    public static JsonArray OfChoices(TaskYaml task, List<NotTaken> notTaken) => Of(task, Choices, ["acc", "acc_norm_chars"], notTaken);

    /// <summary>The metrics of texts; all three where the task lists none.</summary>
    public static JsonArray OfTexts(TaskYaml task, List<NotTaken> notTaken) => Of(task, Texts, [.. Texts.Values], notTaken);

    /// <summary>The scorers of generated answers, with what finds the answer.</summary>
    /// <param name="task">The task.</param>
    /// <param name="extract">Options that find the answer, from the filters; none where the whole text counts.</param>
    /// <param name="notTaken">Takes the metrics that have no counterpart.</param>
    public static JsonObject Scoring(TaskYaml task, JsonObject extract, List<NotTaken> notTaken)
    {
        var scoring = new JsonObject();
        foreach (var metric in List(task))
        {
            var name = TaskYaml.TextOf(metric, "metric");
            if (name == "exact_match")
            {
                scoring["exact_match"] = ExactMatch(task, metric, extract.DeepClone().AsObject(), notTaken);
            }
            else if (name is not null && Scorers.TryGetValue(name, out var scorer) && extract.Count == 0)
            {
                scoring[scorer] = new JsonObject();
            }
            else
            {
                Leave(task, metric, name, notTaken, extract.Count > 0 && name is not null && Scorers.ContainsKey(name) ? "is computed on whole answers here, not behind filters" : null);
            }
        }

        return scoring;
    }

    private static JsonObject ExactMatch(TaskYaml task, YamlNode metric, JsonObject options, List<NotTaken> notTaken)
    {
        // The tool compares the texts as they are, white space included.
        options["trim"] = false;
        if (IsTrue(metric, "ignore_case"))
        {
            options["ignoreCase"] = true;
        }

        if (IsTrue(metric, "ignore_punctuation"))
        {
            options["ignorePunctuation"] = true;
        }

        if (TaskYaml.NodeOf(metric, "regexes_to_ignore") is YamlSequenceNode patterns)
        {
            options["ignore"] = new JsonArray([.. patterns.Children.OfType<YamlScalarNode>().Select(p => (JsonNode?)JsonValue.Create(p.Value))]);
        }

        if (IsTrue(metric, "ignore_numbers"))
        {
            notTaken.Add(new NotTaken(task.At("metric_list", metric), "ignore_numbers", "has no counterpart here; ignore: [\"[0-9]\"] is near"));
        }

        return options;
    }

    private static JsonArray Of(TaskYaml task, Dictionary<string, string> known, string[] standard, List<NotTaken> notTaken)
    {
        var list = List(task).ToList();
        var metrics = new JsonArray();
        foreach (var metric in list)
        {
            var name = TaskYaml.TextOf(metric, "metric");
            if (name is not null && known.TryGetValue(name, out var id))
            {
                metrics.Add(id);
            }
            else
            {
                Leave(task, metric, name, notTaken, null);
            }
        }

        return list.Count == 0 ? new JsonArray([.. standard.Select(s => (JsonNode?)JsonValue.Create(s))]) : metrics;
    }

    private static void Leave(TaskYaml task, YamlNode metric, string? name, List<NotTaken> notTaken, string? why) => notTaken.Add(new NotTaken(
        task.At("metric_list", metric), name is null ? "metric" : $"metric: {name}", why ?? (name is null ? "is a Python function" : "has no counterpart here that is the same estimator")));

    private static IEnumerable<YamlMappingNode> List(TaskYaml task) =>
        task["metric_list"] is YamlSequenceNode list ? list.Children.OfType<YamlMappingNode>() : [];

    private static bool IsTrue(YamlNode metric, string key) => string.Equals(TaskYaml.TextOf(metric, key), "true", StringComparison.OrdinalIgnoreCase);
}
