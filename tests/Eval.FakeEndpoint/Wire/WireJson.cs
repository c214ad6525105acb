using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eval.FakeEndpoint.Wire;

/// <summary>JSON as providers write it: compact, text beyond ASCII as it is.</summary>
internal static class WireJson
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString(Relaxed));

    public static string Text(JsonNode node) => node.ToJsonString(Relaxed);

    /// <summary>A server-sent event of OpenAI: data only.</summary>
    public static byte[] Event(JsonNode data) => Encoding.UTF8.GetBytes($"data: {Text(data)}\n\n");

    /// <summary>A server-sent event with a name.</summary>
    public static byte[] Event(string name, JsonNode data) => Encoding.UTF8.GetBytes($"event: {name}\ndata: {Text(data)}\n\n");

    public static JsonArray Array(IEnumerable<JsonNode?> items) => [.. items];

    public static JsonArray Numbers(IEnumerable<byte> bytes) => [.. bytes.Select(b => (JsonNode?)JsonValue.Create((int)b))];
}
