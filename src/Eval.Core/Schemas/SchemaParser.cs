using System.Text.Json;
using Eval.Core.Workspaces;

namespace Eval.Core.Schemas;

/// <summary>Reads a schema of the subset, collecting every mistake.</summary>
internal sealed class SchemaParser(SourcePosition? at)
{
    private static readonly string[] Keywords =
    [
        "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "pattern", "items",
        "minItems", "maxItems", "properties", "required", "additionalProperties", "minProperties", "maxProperties", "allOf", "anyOf", "oneOf",
        "$ref", "$defs", "definitions", "title", "description", "default", "examples", "$comment", "$schema", "$id",
    ];

    private static readonly Dictionary<string, JsonTypes> TypeNames = new(StringComparer.Ordinal)
    {
        ["null"] = JsonTypes.Null,
        ["boolean"] = JsonTypes.Boolean,
        ["integer"] = JsonTypes.Integer,
        ["number"] = JsonTypes.Number | JsonTypes.Integer,
        ["string"] = JsonTypes.String,
        ["array"] = JsonTypes.Array,
        ["object"] = JsonTypes.Object,
    };

    private readonly List<ConfigProblem> _problems = [];
    private readonly SchemaReferences _references = new();

    public JsonSchemaSubset Parse(JsonElement document)
    {
        var root = Schema(document, "");
        _references.Resolve(Report);
        return _problems.Count == 0 ? new JsonSchemaSubset(root, at) : throw new EvalConfigurationException(_problems);
    }

    private SchemaNode Schema(JsonElement element, string pointer)
    {
        var node = _references.Add(pointer);
        switch (element.ValueKind)
        {
            case JsonValueKind.True:
                break;
            case JsonValueKind.False:
                node.IsNever = true;
                break;
            case JsonValueKind.Object:
                var seen = new HashSet<string>(StringComparer.Ordinal);
                foreach (var keyword in element.EnumerateObject())
                {
                    var keywordPointer = JsonPointer.Append(pointer, keyword.Name);
                    if (!seen.Add(keyword.Name))
                    {
                        Report(keywordPointer, $"\"{keyword.Name}\" stands twice");
                    }

                    Keyword(node, keyword.Name, keyword.Value, keywordPointer);
                }

                break;
            default:
                Report(pointer, "a schema must be a map, true or false");
                break;
        }

        return node;
    }

    private void Keyword(SchemaNode node, string name, JsonElement value, string pointer)
    {
        switch (name)
        {
            case "type":
                node.Types = Types(value, pointer);
                break;
            case "enum":
                node.Enumeration = [.. List(value, pointer).Select((v, i) => Data(v, JsonPointer.Append(pointer, i)))];
                break;
            case "const":
                node.Constant = Data(value, pointer);
                break;
            case "minimum":
                node.Minimum = Number(value, pointer);
                break;
            case "maximum":
                node.Maximum = Number(value, pointer);
                break;
            case "exclusiveMinimum":
                node.ExclusiveMinimum = Number(value, pointer);
                break;
            case "exclusiveMaximum":
                node.ExclusiveMaximum = Number(value, pointer);
                break;
            case "minLength":
                node.MinLength = Count(value, pointer);
                break;
            case "maxLength":
                node.MaxLength = Count(value, pointer);
                break;
            case "minItems":
                node.MinItems = Count(value, pointer);
                break;
            case "maxItems":
                node.MaxItems = Count(value, pointer);
                break;
            case "minProperties":
                node.MinProperties = Count(value, pointer);
                break;
            case "maxProperties":
                node.MaxProperties = Count(value, pointer);
                break;
            case "pattern":
                node.Pattern = Pattern(value, pointer);
                break;
            case "items":
                node.Items = Schema(value, pointer);
                break;
            case "properties":
                node.Properties = Map(value, pointer);
                break;
            case "$defs" or "definitions":
                Map(value, pointer);
                break;
            case "required":
                node.Required = Names(value, pointer);
                break;
            case "additionalProperties":
                node.AdditionalProperties = Schema(value, pointer);
                break;
            case "allOf":
                node.AllOf = Schemas(value, pointer);
                break;
            case "anyOf":
                node.AnyOf = Schemas(value, pointer);
                break;
            case "oneOf":
                node.OneOf = Schemas(value, pointer);
                break;
            case "$ref":
                _references.Refer(node, Text(value, pointer), pointer);
                break;
            case "title" or "description" or "$comment":
                Text(value, pointer);
                break;
            case "examples":
                if (value.ValueKind != JsonValueKind.Array)
                {
                    Report(pointer, "must be a list");
                }

                break;
            case "default":
                break;
            case "$schema":
                Dialect(Text(value, pointer), pointer);
                break;
            case "$id":
                Text(value, pointer);
                if (node.Pointer.Length > 0)
                {
                    Report(pointer, "\"$id\" is supported at the root only");
                }

                break;
            default:
                Report(pointer, $"the keyword \"{name}\" is not supported", NearestName.Hint(name, Keywords));
                break;
        }
    }

    private JsonTypes Types(JsonElement value, string pointer)
    {
        var result = JsonTypes.None;
        IEnumerable<JsonElement> names = value.ValueKind == JsonValueKind.Array ? List(value, pointer) : [value];
        foreach (var name in names)
        {
            if (name.ValueKind == JsonValueKind.String && TypeNames.TryGetValue(name.GetString()!, out var type))
            {
                result |= type;
            }
            else
            {
                Report(pointer, $"{name.GetRawText()} is not a type", "valid: " + string.Join(", ", TypeNames.Keys));
            }
        }

        return result;
    }

    private JsonNumber Number(JsonElement value, string pointer)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return JsonNumber.Parse(value.GetRawText());
        }

        Report(pointer, "must be a number");
        return default;
    }

    private int Count(JsonElement value, string pointer)
    {
        var number = value.ValueKind == JsonValueKind.Number ? JsonNumber.Parse(value.GetRawText()) : JsonNumber.Parse("-1");
        if (!number.IsInteger || number.IsNegative)
        {
            Report(pointer, "must be a whole number, 0 or more");
            return 0;
        }

        // No text, list or map that fits in memory is larger, so that the limit is the same as a larger one.
        return number > JsonNumber.Parse("2147483647") ? int.MaxValue : int.Parse(number.ToPlain());
    }

    private SchemaPattern? Pattern(JsonElement value, string pointer)
    {
        try
        {
            return SchemaPattern.Parse(Text(value, pointer));
        }
        catch (FormatException e)
        {
            Report(pointer, $"{value.GetRawText()}: {e.Message}");
            return null;
        }
    }

    private Dictionary<string, SchemaNode> Map(JsonElement value, string pointer)
    {
        // Filled once and never changed, so that it keeps the order of the document.
        var result = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        if (value.ValueKind != JsonValueKind.Object)
        {
            Report(pointer, "must be a map of names to schemas");
            return result;
        }

        foreach (var property in value.EnumerateObject())
        {
            var own = JsonPointer.Append(pointer, property.Name);
            if (!result.TryAdd(property.Name, Schema(property.Value, own)))
            {
                Report(own, $"\"{property.Name}\" stands twice");
            }
        }

        return result;
    }

    private List<SchemaNode> Schemas(JsonElement value, string pointer) =>
        [.. List(value, pointer).Select((v, i) => Schema(v, JsonPointer.Append(pointer, i)))];

    private List<string> Names(JsonElement value, string pointer)
    {
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String))
        {
            var names = value.EnumerateArray().Select(v => v.GetString()!).ToList();
            if (names.Distinct(StringComparer.Ordinal).Count() < names.Count)
            {
                Report(pointer, "names a member twice");
            }

            return names;
        }

        Report(pointer, "must be a list of texts");
        return [];
    }

    private List<JsonElement> List(JsonElement value, string pointer)
    {
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0)
        {
            return [.. value.EnumerateArray()];
        }

        Report(pointer, "must be a list that is not empty");
        return [];
    }

    private string Text(JsonElement value, string pointer)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString()!;
        }

        Report(pointer, "must be a text");
        return "";
    }

    private JsonData Data(JsonElement value, string pointer)
    {
        try
        {
            return JsonData.From(value);
        }
        catch (JsonException e)
        {
            Report(pointer, e.Message);
            return JsonData.Parse("null");
        }
    }

    private void Dialect(string name, string pointer)
    {
        var version = name.TrimEnd('#').Replace("http://", "").Replace("https://", "");
        if (version is not ("json-schema.org/draft/2020-12/schema" or "json-schema.org/draft/2019-09/schema" or "json-schema.org/draft-07/schema"))
        {
            Report(pointer, $"the dialect \"{name}\" is not supported", "use https://json-schema.org/draft/2020-12/schema");
        }
    }

    private void Report(string pointer, string message, string? hint = null) =>
        _problems.Add(new ConfigProblem(at, $"schema #{pointer}: {message}", hint));
}
