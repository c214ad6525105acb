using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Workspaces;

namespace Eval.Core.Datasets;

/// <summary>Streams the rows of a data set. Memory does not grow with their number, except for a JSON document, which is held as bytes.</summary>
public static class DatasetReader
{
    /// <summary>All rows, in the order of the files (those of one pattern sorted by name) and of their lines.</summary>
    /// <param name="spec">The data set.</param>
    /// <param name="folder">The folder that <see cref="DatasetSpec.Files"/> is relative to.</param>
    /// <param name="sources">Where else files may be.</param>
    /// <param name="verify">Whether to check the files' hashes first.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="EvalConfigurationException">A file is missing, unreadable, broken (with its line) or has another hash; a field that the map
    /// needs is missing; there is no row at all.</exception>
    public static async IAsyncEnumerable<Row> ReadAsync(
        DatasetSpec spec,
        string folder,
        DataSources sources,
        bool verify,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var any = false;
        if (spec.Samples is { } samples)
        {
            for (var i = 0; i < samples.Count; i++)
            {
                any = true;
                var at = i < spec.SamplesAt.Count ? spec.SamplesAt[i] : spec.DefinedAt ?? new SourcePosition("samples", i + 1, 0);
                yield return Finish(spec, (JsonObject)samples[i].DeepClone(), "sample", i + 1, at);
            }
        }
        else
        {
            foreach (var file in await DatasetFiles.FindAsync(spec, folder, sources, verify, cancellationToken))
            {
                var fromName = FromName(spec, file);
                var number = 0;
                await foreach (var raw in FileAsync(spec, file, cancellationToken))
                {
                    any = true;
                    var at = new SourcePosition(file.Path, raw.Line, 0);
                    foreach (var (name, value) in fromName)
                    {
                        if (!raw.Fields.TryAdd(name, value))
                        {
                            throw new EvalConfigurationException(at, $"already has a field \"{name}\", which \"fieldFromName\" would add");
                        }
                    }

                    yield return Finish(spec, raw.Fields, file.Name, ++number, at);
                }
            }
        }

        if (!any)
        {
            throw new EvalConfigurationException(spec.DefinedAt, "the data set is empty: it has no row");
        }
    }

    private static async IAsyncEnumerable<RawRow> FileAsync(
        DatasetSpec spec, DataFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var format = spec.Format ?? DataFile.FormatOf(file.Path) ?? throw new EvalConfigurationException(
            spec.DefinedAt, $"the format of {file.Name} cannot be told from its name", "set \"format\" to jsonl, json, csv, tsv or text");

        await using var stream = file.Open();
        var rows = format switch
        {
            DatasetFormat.Jsonl => JsonRows.LinesAsync(spec, stream, file.Path, cancellationToken),
            DatasetFormat.Json => JsonRows.DocumentAsync(spec, stream, file.Path, cancellationToken),
            DatasetFormat.Text => TextRows.ReadAsync(spec, stream, file.Path, cancellationToken),
            _ => TableRows.Read(spec, stream, file.Path, tabs: format == DatasetFormat.Tsv).ToAsyncEnumerable(),
        };

        await using var reader = rows.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await reader.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                throw file.Unreadable(e);
            }

            yield return reader.Current;
        }
    }

    private static List<(string Name, string Value)> FromName(DatasetSpec spec, DataFile file)
    {
        if (spec.FieldFromName is not { } pattern)
        {
            return [];
        }

        // Folders may name fields too, but only those below the data's own folder: fields must not depend on the machine.
        var match = pattern.Match(file.Relative);
        if (!match.Success)
        {
            throw new EvalConfigurationException(spec.DefinedAt, $"fieldFromName: '{pattern}' does not match {file.Relative}");
        }

        return [.. match.Groups.Values
            .Where(g => g.Success && !int.TryParse(g.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(g => (g.Name, g.Value))];
    }

    private static Row Finish(DatasetSpec spec, JsonObject fields, string file, int number, SourcePosition at)
    {
        foreach (var (name, separator) in spec.Split)
        {
            fields[name] = Split(fields, name, separator, at);
        }

        if (spec.Map.Count > 0)
        {
            var made = spec.Map.Select(m => (m.Key, Value: m.Value.Apply(fields, at))).ToList();
            foreach (var (name, value) in made)
            {
                fields[name] = value;
            }
        }

        return new Row(Id(spec, fields, file, number, at), fields, at);
    }

    private static JsonArray Split(JsonObject fields, string name, string separator, SourcePosition at)
    {
        if (!fields.TryGetPropertyValue(name, out var value) || value is not JsonValue || value.GetValueKind() != JsonValueKind.String)
        {
            throw new EvalConfigurationException(at, $"split: \"{name}\" is not a text in this row");
        }

        var text = value.GetValue<string>();
        if (separator != "json")
        {
            return [.. text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(item => JsonValue.Create(item))];
        }

        try
        {
            return JsonNode.Parse(text) as JsonArray ?? throw new EvalConfigurationException(at, $"split: \"{name}\" is not a JSON array");
        }
        catch (JsonException)
        {
            throw new EvalConfigurationException(at, $"split: \"{name}\" is not a JSON array");
        }
    }

    private static string Id(DatasetSpec spec, JsonObject fields, string file, int number, SourcePosition at)
    {
        if (spec.Id is { } template)
        {
            var id = template.Render(Prompts.TemplateValues.Of(fields), at);
            return id.Length > 0 ? id : throw new EvalConfigurationException(at, "the id of this row is empty");
        }

        return fields["id"] is JsonValue own && own.GetValueKind() is JsonValueKind.String or JsonValueKind.Number && FieldPath.TextOf(fields["id"]) is { Length: > 0 } text
            ? text
            : $"{file}:{number}";
    }
}
