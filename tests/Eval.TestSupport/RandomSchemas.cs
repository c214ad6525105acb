using System.Text.Json.Nodes;

namespace Eval.TestSupport;

/// <summary>Seeded random JSON Schemas of the supported subset, and values that break or keep them about equally often.</summary>
/// <param name="seed">Seed.</param>
/// <param name="faithful">Values hold declared members only, in the schema's order, and are more often valid.</param>
public sealed class RandomSchemas(int seed, bool faithful = false)
{
    private static readonly string[] Names = ["a", "b", "c", "näme", "q\"t"];
    private static readonly string[] Patterns =
    [
        "^[ab]+$", "b", "^a?b*$", "\\d", "^(ab|1\\d?)$", "^.{2,3}$", "[^a]$", "^\\S*$", "^(a|b){1,2}\\u00e9?$", "^\\w+-\\d{1,2}$", "^$", "(^a|b$)", "[\\x22\\\\]",
    ];

    private readonly Random _random = new(seed);
    private string[] _references = ["#/$defs/tree", "#/$defs/x"];

    /// <summary>A schema; every reference in it leads to one of its <c>$defs</c>.</summary>
    public JsonObject Schema()
    {
        var schema = Schema(3);
        _references = ["#/$defs/tree"];
        schema["$defs"] = new JsonObject { ["x"] = Schema(1), ["tree"] = Tree() };
        _references = ["#/$defs/tree", "#/$defs/x"];
        return schema;
    }

    /// <summary>A value made with a schema in mind.</summary>
    public JsonNode? Instance(JsonObject schema) => Instance(schema, schema, 4);

    private JsonObject Schema(int depth)
    {
        var schema = new JsonObject();
        switch (_random.Next(depth > 0 ? 12 : 6))
        {
            case 0:
                schema["type"] = Pick("null", "boolean");
                break;
            case 1:
                schema["type"] = "integer";
                Bounds(schema, whole: true);
                break;
            case 2:
                schema["type"] = "number";
                Bounds(schema, whole: false);
                break;
            case 3 or 4:
                schema["type"] = "string";
                if (Chance(0.4))
                {
                    schema["pattern"] = Pick(Patterns);
                }

                Limits(schema, "minLength", "maxLength", 4);
                break;
            case 5:
                Finite(schema);
                break;
            case 6 or 7:
                schema["type"] = "object";
                Members(schema, depth);
                break;
            case 8:
                schema["type"] = "array";
                schema["items"] = Schema(depth - 1);
                Limits(schema, "minItems", "maxItems", 3);
                break;
            case 9:
                schema[Pick("anyOf", "oneOf", "anyOf")] = new JsonArray(Schema(depth - 1), Schema(depth - 1));
                break;
            case 10:
                schema["allOf"] = new JsonArray(Schema(depth - 1), Chance(0.5) ? Schema(depth - 1) : new JsonObject { ["type"] = new JsonArray("string", "object", "number") });
                break;
            default:
                schema["$ref"] = Pick(_references);
                break;
        }

        if (Chance(0.1))
        {
            schema["type"] = new JsonArray("string", "integer", "object");
        }

        return schema;
    }

    private void Finite(JsonObject schema)
    {
        switch (_random.Next(4))
        {
            case 0:
                schema["const"] = Pick<JsonNode?>("a", 1, null, 1.0);
                break;
            case 1:
                schema["const"] = new JsonObject { ["a"] = 1, ["b"] = new JsonArray("é", 2) };
                break;
            case 2:
                schema["enum"] = new JsonArray(1, "a", null, true);
                break;
            default:
                schema["enum"] = new JsonArray("a", "b", 2.5);
                break;
        }
    }

    private static JsonObject Tree() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["v"] = new JsonObject { ["type"] = "integer" },
            ["kids"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["$ref"] = "#/$defs/tree" }, ["maxItems"] = 2 },
        },
        ["required"] = new JsonArray("v"),
        ["additionalProperties"] = false,
    };

    private void Members(JsonObject schema, int depth)
    {
        var properties = new JsonObject();
        foreach (var name in Names.Where(_ => Chance(0.5)))
        {
            properties[name] = Schema(depth - 1);
        }

        if (properties.Count > 0 || Chance(0.5))
        {
            schema["properties"] = properties;
        }

        var required = Names.Where(_ => Chance(0.3)).Select(n => (JsonNode)n).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        if (Chance(0.5))
        {
            schema["additionalProperties"] = Chance(0.6) ? false : Schema(depth - 1);
        }

        if (Chance(0.2))
        {
            schema["maxProperties"] = _random.Next(1, 4);
        }

        if (Chance(0.1))
        {
            schema["minProperties"] = _random.Next(0, 3);
        }
    }

    private void Bounds(JsonObject schema, bool whole)
    {
        JsonNode Number(int n) => whole || Chance(0.5) ? n : n + 0.25;
        if (Chance(0.5))
        {
            schema[Pick("minimum", "exclusiveMinimum")] = Number(_random.Next(-12, 12));
        }

        if (Chance(0.5))
        {
            schema[Pick("maximum", "exclusiveMaximum")] = Number(_random.Next(-2, 120));
        }
    }

    private void Limits(JsonObject schema, string low, string high, int limit)
    {
        if (Chance(0.3))
        {
            schema[low] = _random.Next(0, 3);
        }

        if (Chance(0.3))
        {
            schema[high] = _random.Next(1, limit + 1);
        }
    }

    private JsonNode? Instance(JsonObject root, JsonNode? schema, int depth)
    {
        if (schema is not JsonObject o || depth <= 0 || (!faithful && Chance(0.08)))
        {
            return Anything(depth);
        }

        if (o["$ref"] is { } reference)
        {
            return Instance(root, root["$defs"]![((string)reference!)["#/$defs/".Length..]], depth - 1);
        }

        foreach (var keyword in new[] { "anyOf", "oneOf", "allOf" })
        {
            if (o[keyword] is JsonArray list)
            {
                return Instance(root, list[_random.Next(list.Count)], depth);
            }
        }

        if (o["enum"] is JsonArray values)
        {
            return values[_random.Next(values.Count)]?.DeepClone();
        }

        if (o.TryGetPropertyValue("const", out var constant))
        {
            return constant?.DeepClone();
        }

        var type = o["type"] is JsonArray types ? (string)types[_random.Next(types.Count)]! : (string?)o["type"];
        return type switch
        {
            "null" => null,
            "boolean" => Chance(0.5),
            "integer" => Chance(0.1) ? 3.0 : _random.Next(-15, 125),
            "number" => _random.Next(-60, 500) / 4.0,
            "string" => Text(),
            "array" => new JsonArray([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Instance(root, o["items"], depth - 1))]),
            "object" => Map(root, o, depth),
            _ => Anything(depth),
        };
    }

    private JsonObject Map(JsonObject root, JsonObject schema, int depth)
    {
        var map = new JsonObject();
        var properties = schema["properties"] as JsonObject;
        var required = (schema["required"] as JsonArray)?.Select(r => (string)r!).ToArray() ?? [];
        foreach (var name in (properties?.Select(p => p.Key) ?? []).Union(required).ToList())
        {
            if (Chance(required.Contains(name) ? 0.95 : 0.5))
            {
                map[name] = Instance(root, properties?[name] ?? schema["additionalProperties"], depth - 1);
            }
        }

        if (!faithful && Chance(0.1))
        {
            map[Pick("z", "a")] = Anything(depth - 1);
        }

        return map;
    }

    private JsonNode? Anything(int depth) => _random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => null,
        1 => Chance(0.5),
        2 => _random.Next(-3, 5),
        3 => _random.Next(-9, 9) / 2.0,
        4 => Text(),
        5 => new JsonArray(Anything(depth - 2)),
        _ => new JsonObject { [Pick(Names)] = Anything(depth - 2) },
    };

    private string Text() => string.Concat(Enumerable.Range(0, _random.Next(5)).Select(_ => Pick("a", "a", "b", "b", "1", "7", "-", "é", "😀", "\n", "\"", "\\")));

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(params T[] items) => items[_random.Next(items.Length)];
}
