using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eval.Core.Imports.Foreign;

/// <summary>Texts of other tools' JSON as they are kept here.</summary>
internal static class ForeignText
{
    /// <summary>Characters of a reason or an assertion beyond which it is cut: they are shown, never scored.</summary>
    public const int LongestReason = 2_000;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A value as text: a text as it is, null for null and for what is not there, anything else as compact JSON.</summary>
    public static string? Of(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => Json(other),
    };

    /// <summary>A value as compact JSON with its keys in order, so that equal values have equal texts.</summary>
    public static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => $"{JsonSerializer.Serialize(p.Name, Readable)}:{Canonical(p.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Canonical)) + "]",
        _ => Json(value),
    };

    /// <summary>Compact JSON in which readable text stays readable.</summary>
    public static string Json(JsonElement value) => JsonSerializer.Serialize(value, Readable);

    /// <summary>Compact JSON in which readable text stays readable.</summary>
    public static string Json(JsonNode value) => value.ToJsonString(Readable);

    /// <summary>A text cut to a length.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    /// <summary>A member of an object, or null where there is none or the value is no object.</summary>
    public static JsonElement? Member(this JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>A finite number, or null.</summary>
    public static double? Number(this JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var v) && double.IsFinite(v) ? v : null;

    /// <summary>A count of at least 0; 0 for anything else.</summary>
    public static int Count(this JsonElement? value) => value.Number() is { } n and >= 0 and <= int.MaxValue ? (int)n : 0;

    /// <summary>A time as UTC, or null.</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;

    /// <summary>US dollars as micro-dollars, or null where there is no amount of at least 0.</summary>
    public static long? MicroUsd(double? usd) => usd is { } amount and >= 0 and < 1e9 ? (long)Math.Round(amount * 1e6) : null;
}
