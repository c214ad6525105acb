using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Workspaces;

namespace Eval.Core.Datasets;

/// <summary>Rows of JSON Lines and JSON documents.</summary>
internal static class JsonRows
{
    private static readonly JsonSelect Items = JsonSelect.Parse("$[*]");
    private static readonly JsonSelect Whole = JsonSelect.Parse("$");
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static async IAsyncEnumerable<RawRow> LinesAsync(
        DatasetSpec spec, Stream stream, string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (bytes, number) in Utf8Lines.ReadAsync(stream, cancellationToken))
        {
            if (bytes.Span.Trim(" \t"u8).Length > 0)
            {
                yield return new RawRow(Fields(Parse(bytes.Span, file, number), [], spec.Columns, file, number), number);
            }
        }
    }

    public static async IAsyncEnumerable<RawRow> DocumentAsync(
        DatasetSpec spec, Stream stream, string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, cancellationToken);
        var bytes = memory.GetBuffer().AsMemory(0, (int)memory.Length);
        bytes = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;

        var select = spec.Select ?? (bytes.Span.TrimStart(" \t\r\n"u8) is [(byte)'[', ..] ? Items : Whole);
        var slices = Find(select, bytes.Span, file);
        if (slices.Count == 0 && spec.Select is not null)
        {
            throw new EvalConfigurationException(spec.DefinedAt, $"select: \"{select}\" finds nothing in {file}", Top(bytes.Span));
        }

        var (line, counted) = (1, 0);
        foreach (var slice in slices)
        {
            line += bytes.Span[counted..slice.Start].Count((byte)'\n');
            counted = slice.Start;
            yield return new RawRow(
                Fields(Parse(bytes.Span.Slice(slice.Start, slice.Length), file, line), slice.Keys, spec.Columns, file, line), line);
        }
    }

    private static JsonNode? Parse(ReadOnlySpan<byte> bytes, string file, int line)
    {
        try
        {
            return JsonNode.Parse(bytes, documentOptions: Strict);
        }
        catch (JsonException e)
        {
            throw Broken(e, file, line - 1);
        }
    }

    private static List<JsonSelect.Slice> Find(JsonSelect select, ReadOnlySpan<byte> bytes, string file)
    {
        try
        {
            return select.Find(bytes);
        }
        catch (JsonException e)
        {
            throw Broken(e, file, 0);
        }
    }

    private static EvalConfigurationException Broken(JsonException e, string file, int linesBefore)
    {
        // The reader appends its own "LineNumber: 0 | BytePositionInLine: 5." to the message; ours counts as editors do.
        var message = e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0].TrimEnd('.');
        return new EvalConfigurationException(
            new SourcePosition(file, linesBefore + 1 + (int)(e.LineNumber ?? 0), 1 + (int)(e.BytePositionInLine ?? -1)), "is not valid JSON: " + message);
    }

    private static string? Top(ReadOnlySpan<byte> bytes) =>
        JsonNode.Parse(bytes) is JsonObject map ? "the document's top has: " + string.Join(", ", map.Select(p => p.Key).Take(20)) : "the document's top is not a map";

    /// <summary>
    /// Names what the path went through: the keys, then the fields of a map, or the value itself (one more name), or the items of a list (two
    /// or more names).
    /// </summary>
    private static JsonObject Fields(JsonNode? value, string[] keys, IReadOnlyList<string> columns, string file, int line)
    {
        var fields = value as JsonObject ?? [];
        var taken = 0;
        string Name(string standard) => taken < columns.Count ? columns[taken++] : standard;

        for (var i = 0; i < keys.Length; i++)
        {
            Add(fields, Name(i == 0 ? "key" : $"key{i + 1}"), keys[i], file, line);
        }

        if (value is JsonArray list && columns.Count > keys.Length + 1)
        {
            if (list.Count != columns.Count - keys.Length)
            {
                throw new EvalConfigurationException(
                    new SourcePosition(file, line, 0), $"has {list.Count} items where \"columns\" names {columns.Count - keys.Length}");
            }

            foreach (var item in list)
            {
                Add(fields, Name(""), item?.DeepClone(), file, line);
            }
        }
        else if (value is not JsonObject)
        {
            Add(fields, Name("value"), value, file, line);
        }

        return fields;
    }

    private static void Add(JsonObject fields, string name, JsonNode? value, string file, int line)
    {
        if (!fields.TryAdd(name, value))
        {
            throw new EvalConfigurationException(
                new SourcePosition(file, line, 0), $"already has a field \"{name}\"", "name the keys that select goes through with \"columns\"");
        }
    }
}
