using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Eval.Core.Judging.Verdicts;

/// <summary>
/// A verdict as one JSON object, feedback first. The whole reply must be that object (a JSON code fence around the whole is taken off), with each
/// key once and no other: a reader that looks for JSON inside a text finds the candidate's.
/// </summary>
internal static partial class StructuredVerdict
{
    public const string Feedback = "feedback";
    public const string Scores = "scores";
    public const string OwnAnswer = "own_answer";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>The JSON schema of the object.</summary>
    /// <param name="fields">One field stands beside the feedback under its own name; several stand in a map, <c>scores</c>.</param>
    /// <param name="ownAnswer">True where the judge answers itself first.</param>
    public static JsonElement Schema(IReadOnlyList<VerdictField> fields, bool ownAnswer)
    {
        var properties = new JsonObject();
        if (ownAnswer)
        {
            properties[OwnAnswer] = Text();
        }

        properties[Feedback] = Text();
        if (fields.Count == 1)
        {
            properties[fields[0].Name] = Words(fields[0]);
        }
        else
        {
            properties[Scores] = Closed(new JsonObject(fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)Words(f)))));
        }

        return JsonSerializer.SerializeToElement(Closed(properties));
    }

    /// <summary>Reads a reply of that schema.</summary>
    public static VerdictReading Read(string reply, IReadOnlyList<VerdictField> fields, bool ownAnswer)
    {
        try
        {
            var whole = CodeFence().Match(reply) is { Success: true } fence ? fence.Groups["json"].Value : reply;
            using var document = JsonDocument.Parse(whole, Strict);
            var root = document.RootElement;
            string[] keys = ownAnswer ? [OwnAnswer, Feedback, KeyOf(fields)] : [Feedback, KeyOf(fields)];
            if (Wrong(root, keys) is { } wrong)
            {
                return VerdictReading.None(wrong);
            }

            var verdict = root.GetProperty(KeyOf(fields));
            if (fields.Count > 1 && Wrong(verdict, [.. fields.Select(f => f.Name)]) is { } inner)
            {
                return VerdictReading.None($"in \"{Scores}\", {inner}");
            }

            var values = new double[fields.Count];
            for (var i = 0; i < values.Length; i++)
            {
                var value = fields.Count == 1 ? verdict : verdict.GetProperty(fields[i].Name);
                if (ValueOf(fields[i], value) is not { } known)
                {
                    return VerdictReading.None($"\"{fields[i].Name}\" is not on the scale");
                }

                values[i] = known;
            }

            return root.GetProperty(Feedback) is { ValueKind: JsonValueKind.String } feedback
                ? VerdictReading.Of(values, feedback.GetString())
                : VerdictReading.None($"\"{Feedback}\" is no text");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text with half a surrogate pair.
            return VerdictReading.None("it is not one JSON object of the form that was asked for");
        }
    }

    private static string KeyOf(IReadOnlyList<VerdictField> fields) => fields.Count == 1 ? fields[0].Name : Scores;

    private static string? Wrong(JsonElement map, string[] keys) =>
        map.ValueKind != JsonValueKind.Object ? "there is no JSON object"
        : keys.FirstOrDefault(k => !map.TryGetProperty(k, out _)) is { } missing ? $"\"{missing}\" is missing"
        : map.EnumerateObject().Count() != keys.Length ? "there are keys that were not asked for"
        : null;

    private static double? ValueOf(VerdictField field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => field.ValueOf(value.GetString()!),
        JsonValueKind.Number when field.IsNumeric => field.ValueOf(value.GetRawText()),
        _ => null,
    };

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Words(VerdictField field) => field.IsNumeric
        ? new() { ["type"] = "integer", ["enum"] = new JsonArray([.. field.Words.Select(w => JsonValue.Create((int)w.Value))]) }
        : new() { ["type"] = "string", ["enum"] = new JsonArray([.. field.Words.Select(w => JsonValue.Create(w.Text))]) };

    private static JsonObject Closed(JsonObject properties) => new()
    {
        ["type"] = "object",
        ["properties"] = properties,
        ["required"] = new JsonArray([.. properties.Select(p => JsonValue.Create(p.Key))]),
        ["additionalProperties"] = false,
    };

    [GeneratedRegex(@"^\s*```(?:json)?[ \t]*\r?\n(?<json>.*)\n[ \t]*```\s*$", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CodeFence();
}
