using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eval.Core.Datasets;

/// <summary>
/// The way to a value inside a row: <c>answer</c>, <c>meta.subject</c>, <c>choices.[0]</c>, <c>[Correct Answers]</c>. Written as in templates.
/// </summary>
public sealed class FieldPath
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create(" {}()\"'#/^~&|=@!*>");

    private FieldPath(string text, IReadOnlyList<string> segments) => (Text, Segments) = (text, segments);

    /// <summary>The path as written.</summary>
    public string Text { get; }

    /// <summary>Its names and indices.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>Reads a path; false where the text is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FieldPath? path)
    {
        path = null;
        var segments = new List<string>();
        var position = 0;
        while (position < text.Length)
        {
            string segment;
            if (text[position] == '[')
            {
                var close = text.IndexOf(']', position);
                if (close < 0)
                {
                    return false;
                }

                segment = text[(position + 1)..close];
                position = close + 1;
            }
            else
            {
                var end = text.AsSpan(position).IndexOfAny('.', '[') is var n and >= 0 ? position + n : text.Length;
                segment = text[position..end];
                position = end;
                if (segment.AsSpan().ContainsAny(NotInNames))
                {
                    return false;
                }
            }

            if (segment.Length == 0 || (position < text.Length && text[position] != '.' && text[position] != '['))
            {
                return false;
            }

            segments.Add(segment);
            if (position < text.Length && text[position] == '.' && ++position == text.Length)
            {
                return false;
            }
        }

        path = segments.Count == 0 ? null : new FieldPath(text, segments);
        return path is not null;
    }

    /// <summary>Finds the value; false where the row has none there. A value may be a JSON null.</summary>
    public bool TryFind(JsonObject row, out JsonNode? value)
    {
        value = row;
        foreach (var segment in Segments)
        {
            if (value is JsonObject map && map.TryGetPropertyValue(segment, out var next))
            {
                value = next;
            }
            else if (value is JsonArray list && int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count)
            {
                value = list[index];
            }
            else
            {
                value = null;
                return false;
            }
        }

        return true;
    }

    /// <summary>The value as text (texts as they are, all else as JSON), or null where there is none or a JSON null.</summary>
    public string? FindText(JsonObject row) => TryFind(row, out var value) ? TextOf(value) : null;

    /// <summary>A value as text: texts as they are, all else as JSON; null for a JSON null.</summary>
    public static string? TextOf(JsonNode? value) => value switch
    {
        null => null,
        JsonValue v when v.GetValueKind() == JsonValueKind.String => v.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    /// <summary>Gives the path as written.</summary>
    public override string ToString() => Text;
}
