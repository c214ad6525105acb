using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.LmEval.Tasks;

/// <summary>
/// Where the rows of a task come from: from the samples that the tool logged for it, from local files, or from the Hugging Face hub, which this program
/// does not ask.
/// </summary>
/// <param name="task">The task's file.</param>
/// <param name="name">The task's name.</param>
/// <param name="samples">Its samples file, or null.</param>
/// <param name="notTaken">Takes what is missing.</param>
internal sealed class TaskData(TaskYaml task, string name, string? samples, List<NotTaken> notTaken)
{
    /// <summary>The field with the right answer as the tool made it (for a choice, its index), in rows that come from samples.</summary>
    public const string TargetField = "lm_eval_target";

    /// <summary>The field with the choices as the tool made them, in rows that come from samples.</summary>
    public const string ChoicesField = "lm_eval_choices";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>True where the rows come from samples, and have the fields above.</summary>
    public bool HasSamples => samples is not null;

    /// <summary>The files with rows, to be written.</summary>
    public List<ImportedFile> Files { get; } = [];

    /// <summary>The <c>dataset:</c> of the suite.</summary>
    public JsonObject Rows()
    {
        var split = task.Text("test_split") ?? task.Text("validation_split") ?? "test";
        if (samples is not null)
        {
            task.Text("dataset_path");
            task.Text("dataset_name");
            Files.Add(ImportedFile.Of($"suites/{name}/rows.jsonl", WriteRowsAsync));
            return new JsonObject { ["files"] = "rows.jsonl", ["source"] = $"documents in {Path.GetFileName(samples)}" };
        }

        return Split(split, "rows", "dataset_path");
    }

    /// <summary>The data set of the few-shot examples, or null where they are written in the task.</summary>
    public JsonObject Examples()
    {
        var split = task.Text("fewshot_split") ?? task.Text("training_split") ?? task.Text("validation_split") ?? "train";
        return Split(split, "examples", task["fewshot_split"] is not null ? "fewshot_split" : "num_fewshot");
    }

    private JsonObject Split(string split, string kind, string key)
    {
        var path = task.Text("dataset_path");
        if (path is "json" or "csv" or "text" && LocalFiles(split) is { Count: > 0 } local)
        {
            var dataset = new JsonObject { ["files"] = new JsonArray([.. local.Select(f => (JsonNode?)JsonValue.Create(NameOf(f)))]) };
            if (path == "json" && local.TrueForAll(f => Path.GetExtension(f.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? f[..^3] : f) is not (".jsonl" or ".json")))
            {
                dataset["format"] = "jsonl";
            }

            Files.AddRange(local.Select(f => ImportedFile.CopyOf($"suites/{name}/{NameOf(f)}", f)));
            return dataset;
        }

        var configuration = task.Text("dataset_name");
        var target = $"suites/{name}/{kind}.jsonl";
        var why = path is "json" or "csv" or "text"
            ? $"the rows are in no file that was found; put them, as JSON Lines, at {target} in the new folder"
            : $"the rows are on the Hugging Face hub, which is not asked: datasets.load_dataset({Python(path ?? "?")}{(configuration is null ? "" : $", {Python(configuration)}")}"
                + $", split={Python(split)}).to_json({Python(target)}), run by Python in the new folder, puts them where the suite looks";
        notTaken.Add(new NotTaken(
            task.At(key), key, why + (kind == "rows" ? "; or import a folder that also holds the task's samples (--log_samples)" : "")));
        return new JsonObject { ["files"] = $"{kind}.jsonl", ["source"] = $"{path}{(configuration is null ? "" : $", {configuration}")}, split {split}" };
    }

    // dataset_kwargs: { data_files: FILE | [FILE …] | { SPLIT: FILE | [FILE …] } }, from the folder the tool was started in, most often the task's.
    private List<string> LocalFiles(string split)
    {
        var given = TaskYaml.NodeOf(task["dataset_kwargs"], "data_files");
        var node = given is YamlMappingNode bySplit ? TaskYaml.NodeOf(bySplit, split) : given;
        var names = node switch
        {
            YamlScalarNode { Value: { } one } => [one],
            YamlSequenceNode list => list.Children.OfType<YamlScalarNode>().Select(n => n.Value ?? "").ToList(),
            _ => [],
        };
        var files = names.Where(n => n.Length > 0 && !n.Contains("://", StringComparison.Ordinal))
            .Select(n => Path.GetFullPath(n, Path.GetDirectoryName(task.File)!)).Distinct(StringComparer.Ordinal).ToList();
        if (files.Find(f => !task.IsInside(f) || !File.Exists(f)) is { } missing)
        {
            notTaken.Add(new NotTaken(
                task.At("dataset_kwargs"), "dataset_kwargs", File.Exists(missing)
                    ? $"{missing} lies outside {task.Root}; import the folder that holds both"
                    : $"there is no file {Path.GetRelativePath(task.Root, missing)} in {task.Root}"));
            return [];
        }

        return files;
    }

    private string NameOf(string file) => Path.GetRelativePath(task.Root, file).Replace('\\', '/');

    private async Task WriteRowsAsync(TextWriter writer, CancellationToken cancellationToken)
    {
        await foreach (var sample in LmEvalSamples.OfOneFilterAsync(samples!, cancellationToken))
        {
            if (sample.Document is not { ValueKind: JsonValueKind.Object } document)
            {
                continue;
            }

            var row = JsonNode.Parse(document.GetRawText())!.AsObject();
            row[TargetField] = sample.Target is { } target && int.TryParse(target, out var index) ? index : sample.Target;
            if (sample.Continuations is { Count: > 1 } choices)
            {
                row[ChoicesField] = new JsonArray([.. choices.Select(c => (JsonNode?)JsonValue.Create(c))]);
            }

            await writer.WriteLineAsync(row.ToJsonString(Relaxed).AsMemory(), cancellationToken);
        }
    }

    private static string Python(string text) => JsonSerializer.Serialize(text, Relaxed);
}
