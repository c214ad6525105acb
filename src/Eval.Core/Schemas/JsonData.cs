using System.Text;
using System.Text.Json;

namespace Eval.Core.Schemas;

/// <summary>
/// A JSON value as JSON Schema sees it: exact numbers, texts of whole code points, and maps in which the last of several equal keys
/// counts, as in JavaScript.
/// </summary>
public sealed class JsonData
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    private JsonData(JsonTypes type) => Type = type;

    /// <summary>Values nested deeper than this are not read.</summary>
    public const int MaxDepth = 512;

    /// <summary>The one type of the value; a whole number is <see cref="JsonTypes.Integer"/>, however it is written.</summary>
    public JsonTypes Type { get; }

    /// <summary>The value of a Boolean.</summary>
    public bool Truth { get; private init; }

    /// <summary>The value of a number.</summary>
    public JsonNumber Number { get; private init; }

    /// <summary>The value of a text; empty for other types.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The items of a list; empty for other types.</summary>
    public IReadOnlyList<JsonData> Items { get; private init; } = [];

    /// <summary>The members of a map in the order of their first appearance, keys unique; empty for other types.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonData>> Members { get; private init; } = [];

    /// <summary>Reads a JSON text. Throws <see cref="JsonException"/> where it is not JSON, too deep, or holds half a surrogate pair.</summary>
    public static JsonData Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return From(document.RootElement);
        }
        catch (ArgumentException e)
        {
            throw new JsonException("holds characters that are not Unicode text", e);
        }
    }

    /// <summary>Takes over a parsed JSON value. Throws <see cref="JsonException"/> where a text holds half a surrogate pair.</summary>
    public static JsonData From(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.True:
            case JsonValueKind.False:
                return new JsonData(JsonTypes.Boolean) { Truth = element.ValueKind == JsonValueKind.True };
            case JsonValueKind.Number:
                var number = JsonNumber.Parse(element.GetRawText());
                return new JsonData(number.IsInteger ? JsonTypes.Integer : JsonTypes.Number) { Number = number };
            case JsonValueKind.String:
                return new JsonData(JsonTypes.String) { Text = TextOf(() => element.GetString()!) };
            case JsonValueKind.Array:
                return new JsonData(JsonTypes.Array) { Items = [.. element.EnumerateArray().Select(From)] };
            case JsonValueKind.Object:
                var members = new OrderedDictionary<string, JsonData>(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject())
                {
                    members[TextOf(() => property.Name)] = From(property.Value);
                }

                return new JsonData(JsonTypes.Object) { Members = [.. members] };
            default:
                return new JsonData(JsonTypes.Null);
        }
    }

    /// <summary>True where both are the same by JSON Schema: numbers by value, maps in any order.</summary>
    public bool SameAs(JsonData other)
    {
        if (Type != other.Type)
        {
            return false;
        }

        return Type switch
        {
            JsonTypes.Boolean => Truth == other.Truth,
            JsonTypes.Integer or JsonTypes.Number => Number == other.Number,
            JsonTypes.String => Text == other.Text,
            JsonTypes.Array => Items.Count == other.Items.Count && Items.Zip(other.Items).All(p => p.First.SameAs(p.Second)),
            JsonTypes.Object => Members.Count == other.Members.Count && SameMembers(other),
            _ => true,
        };
    }

    /// <summary>The value as compact JSON: no blanks, only the escapes that JSON demands, numbers without an exponent where that is short.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    /// <summary>A text as a JSON string with only the escapes that JSON demands (those of JavaScript's <c>JSON.stringify</c>).</summary>
    public static string Quote(string text)
    {
        var result = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => result.Append("\\\""),
                '\\' => result.Append(@"\\"),
                '\b' => result.Append(@"\b"),
                '\f' => result.Append(@"\f"),
                '\n' => result.Append(@"\n"),
                '\r' => result.Append(@"\r"),
                '\t' => result.Append(@"\t"),
                < ' ' => result.Append(@"\u00").Append(((int)c).ToString("x2")),
                _ => result.Append(c),
            };
        }

        return result.Append('"').ToString();
    }

    private bool SameMembers(JsonData other)
    {
        var theirs = other.Members.ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);
        return Members.All(m => theirs.TryGetValue(m.Key, out var value) && m.Value.SameAs(value));
    }

    private void Write(StringBuilder text)
    {
        switch (Type)
        {
            case JsonTypes.Boolean:
                text.Append(Truth ? "true" : "false");
                break;
            case JsonTypes.Integer or JsonTypes.Number:
                text.Append(Number);
                break;
            case JsonTypes.String:
                text.Append(Quote(Text));
                break;
            case JsonTypes.Array:
                Join(text, '[', ']', Items, item => item.Write(text));
                break;
            case JsonTypes.Object:
                Join(text, '{', '}', Members, member =>
                {
                    text.Append(Quote(member.Key)).Append(':');
                    member.Value.Write(text);
                });
                break;
            default:
                text.Append("null");
                break;
        }
    }

    private static void Join<T>(StringBuilder text, char open, char close, IReadOnlyList<T> items, Action<T> write)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            write(items[i]);
        }

        text.Append(close);
    }

    private static string TextOf(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("a text holds half of a surrogate pair", e);
        }
    }
}
