using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Core.Prompts;
using Eval.Core.Workspaces;

namespace Eval.Core.Datasets;

/// <summary>Reads <c>dataset:</c>.</summary>
internal static class DatasetConfig
{
    private static readonly Dictionary<string, DatasetFormat> Formats = new(StringComparer.Ordinal)
    {
        ["jsonl"] = DatasetFormat.Jsonl,
        ["json"] = DatasetFormat.Json,
        ["csv"] = DatasetFormat.Csv,
        ["tsv"] = DatasetFormat.Tsv,
        ["text"] = DatasetFormat.Text,
    };

    public static DatasetSpec Read(ConfigMap map)
    {
        var (samples, samplesAt) = Samples(map);
        var spec = new DatasetSpec
        {
            Samples = samples,
            SamplesAt = samplesAt,
            Files = map.OptionalStrings("files"),
            Path = map.OptionalStrings("path"),
            PathSha256 = map.OptionalSha256("pathSha256"),
            Url = map.OptionalUrl("url"),
            Sha256 = map.OptionalSha256("sha256"),
            Source = map.OptionalString("source"),
            Format = map.OptionalWord("format", Formats),
            Select = Select(map),
            Columns = map.OptionalStrings("columns"),
            Split = map.OptionalTexts("split"),
            LinesPerSample = map.OptionalInt("linesPerSample", min: 0, max: 100_000) ?? 1,
            FieldFromName = Pattern(map, "fieldFromName"),
            Map = Mappings(map),
            Id = map.OptionalTemplate("id"),
            DefinedAt = map.At,
        };
        CheckSource(map);
        CheckShape(map, spec);
        return spec;
    }

    private static (IReadOnlyList<JsonObject>?, IReadOnlyList<SourcePosition>) Samples(ConfigMap map)
    {
        if (!map.Has("samples"))
        {
            return (null, []);
        }

        if (map.OptionalJson("samples") is not JsonArray { Count: > 0 } list)
        {
            map.Report("samples", "\"samples\" must be a list of at least one sample");
            return ([], []);
        }

        var samples = new List<JsonObject>();
        var at = new List<SourcePosition>();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonObject sample)
            {
                samples.Add((JsonObject)sample.DeepClone());
                at.Add(map.PositionOf("samples", i));
            }
            else
            {
                map.Report(map.PositionOf("samples", i), "a sample must be a map of fields");
            }
        }

        return (samples, at);
    }

    private static JsonSelect? Select(ConfigMap map) =>
        map.OptionalString("select") is { } text ? Try(map, "select", at => JsonSelect.Parse(text, at)) : null;

    private static Regex? Pattern(ConfigMap map, string key)
    {
        if (map.OptionalString(key) is not { } text)
        {
            return null;
        }

        try
        {
            var pattern = new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            if (pattern.GetGroupNames().All(name => char.IsAsciiDigit(name[0])))
            {
                map.Report(key, $"\"{key}\" needs a named group, which becomes a field", "for example (?<subject>[a-z_]+)_test\\.csv");
            }

            return pattern;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            map.Report(key, $"\"{key}\" is not a usable regular expression: {e.Message}");
            return null;
        }
    }

    private static Dictionary<string, FieldMapping> Mappings(ConfigMap map)
    {
        var result = new Dictionary<string, FieldMapping>(StringComparer.Ordinal);
        if (map.OptionalMap("map") is { } fields)
        {
            foreach (var name in fields.Keys.ToList())
            {
                var node = fields.OptionalJson(name);
                if (Try(fields, name, at => FieldMapping.Parse(node, at)) is { } mapping)
                {
                    result[name] = mapping;
                }
            }
        }

        return result;
    }

    private static void CheckSource(ConfigMap map)
    {
        var given = new[] { "samples", "files" }.Where(map.Has).ToList();
        if (map.Has("path") || map.Has("url"))
        {
            given.Add(map.Has("path") ? "path" : "url");
        }

        if (given.Count == 0)
        {
            map.Report(map.At, "\"dataset\" needs \"samples\", \"files\", \"path\" or \"url\"");
        }
        else if (given.Count > 1)
        {
            map.Report(given[^1], $"\"{given[0]}\" and \"{given[^1]}\" exclude each other");
        }

        foreach (var key in new[] { "files", "path" })
        {
            if (map.Has(key) && map.OptionalStrings(key) is { Count: 0 })
            {
                map.Report(key, $"\"{key}\" names no file");
            }
        }

        if (map.Has("url") && !map.Has("sha256"))
        {
            map.Report("url", "\"url\" needs \"sha256\" beside it, so that what is downloaded can be checked");
        }

        if (map.Has("sha256") && !map.Has("url"))
        {
            map.Report("sha256", "\"sha256\" belongs to \"url\"", "for a file under \"path\" it is pathSha256");
        }

        if (map.Has("pathSha256") && !map.Has("path"))
        {
            map.Report("pathSha256", "\"pathSha256\" belongs to \"path\"");
        }
    }

    private static void CheckShape(ConfigMap map, DatasetSpec spec)
    {
        if (spec.Samples is not null)
        {
            foreach (var key in new[] { "format", "select", "columns", "linesPerSample", "fieldFromName" }.Where(map.Has))
            {
                map.Report(key, $"\"{key}\" is for files; \"samples\" are already rows");
            }

            return;
        }

        var names = spec.Files.Concat(spec.Path).Concat(spec.Url is { } url && Uri.TryCreate(url, UriKind.Absolute, out var uri) ? [uri.LocalPath] : []);
        var formats = spec.Format is { } format ? [format] : names.Select(DataFile.FormatOf).OfType<DatasetFormat>().Distinct().ToList();
        if (formats.Count != 1)
        {
            return;
        }

        Belongs(map, "select", formats[0], DatasetFormat.Json);
        Belongs(map, "linesPerSample", formats[0], DatasetFormat.Text);
        if (formats[0] == DatasetFormat.Text && spec.Columns.Count > 0 && spec.Columns.Count != Math.Max(1, spec.LinesPerSample))
        {
            map.Report("columns", $"\"columns\" names {spec.Columns.Count} lines, but \"linesPerSample\" is {spec.LinesPerSample}");
        }

        if (spec.Columns.Distinct(StringComparer.Ordinal).Count() != spec.Columns.Count)
        {
            map.Report("columns", "\"columns\" has a name twice");
        }
    }

    private static void Belongs(ConfigMap map, string key, DatasetFormat format, DatasetFormat owner)
    {
        if (map.Has(key) && format != owner)
        {
            map.Report(key, $"\"{key}\" is for {owner.ToString().ToLowerInvariant()} files, these are {format.ToString().ToLowerInvariant()}");
        }
    }

    private static T? Try<T>(ConfigMap map, string key, Func<SourcePosition, T> read)
        where T : class
    {
        try
        {
            return read(map.PositionOf(key));
        }
        catch (EvalConfigurationException e)
        {
            foreach (var problem in e.Problems)
            {
                map.Report(problem.At ?? map.PositionOf(key), problem.Message, problem.Hint);
            }

            return null;
        }
    }
}
