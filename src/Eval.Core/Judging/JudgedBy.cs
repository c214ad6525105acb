using System.Text.Json;

namespace Eval.Core.Judging;

/// <summary>What a judged suite's definition tells of its judge.</summary>
/// <param name="Judges">Ids of the judges.</param>
/// <param name="Identities">What judged; see <see cref="Models.ModelIdentity.Canonical"/>; one for each judge.</param>
/// <param name="Method">How they are asked.</param>
/// <param name="MethodVersion">Version of the method's prompts and reading.</param>
/// <param name="RubricHash">Hash of the rubric.</param>
/// <param name="RubricName">Its name.</param>
/// <param name="PassFrom">The least score that passes by the rubric; null where nothing passes, or the definition does not tell.</param>
public sealed record JudgedBy(
    IReadOnlyList<string> Judges, IReadOnlyList<string> Identities, string Method, string MethodVersion, string RubricHash, string RubricName,
    double? PassFrom = null)
{
    /// <summary>One identity for all judges, whatever order they are named in.</summary>
    public string Identity => IdentityOf(Identities);

    /// <summary>The judges' names, for sentences.</summary>
    public string Name => string.Join(" + ", Judges);

    /// <summary>The identity of a jury: that of its judges, sorted.</summary>
    public static string IdentityOf(IEnumerable<string> identities) => string.Join(" + ", identities.Order(StringComparer.Ordinal));

    /// <summary>Reads it from a suite's canonical definition; null where there is none, or where it names no judge.</summary>
    /// <param name="definitionText">A JSON object, or null where it was not kept.</param>
    public static JudgedBy? Of(string? definitionText)
    {
        if (string.IsNullOrEmpty(definitionText))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(definitionText);
            var root = document.RootElement;
            var identities = root.ValueKind == JsonValueKind.Object ? Texts(root, "judges") : [];
            return identities.Count == 0
                ? null
                : new(Texts(root, "judge"), identities, Text(root, "method"), Text(root, "methodVersion"), Text(root, "rubricHash"), Text(root, "rubricName"),
                    root.TryGetProperty("passFrom", out var pass) && pass.ValueKind == JsonValueKind.Number ? pass.GetDouble() : null);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>True where the definition of imported results says that a judge of the other tool gave the scores (<c>"judged": true</c>).</summary>
    /// <param name="definitionText">A JSON object, or null where it was not kept.</param>
    public static bool IsOfAnotherTool(string? definitionText)
    {
        if (string.IsNullOrEmpty(definitionText))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(definitionText);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("judged", out var judged) && judged.ValueKind == JsonValueKind.True;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static List<string> Texts(JsonElement root, string key) => !root.TryGetProperty(key, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)]
        : value.ValueKind == JsonValueKind.String ? [value.GetString()!]
        : [];

    private static string Text(JsonElement root, string key) =>
        root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
