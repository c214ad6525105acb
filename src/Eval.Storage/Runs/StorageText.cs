using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eval.Storage.Runs;

/// <summary>The form in which texts, numbers by name and labels lie in columns.</summary>
internal static class StorageText
{
    private static readonly JsonContext Json = new(new JsonSerializerOptions
    {
        // Not HTML: readable text is smaller and can be searched.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    });

    /// <summary>A text that every database stores and gives back whole: U+0000, where some end a text, becomes U+FFFD.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Clean(string? text) => text?.Replace('\0', '\uFFFD');

    public static string Write(IReadOnlyDictionary<string, double> measures) =>
        measures.Count == 0 ? "{}" : JsonSerializer.Serialize(measures, Json.IReadOnlyDictionaryStringDouble);

    public static string Write(IReadOnlyDictionary<string, string> slices) =>
        slices.Count == 0 ? "{}" : JsonSerializer.Serialize(slices, Json.IReadOnlyDictionaryStringString);

    public static string Write(IReadOnlyList<string> texts) => JsonSerializer.Serialize(texts, Json.IReadOnlyListString);

    public static IReadOnlyDictionary<string, double> ReadMeasures(string json) =>
        json == "{}" ? NoMeasures : JsonSerializer.Deserialize(json, Json.IReadOnlyDictionaryStringDouble) ?? NoMeasures;

    public static IReadOnlyDictionary<string, string> ReadSlices(string json) =>
        json == "{}" ? NoSlices : JsonSerializer.Deserialize(json, Json.IReadOnlyDictionaryStringString) ?? NoSlices;

    public static IReadOnlyList<string> ReadTexts(string json) => JsonSerializer.Deserialize(json, Json.IReadOnlyListString) ?? [];

    private static readonly IReadOnlyDictionary<string, double> NoMeasures = new Dictionary<string, double>();
    private static readonly IReadOnlyDictionary<string, string> NoSlices = new Dictionary<string, string>();
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, double>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class JsonContext : JsonSerializerContext;
