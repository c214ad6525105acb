using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Workspaces;

namespace Eval.Core.Schemas;

/// <summary>
/// A JSON Schema (draft 2020-12) written in the subset that can both be checked and be turned into a grammar: <c>type</c>, <c>enum</c>,
/// <c>const</c>, <c>properties</c>, <c>required</c>, <c>additionalProperties</c>, <c>items</c>, <c>minimum</c>, <c>maximum</c>,
/// <c>exclusiveMinimum</c>, <c>exclusiveMaximum</c>, <c>minLength</c>, <c>maxLength</c>, <c>minItems</c>, <c>maxItems</c>,
/// <c>minProperties</c>, <c>maxProperties</c>, <c>pattern</c>, <c>anyOf</c>, <c>allOf</c>, <c>oneOf</c>, and <c>$ref</c> within the document.
/// <c>title</c>, <c>description</c>, <c>default</c>, <c>examples</c>, <c>$comment</c>, <c>$schema</c> and a root <c>$id</c> assert nothing.
/// Any other keyword is a mistake, so that nothing is silently left unchecked. DECISION-schemas.md tells why and where the edges are.
/// </summary>
public sealed class JsonSchemaSubset
{
    internal JsonSchemaSubset(SchemaNode root, SourcePosition? at) => (Root, At) = (root, at);

    /// <summary>The schema of the whole value.</summary>
    public SchemaNode Root { get; }

    /// <summary>Where the user wrote it, or null.</summary>
    public SourcePosition? At { get; }

    /// <summary>Reads a schema. Throws <see cref="EvalConfigurationException"/> with every mistake, each named by its JSON pointer.</summary>
    /// <param name="json">The schema's text.</param>
    /// <param name="at">Where it stands, for messages; null where no file is to blame.</param>
    public static JsonSchemaSubset Parse(string json, SourcePosition? at = null)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new SchemaParser(at).Parse(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new EvalConfigurationException(at, $"the schema is not valid JSON: {e.Message}");
        }
    }

    /// <summary>Reads a schema that came out of YAML. Throws as <see cref="Parse(string, SourcePosition?)"/> does.</summary>
    public static JsonSchemaSubset From(JsonNode? node, SourcePosition? at = null) => Parse(node is null ? "null" : node.ToJsonString(), at);

    /// <summary>
    /// Every way in which a JSON text breaks the schema, in the order of the text; empty where it is valid. A text that is not JSON is one
    /// violation. At most <see cref="SchemaValidator.MaxViolations"/> are listed.
    /// </summary>
    public IReadOnlyList<SchemaViolation> Validate(string json)
    {
        try
        {
            return Validate(JsonData.Parse(json));
        }
        catch (JsonException e)
        {
            return [new SchemaViolation("", "", $"is not JSON: {e.Message}")];
        }
    }

    /// <summary>Every way in which a value breaks the schema; empty where it is valid.</summary>
    public IReadOnlyList<SchemaViolation> Validate(JsonData value) => new SchemaValidator().Validate(Root, value);
}
