using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eval.Core.Suites;

/// <summary>JSON in one form for one meaning: keys in ordinal order, no white space. What hashes are taken over.</summary>
internal static class CanonicalJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a value as UTF-8.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="node">The value.</param>
    /// <param name="except">A key at the top that is left out, or null.</param>
    public static void Write(IBufferWriter<byte> target, JsonNode? node, string? except = null)
    {
        using var writer = new Utf8JsonWriter(target, Options);
        Write(writer, node, except);
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node, string? except)
    {
        switch (node)
        {
            case JsonObject map:
                writer.WriteStartObject();
                foreach (var (name, value) in map.Where(p => p.Key != except).OrderBy(p => p.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value, except: null);
                }

                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Write(writer, item, except: null);
                }

                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
