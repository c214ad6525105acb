using System.Text.Json.Nodes;

namespace Eval.FakeEndpoint.Answers;

/// <summary>The smallest value that a plain JSON schema allows, for forced JSON answers and tool arguments.</summary>
internal static class SchemaInstance
{
    public static JsonNode? Of(JsonNode? schema) => Of(schema as JsonObject ?? [], schema as JsonObject ?? [], 0);

    private static JsonNode? Of(JsonObject schema, JsonObject root, int depth)
    {
        if (depth > 32)
        {
            return null;
        }

        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            var target = reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate((JsonNode?)root, (at, step) => at?[step]);
            return Of(target as JsonObject ?? [], root, depth + 1);
        }

        if (schema.TryGetPropertyValue("const", out var constant))
        {
            return constant?.DeepClone();
        }

        if (schema["enum"] is JsonArray { Count: > 0 } values)
        {
            return values[0]?.DeepClone();
        }

        if ((schema["anyOf"] ?? schema["oneOf"]) is JsonArray { Count: > 0 } alternatives)
        {
            return Of(alternatives[0] as JsonObject ?? [], root, depth + 1);
        }

        var type = schema["type"] is JsonArray types ? types[0]?.GetValue<string>() : schema["type"]?.GetValue<string>();
        return type switch
        {
            "string" => new string('a', schema["minLength"]?.GetValue<int>() ?? 1),
            "integer" => (long)Math.Ceiling(Least(schema)),
            "number" => Least(schema),
            "boolean" => true,
            "null" => null,
            "array" => new JsonArray([.. Enumerable.Range(0, schema["minItems"]?.GetValue<int>() ?? 1).Select(_ => Of(schema["items"] as JsonObject ?? [], root, depth + 1))]),
            _ => Object(schema, root, depth),
        };
    }

    private static double Least(JsonObject schema) =>
        schema["minimum"]?.GetValue<double>() ?? schema["exclusiveMinimum"]?.GetValue<double>() + 1 ?? Math.Min(0, schema["maximum"]?.GetValue<double>() ?? 0);

    private static JsonObject Object(JsonObject schema, JsonObject root, int depth)
    {
        var value = new JsonObject();
        var properties = schema["properties"] as JsonObject ?? [];
        var required = (schema["required"] as JsonArray)?.Select(r => r!.GetValue<string>()) ?? properties.Select(p => p.Key);
        foreach (var name in required.ToList())
        {
            value[name] = Of(properties[name] as JsonObject ?? [], root, depth + 1);
        }

        return value;
    }
}
