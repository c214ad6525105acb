using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Datasets;

namespace Eval.Core.Prompts;

/// <summary>Fields as the template engine sees them: texts, truth values, whole numbers, lists and maps; nothing with behaviour.</summary>
internal static class TemplateValues
{
    public static Dictionary<string, object?> Of(JsonObject fields)
    {
        var values = new Dictionary<string, object?>(fields.Count, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            values[name] = Of(value);
        }

        return values;
    }

    public static object? Of(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => Of(map),
        JsonArray list => list.Select(Of).ToArray(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => Number(node.ToJsonString()),
            _ => null,
        },
    };

    /// <summary>Names the fields at the level where a lookup failed, as a hint.</summary>
    public static string? FieldsAround(Dictionary<string, object?> values, string path)
    {
        var level = values;
        var where = "";
        var segments = FieldPath.TryParse(path.TrimStart('@'), out var parsed) ? parsed.Segments : [];
        foreach (var segment in segments.Take(Math.Max(0, segments.Count - 1)))
        {
            if (!level.TryGetValue(segment, out var next) || next is not Dictionary<string, object?> map)
            {
                break;
            }

            (level, where) = (map, where + segment + ".");
        }

        return level.Count == 0 ? null : "fields: " + string.Join(", ", level.Keys.Order(StringComparer.Ordinal).Take(40).Select(k => where + k));
    }

    // A fraction keeps the digits that the data has (1e-05, 2.50); zero must stay a number, because #if takes it for false.
    private static object Number(string raw) =>
        long.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
        : double.Parse(raw, CultureInfo.InvariantCulture) == 0 ? 0.0
        : raw;
}

/// <summary>A value that a template cannot use.</summary>
internal sealed class TemplateValueException(string message) : Exception(message);
