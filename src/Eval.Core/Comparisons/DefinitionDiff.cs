using System.Text.Json;

namespace Eval.Core.Comparisons;

/// <summary>The keys in which two canonical suite definitions differ.</summary>
public static class DefinitionDiff
{
    /// <summary>The differences, by the order of keys; the deepest key that holds the whole difference. Empty where the definitions are equal.</summary>
    /// <param name="old">The one definition, a JSON object; see <see cref="Suites.Suite.DefinitionText"/>.</param>
    /// <param name="new">The other one.</param>
    public static IReadOnlyList<KeyDifference> Of(string old, string @new)
    {
        using var a = JsonDocument.Parse(old);
        using var b = JsonDocument.Parse(@new);
        var differences = new List<KeyDifference>();
        Compare("", a.RootElement, b.RootElement, differences);
        return differences;
    }

    private static void Compare(string path, JsonElement? old, JsonElement? @new, List<KeyDifference> differences)
    {
        if (old is { ValueKind: JsonValueKind.Object } a && @new is { ValueKind: JsonValueKind.Object } b)
        {
            foreach (var key in a.EnumerateObject().Select(p => p.Name).Union(b.EnumerateObject().Select(p => p.Name), StringComparer.Ordinal))
            {
                Compare(path.Length == 0 ? key : $"{path}.{key}", Member(a, key), Member(b, key), differences);
            }
        }
        else if (old is { ValueKind: JsonValueKind.Array } x && @new is { ValueKind: JsonValueKind.Array } y && x.GetArrayLength() == y.GetArrayLength())
        {
            for (var i = 0; i < x.GetArrayLength(); i++)
            {
                Compare($"{path}[{i}]", x[i], y[i], differences);
            }
        }
        else if (Text(old) != Text(@new))
        {
            differences.Add(new KeyDifference(path, Text(old), Text(@new)));
        }
    }

    private static JsonElement? Member(JsonElement map, string key) => map.TryGetProperty(key, out var value) ? value : null;

    private static string? Text(JsonElement? value) => value switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => other.GetRawText(),
    };
}
