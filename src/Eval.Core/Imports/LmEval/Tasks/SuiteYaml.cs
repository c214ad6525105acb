using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eval.Core.Imports.LmEval.Tasks;

/// <summary>Writes a suite as YAML: maps as blocks, everything else in the form that YAML shares with JSON, so that nothing needs to be guessed about quotes.</summary>
internal static class SuiteYaml
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text.</summary>
    /// <param name="suite">The keys in their order.</param>
    /// <param name="comments">Lines that stand before them.</param>
    public static string Write(JsonObject suite, IEnumerable<string> comments)
    {
        var text = new StringBuilder();
        foreach (var comment in comments)
        {
            text.Append("# ").Append(string.Concat(comment.Select(c => char.IsControl(c) ? ' ' : c))).Append('\n');
        }

        Write(text, suite, "");
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonObject map, string indent)
    {
        foreach (var (key, value) in map)
        {
            text.Append(indent).Append(IsPlain(key) ? key : Quoted(key)).Append(':');
            if (value is JsonObject { Count: > 0 } inner)
            {
                Write(text.Append('\n'), inner, indent + "  ");
            }
            else
            {
                text.Append(' ').Append(Flow(value)).Append('\n');
            }
        }
    }

    private static string Flow(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray list => $"[{string.Join(", ", list.Select(Flow))}]",
        JsonObject map => $"{{ {string.Join(", ", map.Select(p => $"{(IsPlain(p.Key) ? p.Key : Quoted(p.Key))}: {Flow(p.Value)}"))} }}",
        JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String => scalar.GetValue<string>() is var s && IsPlain(s) && !IsWord(s) ? s : Quoted(s),
        _ => value.ToJsonString(),
    };

    // Every control character and line separator is escaped; a YAML reader takes JSON's escapes.
    private static string Quoted(string value) => string.Concat(JsonSerializer.Serialize(value, Relaxed)
        .Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\ufeff' or '\u0085' ? $"\\u{(int)c:x4}" : c.ToString()));

    private static bool IsPlain(string text) => text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/');

    // Words that a YAML reader takes for something else than a text.
    private static bool IsWord(string text) => text.ToLowerInvariant() is "true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n";
}
