using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Eval.Core.Imports.Json;

/// <summary>Reads values out of other tools' JSON, where a key may be absent, null or of a type that nobody promised.</summary>
internal static partial class JsonValues
{
    /// <summary>A member, or null where the value is no object, has no such member, or has null there.</summary>
    public static JsonElement? Member(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>A member of a member …, or null.</summary>
    public static JsonElement? Member(this JsonElement value, params ReadOnlySpan<string> path)
    {
        JsonElement? found = value;
        foreach (var name in path)
        {
            found = found?.Member(name);
        }

        return found;
    }

    /// <summary>The text of a string member; null elsewhere.</summary>
    public static string? TextOf(this JsonElement value, params ReadOnlySpan<string> path) =>
        value.Member(path) is { ValueKind: JsonValueKind.String } text ? text.Text() : null;

    /// <summary>The text of a string member, or the digits of a number; null elsewhere.</summary>
    public static string? LabelOf(this JsonElement value, params ReadOnlySpan<string> path) => value.Member(path) is { } member ? member.Label() : null;

    /// <summary>The text of a string, or the digits of a number; null elsewhere.</summary>
    public static string? Label(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.Text(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>A finite number, also one written as text (<c>"0.5"</c>) or as a truth value (1 and 0; Python's <c>"True"</c> too); null elsewhere.</summary>
    public static double? Number(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => value.Text() switch
        {
            "True" => 1,
            "False" => 0,
            var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
            _ => null,
        },
        _ => null,
    };

    /// <summary>A finite number under a path, or null.</summary>
    public static double? NumberOf(this JsonElement value, params ReadOnlySpan<string> path) => value.Member(path)?.Number();

    /// <summary>A whole number under a path, from 0 to two thousand million, or null.</summary>
    public static int? CountOf(this JsonElement value, params ReadOnlySpan<string> path) =>
        value.Member(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var count) && count is >= 0 and <= int.MaxValue && count == Math.Floor(count)
            ? (int)count
            : null;

    /// <summary>The items of a list under a path; none where there is no list.</summary>
    public static IEnumerable<JsonElement> ItemsOf(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The members of an object under a name; none where there is no object.</summary>
    public static IEnumerable<JsonProperty> MembersOf(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : [];

    /// <summary>A string's text. Halves of characters, which Python can write and UTF-8 cannot, become U+FFFD.</summary>
    public static string Text(this JsonElement text)
    {
        try
        {
            return text.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            var whole = LoneSurrogate().Replace(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(text)), m => m.Groups["pair"].Success ? m.Value : @"\ufffd");
            return JsonDocument.Parse(whole).RootElement.GetString() ?? "";
        }
    }

    // A pair of halves is one character and stays; what is left over is replaced.
    [GeneratedRegex(@"(?<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex LoneSurrogate();
}
