using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Imports.Foreign;
using Eval.Core.Imports.Json;
using Eval.Core.Workspaces;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.OpenAiEvals;

/// <summary>Entries of the registry with their samples, or samples alone, as suites.</summary>
internal sealed class OpenAiEvalsRegistry
{
    private readonly ForeignFiles _files;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public OpenAiEvalsRegistry(string path) => _files = new ForeignFiles(ForeignYaml.Load(path));

    /// <summary>Samples without an entry: the class is not known, so the commonest one is taken and told.</summary>
    public static async Task<ImportedContent> SamplesAsync(string path, CancellationToken cancellationToken)
    {
        var notTaken = new List<NotTaken>
        {
            new(null, "class", "the samples alone do not say how they are scored; evals.elsuite.basic.match:Match is taken (the answer begins with an ideal one)"),
        };
        var name = Path.GetFileNameWithoutExtension(path);
        if (name == "samples" && Path.GetFileName(Path.GetDirectoryName(path)) is { Length: > 0 } folder)
        {
            name = folder;
        }

        var suite = await DraftAsync(GenerationDraft.NameOf(name, "samples"), path, Match(), null, notTaken, cancellationToken);
        return Content(Path.GetFileName(path), [suite], notTaken);
    }

    public async Task<ImportedContent> ReadAsync(CancellationToken cancellationToken)
    {
        var suites = new List<GenerationDraft>();
        var notTaken = new List<NotTaken>();
        foreach (var (key, keyNode, entry) in _files.Yaml.Root.Pairs())
        {
            // The short name points to the versioned one, which has the class.
            if (entry.Get("class").Text() is not { } type)
            {
                continue;
            }

            if (Scoring(type, entry.Get("args")) is not { } scoring)
            {
                _files.Leave(keyNode, key, $"the class {type} has no counterpart here{(type.Contains("modelgraded", StringComparison.Ordinal) ? ": it is judged by a model" : "")}");
            }
            else if (Samples(entry, key) is { } path)
            {
                LeaveArguments(entry.Get("args"), key);
                suites.Add(await DraftAsync(
                    GenerationDraft.Unique(GenerationDraft.NameOf(key, "suite"), _names), path, scoring, Description(key), notTaken, cancellationToken));
            }
        }

        return Content(Path.GetFileName(_files.Yaml.File), suites, [.. _files.NotTaken, .. notTaken]);
    }

    private string? Description(string key) => _files.Yaml.Root.Get(key.Split('.')[0]).Get("description").Text();

    private static Dictionary<string, object?> Match() => new()
    {
        ["contains"] = new Dictionary<string, object?> { ["ignoreCase"] = false, ["atStart"] = true },
    };

    private static Dictionary<string, object?>? Scoring(string type, YamlNode? arguments) => type.Split(':')[^1] switch
    {
        "Match" => Match(),
        "Includes" => new() { ["contains"] = new Dictionary<string, object?> { ["ignoreCase"] = arguments.Get("ignore_case").Text() is "true" or "True" } },
        _ => null,
    };

    private void LeaveArguments(YamlNode? arguments, string key)
    {
        foreach (var (name, node, _) in arguments.Pairs().Where(p => p.Key is not ("samples_jsonl" or "ignore_case")))
        {
            _files.Leave(node, $"{key}: {name}", name is "few_shot_jsonl" or "num_few_shot" ? "write the examples as fewShot of the suite" : "there is nothing like it here");
        }
    }

    // Named relative to the registry's data folder, which lies beside the folder of the entries.
    private string? Samples(YamlNode entry, string key)
    {
        var at = entry.Get("args").Get("samples_jsonl") ?? entry;
        if (entry.Get("args").Get("samples_jsonl").Text() is not { } name)
        {
            _files.Leave(at, key, "it names no samples_jsonl");
            return null;
        }

        var registry = Path.GetDirectoryName(_files.Folder)!;
        foreach (var folder in new[] { _files.Folder, Path.Combine(registry, "data") })
        {
            var path = Path.GetFullPath(name, folder);
            if (path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(path))
            {
                return path;
            }
        }

        _files.Leave(at, $"{key}: samples_jsonl: {name}", "not found beside this file nor in ../data");
        return null;
    }

    private static async Task<GenerationDraft> DraftAsync(
        string name, string path, Dictionary<string, object?> scoring, string? description, List<NotTaken> notTaken, CancellationToken cancellationToken)
    {
        var rows = new List<JsonObject>();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            number++;
            if (line.Trim().Length > 0 && Row(line, path, number, notTaken) is { } row)
            {
                row.Insert(0, "id", (rows.Count + 1).ToString(CultureInfo.InvariantCulture));
                rows.Add(row);
            }
        }

        return new GenerationDraft
        {
            Name = name,
            Comment = $"Taken from {Path.GetFileName(path)} of openai/evals.",
            Description = description,
            System = rows.Exists(r => r["system"]!.ToString().Length > 0) ? "{{system}}" : null,
            Prompt = "{{input}}",
            Target = "ideal",
            Scoring = scoring,
            Temperature = 0,
            Rows = rows,
        };
    }

    private static JsonObject? Row(string line, string path, int number, List<NotTaken> notTaken)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(line.TrimStart('\uFEFF'));
        }
        catch (JsonException e)
        {
            throw new EvalConfigurationException(
                new SourcePosition(path, number, 1 + (int)(e.BytePositionInLine ?? -1)), "is not valid JSON: " + e.Message.Split(" LineNumber:", 2)[0].TrimEnd('.'));
        }

        using (json)
        {
            if (json.RootElement.Member("input") is not { } input || json.RootElement.Member("ideal") is not { } ideal)
            {
                notTaken.Add(new NotTaken(new SourcePosition(path, number, 0), "input, ideal", "the row lacks one of them"));
                return null;
            }

            var (system, user, isFlat) = Messages(input);
            if (isFlat)
            {
                notTaken.Add(new NotTaken(new SourcePosition(path, number, 0), "input", "a chat of several turns; it is asked as one message with its roles written out"));
            }

            return new JsonObject
            {
                ["system"] = system,
                ["input"] = user,
                ["ideal"] = ideal.ValueKind == JsonValueKind.Array
                    ? new JsonArray([.. ideal.EnumerateArray().Select(i => (JsonNode?)ForeignText.Of(i))])
                    : ForeignText.Of(ideal),
            };
        }
    }

    private static (string System, string User, bool IsFlat) Messages(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Array)
        {
            return ("", ForeignText.Of(input) ?? "", false);
        }

        var messages = input.EnumerateArray()
            .Select(m => (Role: ForeignText.Of(m.Member("name")) ?? ForeignText.Of(m.Member("role")) ?? "user", Content: ForeignText.Of(m.Member("content")) ?? "")).ToList();
        var system = messages.TakeWhile(m => m.Role == "system").ToList();
        var rest = messages.Skip(system.Count).ToList();
        if (rest.Count == 0 && system.Count > 0)
        {
            // Many samples of the registry ask in a message of the system alone.
            rest = [system[^1]];
            system.RemoveAt(system.Count - 1);
        }

        var text = string.Join("\n\n", system.Select(m => m.Content));
        return rest is [var one] ? (text, one.Content, false)
            : (text, string.Join("\n", rest.Select(m => $"{m.Role.Replace("example_", "", StringComparison.Ordinal)}: {m.Content}")), true);
    }

    private static ImportedContent Content(string source, List<GenerationDraft> suites, IReadOnlyList<NotTaken> notTaken) => new()
    {
        Files = suites.Count == 0 ? [] :
        [
            ImportedFile.Of("eval.yaml", new YamlText()
                .Comment($"Taken from {source} of openai/evals. The candidate is a placeholder: put yours in its place, check it, then run it.")
                .Key("candidates", GenerationDraft.Placeholder)
                .Key("suites", new[] { "suites/*/suite.yaml" }).ToString()),
            .. suites.SelectMany(s => s.Files()),
        ],
        NotTaken = notTaken,
    };
}
