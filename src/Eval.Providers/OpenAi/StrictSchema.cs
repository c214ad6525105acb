using System.Text.Json;

namespace Eval.Providers.OpenAi;

/// <summary>
/// Whether a JSON schema may be sent as <c>strict</c>: OpenAI demands that every object closes itself (<c>additionalProperties: false</c>) and
/// requires all of its properties, and refuses the request otherwise.
/// </summary>
internal static class StrictSchema
{
    public static bool Fits(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            return schema.EnumerateArray().All(Fits);
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        if (schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("object") && !Closed(schema))
        {
            return false;
        }

        // Names of properties are not keywords, so their map is looked through one level deeper.
        return schema.EnumerateObject().All(p => p.Name is "properties" or "$defs" or "definitions" && p.Value.ValueKind == JsonValueKind.Object
            ? p.Value.EnumerateObject().All(inner => Fits(inner.Value))
            : p.Name is "enum" or "const" or "required" || Fits(p.Value));
    }

    private static bool Closed(JsonElement schema)
    {
        if (!schema.TryGetProperty("additionalProperties", out var additional) || additional.ValueKind != JsonValueKind.False)
        {
            return false;
        }

        var required = schema.TryGetProperty("required", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(n => n.GetString()).ToHashSet(StringComparer.Ordinal)
            : [];
        return !schema.TryGetProperty("properties", out var properties) || properties.EnumerateObject().All(p => required.Contains(p.Name));
    }
}
