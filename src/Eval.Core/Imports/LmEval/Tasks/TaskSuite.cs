using System.Text.Json.Nodes;
using Eval.Core.Workspaces;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.LmEval.Tasks;

/// <summary>Makes a suite of a task, as far as the task is data and not code. What is left out is said with its place; where the meaning would change, no suite is made.</summary>
internal sealed class TaskSuite
{
    // What changes no score, or is read elsewhere.
    private static readonly string[] Passed =
    [
        "task", "task_alias", "tag", "group", "group_alias", "metadata", "dataset_path", "dataset_kwargs", "dataset_name", "test_split", "validation_split",
        "training_split", "fewshot_split", "fewshot_config", "fewshot_delimiter", "num_fewshot", "output_type", "process_docs", "description", "doc_to_text",
        "doc_to_target", "doc_to_choice", "target_delimiter", "generation_kwargs", "filter_list", "metric_list",
    ];

    private static readonly string[] OfRows = ["dataset_path", "dataset_kwargs", "fewshot_split", "num_fewshot", "process_docs"];

    private readonly TaskYaml _task;
    private readonly TaskData _data;
    private readonly List<NotTaken> _notTaken;
    private readonly string _name;
    private bool _isWhole = true;

    private TaskSuite(TaskYaml task, string? samples, List<NotTaken> notTaken)
    {
        (_task, _notTaken) = (task, notTaken);
        _name = Name(task.Text("task") ?? Path.GetFileNameWithoutExtension(task.File));
        _data = new TaskData(task, _name, samples, notTaken);
    }

    /// <summary>The files of the suites of a task: one for each chain of filters; none where it cannot be told what to ask.</summary>
    public static IReadOnlyList<ImportedFile> Make(TaskYaml task, string? samples, List<NotTaken> notTaken)
    {
        var found = new List<NotTaken>();
        var files = new TaskSuite(task, samples, found).Make();
        if (files.Count == 0)
        {
            // Where there is no suite, nobody needs to know how it would find its rows.
            found.RemoveAll(n => OfRows.Contains(n.Key, StringComparer.Ordinal));
        }

        notTaken.AddRange(found.Distinct().OrderBy(n => n.At?.File, StringComparer.Ordinal).ThenBy(n => n.At?.Line).ThenBy(n => n.At?.Column));
        return files;
    }

    private List<ImportedFile> Make()
    {
        foreach (var key in Passed)
        {
            _ = _task[key];
        }

        var suite = new JsonObject { ["name"] = _name, ["version"] = Version() };
        switch (_task.Text("output_type") ?? "generate_until")
        {
            case "multiple_choice":
                suite["kind"] = "multiple-choice";
                Common(suite);
                new TaskChoices(_task, _data, Refuse).AddTo(suite);
                suite["metrics"] = TaskMetrics.OfChoices(_task, _notTaken);
                break;
            case "generate_until":
                suite["kind"] = "generation";
                Common(suite);
                suite["mode"] = "auto";
                suite["target"] = Target();
                TaskGeneration.AddTo(suite, _task, _notTaken);
                break;
            case "loglikelihood_rolling":
                suite["kind"] = "perplexity";
                suite["dataset"] = _data.Rows();
                suite["text"] = Text();
                suite["metrics"] = TaskMetrics.OfTexts(_task, _notTaken);
                break;
            case var other:
                Refuse("output_type", $"{other} has no counterpart: it scores one given continuation");
                break;
        }

        if (_task.IsFunction("process_docs"))
        {
            _notTaken.Add(new NotTaken(_task.At("process_docs"), "process_docs", _data.HasSamples
                ? "a Python function; the rows are taken from the samples, where it has done its work"
                : "a Python function: the fields that it makes have to be in the rows"));
        }

        var files = _isWhole && suite["metrics"] is not JsonArray { Count: 0 } ? Files(suite) : [];
        _notTaken.AddRange(_task.Unused.Select(k => new NotTaken(_task.At(k), k, TaskKeys.Why(k))));
        return files;
    }

    private List<ImportedFile> Files(JsonObject suite)
    {
        var comments = new[] { $"Made from the lm-evaluation-harness task {_task.Text("task") ?? _name} ({Path.GetFileName(_task.File)})." };
        var chains = suite["kind"]!.ToString() == "generation" ? TaskFilters.Of(_task, _notTaken) : [(null, null)];
        var files = _data.Files.DistinctBy(f => f.Path).ToList();
        var rows = files.Count;
        foreach (var (chain, extract) in chains)
        {
            var one = suite.DeepClone().AsObject();
            var file = "suite";
            if (chains.Count > 1)
            {
                file = Name(chain!);
                one["name"] = $"{_name}-{file}";
            }

            if (extract is not null)
            {
                one["scoring"] = TaskMetrics.Scoring(_task, extract, _notTaken);
            }

            if (one["scoring"] is JsonObject { Count: 0 })
            {
                continue;
            }

            files.Add(ImportedFile.Of($"suites/{_name}/{file}.yaml", SuiteYaml.Write(one, comments)));
        }

        return files.Count > rows ? files : [];
    }

    private void Common(JsonObject suite)
    {
        suite["dataset"] = _data.Rows();
        var prompt = Template("doc_to_text") ?? "";
        var description = _task["description"] is null ? "" : Template("description") ?? "";
        var shots = FewShot(description);
        if (shots is not null)
        {
            suite["fewShot"] = shots;
        }

        suite["prompt"] = shots is null ? description + prompt : prompt;
        if (_task.Text("target_delimiter") is { } delimiter && delimiter != " ")
        {
            suite["targetDelimiter"] = delimiter;
        }
        else
        {
            _ = _task["target_delimiter"];
        }
    }

    private JsonObject? FewShot(string description)
    {
        _ = _task["fewshot_delimiter"];
        var config = _task["fewshot_config"];
        if (!int.TryParse(_task.Text("num_fewshot"), out var count) || count <= 0)
        {
            return null;
        }

        var shots = new JsonObject { ["count"] = count };
        if (TaskYaml.NodeOf(config, "samples") is YamlSequenceNode { Children.Count: > 0 } inline && YamlJson.Convert(inline) is JsonArray rows && rows.All(r => r is JsonObject))
        {
            shots["choice"] = "fixed";
            shots["dataset"] = new JsonObject { ["samples"] = rows.DeepClone() };
        }
        else
        {
            shots["choice"] = TaskYaml.TextOf(config, "sampler") == "first_n" ? "fixed" : "random";
            shots["dataset"] = _data.Examples();
        }

        if (_task.Text("fewshot_delimiter") is { } separator && separator != "\n\n")
        {
            shots["separator"] = separator;
        }

        if (description.Length > 0)
        {
            shots["preamble"] = description;
        }

        foreach (var key in new[] { "doc_to_text", "doc_to_target", "doc_to_choice", "process_docs", "fewshot_indices" }.Where(k => TaskYaml.NodeOf(config, k) is not null))
        {
            _notTaken.Add(new NotTaken(_task.At("fewshot_config"), $"fewshot_config.{key}", "examples are written like the questions here"));
        }

        return shots;
    }

    // A text, a field's bare name, or a template.
    private string? Template(string key)
    {
        if (_task.IsFunction(key))
        {
            Refuse(key, "a Python function");
            return null;
        }

        if (_task.Text(key) is not { } jinja)
        {
            Refuse(key, _task[key] is null ? "is missing" : "is no text");
            return null;
        }

        if (key != "description" && !jinja.Contains('{') && JinjaText.TryField(jinja, out var field))
        {
            return $"{{{{{field}}}}}";
        }

        if (JinjaText.TryTranslate(jinja, out var template, out var why))
        {
            return template;
        }

        Refuse(key, why);
        return null;
    }

    private string Target()
    {
        if (!_task.IsFunction("doc_to_target") && _task.Text("doc_to_target") is { } jinja)
        {
            if (JinjaText.TryField(jinja, out var field))
            {
                return field;
            }

            if (JinjaText.TryTranslate(jinja, out var template, out _) && template.Contains("{{", StringComparison.Ordinal))
            {
                return template;
            }
        }

        if (!_data.HasSamples)
        {
            Refuse("doc_to_target", _task.IsFunction("doc_to_target") ? "a Python function" : "is more than a field or a text with fields");
        }

        return TaskData.TargetField;
    }

    private string Text()
    {
        _ = _task["doc_to_text"];
        if (!_task.IsFunction("doc_to_target") && JinjaText.TryField(_task.Text("doc_to_target") ?? "", out var field))
        {
            return field;
        }

        Refuse("doc_to_target", "is no field: it has to name the text");
        return "text";
    }

    private void Refuse(string key, string why)
    {
        _isWhole = false;
        _notTaken.Add(new NotTaken(_task.At(key), key, $"{why}; without it there is no suite" + (_data.HasSamples || key == "output_type" ? "" : TaskKeys.ByHand(key))));
    }

    private string Version() => TaskYaml.TextOf(_task["metadata"], "version") ?? "1";

    private static string Name(string text)
    {
        var name = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).Trim('-', '.');
        return name.Length > 0 ? name : "task";
    }
}
