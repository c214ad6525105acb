using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Eval.Core.Datasets;
using Eval.Core.Prompts;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites;

/// <summary>Reads <c>suite.yaml</c> files, strictly: every mistake is reported, those of all files together.</summary>
public static class SuiteLoader
{
    /// <summary>Keys that change no number: they are left out of <see cref="Suite.DefinitionHash"/>.</summary>
    private static readonly string[] Unhashed = ["description", "tags"];

    /// <summary>Loads one suite.</summary>
    /// <param name="file">The file.</param>
    /// <param name="kinds">The kinds to choose from; null takes <see cref="SuiteKinds.BuiltIn"/>.</param>
    /// <exception cref="EvalConfigurationException">The file is missing, unreadable or wrong.</exception>
    public static Suite Load(string file, IReadOnlyList<ISuiteKind>? kinds = null)
    {
        var document = ConfigDocument.Load(file);
        var suite = Read(document, kinds ?? SuiteKinds.BuiltIn);
        document.ThrowIfInvalid();
        return suite;
    }

    /// <summary>Loads several suites; their names must differ.</summary>
    /// <param name="files">The files; usually <see cref="Workspace.SuiteFiles"/>.</param>
    /// <param name="kinds">The kinds to choose from; null takes <see cref="SuiteKinds.BuiltIn"/>.</param>
    /// <exception cref="EvalConfigurationException">Any file is wrong; holds the mistakes of all of them.</exception>
    public static IReadOnlyList<Suite> LoadAll(IEnumerable<string> files, IReadOnlyList<ISuiteKind>? kinds = null)
    {
        var suites = new List<Suite>();
        var problems = new List<ConfigProblem>();
        foreach (var file in files)
        {
            try
            {
                var suite = Load(file, kinds);
                if (suites.Find(s => s.Name == suite.Name) is { } other)
                {
                    problems.Add(new ConfigProblem(suite.DefinedAt, $"the suite \"{suite.Name}\" is already defined in {other.File}", "names are unique in a workspace"));
                }

                suites.Add(suite);
            }
            catch (EvalConfigurationException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        return problems.Count == 0 ? suites : throw new EvalConfigurationException(problems);
    }

    /// <summary>Reads a document without raising its problems.</summary>
    internal static Suite Read(ConfigDocument document, IReadOnlyList<ISuiteKind> kinds)
    {
        var root = document.Root;
        var file = Path.GetFullPath(document.File);
        var kind = Kind(root, kinds);
        var settings = kind?.Read(root);
        var definition = Definition(root.ToJson(), kind, settings);
        return new Suite
        {
            Name = root.RequiredName("name"),
            Version = root.RequiredString("version"),
            Kind = kind?.Name ?? "",
            Description = root.OptionalString("description"),
            File = file,
            Directory = Path.GetDirectoryName(file)!,
            Dataset = root.RequiredMap("dataset") is { } dataset ? DatasetConfig.Read(dataset) : new DatasetSpec(),
            Prompt = root.OptionalTemplate("prompt"),
            FewShot = root.OptionalMap("fewShot") is { } fewShot ? FewShotConfig.Read(fewShot) : null,
            Metrics = Metrics(root, kind, settings),
            Limit = root.OptionalInt("limit", min: 1),
            Stratify = OneFieldPath(root, "stratify"),
            Epochs = root.OptionalInt("epochs", min: 1, max: 10_000),
            Slices = FieldPaths(root, "slices"),
            OwnSlices = kind?.OwnSlices ?? [],
            Cluster = OneFieldPath(root, "cluster"),
            Tags = root.OptionalStrings("tags"),
            Settings = settings ?? new object(),
            DefinitionHash = Convert.ToHexStringLower(SHA256.HashData(definition.WrittenSpan)),
            DefinitionText = Encoding.UTF8.GetString(definition.WrittenSpan),
            DefinedAt = root.At,
        };
    }

    private static ISuiteKind? Kind(ConfigMap root, IReadOnlyList<ISuiteKind> kinds)
    {
        var name = root.RequiredString("kind");
        var kind = kinds.FirstOrDefault(k => string.Equals(k.Name, name, StringComparison.Ordinal));
        if (kind is null && name.Length > 0)
        {
            root.Report("kind", $"\"{name}\" is not a kind of suite", NearestName.Hint(name, [.. kinds.Select(k => k.Name)]));
        }

        if (kind is null)
        {
            // Which of the other keys are valid is the kind's to say; complaining about them would only hide the one mistake.
            foreach (var key in root.Keys.ToList())
            {
                _ = root.Has(key);
            }
        }

        return kind;
    }

    private static IReadOnlyList<string> Metrics(ConfigMap root, ISuiteKind? kind, object? settings)
    {
        var metrics = root.OptionalStrings("metrics");
        if (kind is null || settings is null)
        {
            return metrics;
        }

        for (var i = 0; i < metrics.Count; i++)
        {
            if (!kind.Feeds(metrics[i]))
            {
                root.Report(root.PositionOf("metrics", i), $"\"{metrics[i]}\" is not a metric of kind {kind.Name}", NearestName.Hint(metrics[i], kind.MetricIds));
            }
            else if (metrics.Take(i).Contains(metrics[i]))
            {
                root.Report(root.PositionOf("metrics", i), $"the metric \"{metrics[i]}\" is named twice");
            }
        }

        if (metrics.Count == 0 && root.Has("metrics"))
        {
            root.Report("metrics", "\"metrics\" names no metric", NearestName.Hint("", kind.MetricIds));
        }

        return kind.MetricsOf(settings, metrics);
    }

    private static IReadOnlyList<string> FieldPaths(ConfigMap root, string key)
    {
        var paths = root.OptionalStrings(key);
        for (var i = 0; i < paths.Count; i++)
        {
            if (!FieldPath.TryParse(paths[i], out _))
            {
                root.Report(root.PositionOf(key, i), $"\"{paths[i]}\" is not a field", "write a.b for a field in a map and [Field name] for a name with spaces");
            }
        }

        return paths;
    }

    private static string? OneFieldPath(ConfigMap root, string key)
    {
        var paths = FieldPaths(root, key);
        if (paths.Count > 1)
        {
            root.Report(key, $"\"{key}\" takes one field");
        }

        return paths.Count > 0 ? paths[0] : null;
    }

    /// <summary>A suite with another definition, and settings that fit it.</summary>
    internal static Suite Redefine(Suite suite, object settings, Action<JsonObject> change)
    {
        var definition = (JsonObject)JsonNode.Parse(suite.DefinitionText ?? "{}")!;
        change(definition);
        var buffer = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(buffer, definition);
        return suite with
        {
            Settings = settings,
            DefinitionHash = Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan)),
            DefinitionText = Encoding.UTF8.GetString(buffer.WrittenSpan),
        };
    }

    private static ArrayBufferWriter<byte> Definition(JsonObject definition, ISuiteKind? kind, object? settings)
    {
        foreach (var key in Unhashed)
        {
            definition.Remove(key);
        }

        // The samples themselves are hashed with the data, as the content of files is.
        (definition["dataset"] as JsonObject)?.Remove("samples");
        if (settings is not null)
        {
            kind?.Define(settings, definition);
        }

        var buffer = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(buffer, definition);
        return buffer;
    }
}
