namespace Eval.Core.Schemas;

/// <summary>One schema of a document in the subset, read and with its reference resolved. Absent keywords are null and assert nothing.</summary>
public sealed class SchemaNode
{
    internal SchemaNode(int id, string pointer) => (Id, Pointer) = (id, pointer);

    /// <summary>Number within the document, from 0 in the order of reading.</summary>
    public int Id { get; }

    /// <summary>JSON pointer within the document; empty for the root.</summary>
    public string Pointer { get; }

    /// <summary>True for the schema <c>false</c>, which nothing satisfies.</summary>
    public bool IsNever { get; internal set; }

    /// <summary>Allowed types (<c>type</c>); a <c>number</c> allows whole numbers too.</summary>
    public JsonTypes Types { get; internal set; } = JsonTypes.All;

    /// <summary>Allowed values (<c>enum</c>).</summary>
    public IReadOnlyList<JsonData>? Enumeration { get; internal set; }

    /// <summary>The only allowed value (<c>const</c>).</summary>
    public JsonData? Constant { get; internal set; }

    /// <summary>Least number (<c>minimum</c>).</summary>
    public JsonNumber? Minimum { get; internal set; }

    /// <summary>Numbers must be greater (<c>exclusiveMinimum</c>).</summary>
    public JsonNumber? ExclusiveMinimum { get; internal set; }

    /// <summary>Greatest number (<c>maximum</c>).</summary>
    public JsonNumber? Maximum { get; internal set; }

    /// <summary>Numbers must be less (<c>exclusiveMaximum</c>).</summary>
    public JsonNumber? ExclusiveMaximum { get; internal set; }

    /// <summary>Least number of code points of a text (<c>minLength</c>).</summary>
    public int? MinLength { get; internal set; }

    /// <summary>Greatest number of code points of a text (<c>maxLength</c>).</summary>
    public int? MaxLength { get; internal set; }

    /// <summary>What a text must contain (<c>pattern</c>).</summary>
    public SchemaPattern? Pattern { get; internal set; }

    /// <summary>Schema of every item (<c>items</c>).</summary>
    public SchemaNode? Items { get; internal set; }

    /// <summary>Least number of items (<c>minItems</c>).</summary>
    public int? MinItems { get; internal set; }

    /// <summary>Greatest number of items (<c>maxItems</c>).</summary>
    public int? MaxItems { get; internal set; }

    /// <summary>Schemas of named members, in the document's order (<c>properties</c>).</summary>
    public IReadOnlyDictionary<string, SchemaNode> Properties { get; internal set; } = new Dictionary<string, SchemaNode>();

    /// <summary>Members that must be there (<c>required</c>).</summary>
    public IReadOnlyList<string> Required { get; internal set; } = [];

    /// <summary>Schema of the members that <see cref="Properties"/> does not name (<c>additionalProperties</c>).</summary>
    public SchemaNode? AdditionalProperties { get; internal set; }

    /// <summary>Least number of members (<c>minProperties</c>).</summary>
    public int? MinProperties { get; internal set; }

    /// <summary>Greatest number of members (<c>maxProperties</c>).</summary>
    public int? MaxProperties { get; internal set; }

    /// <summary>All of these hold too (<c>allOf</c>).</summary>
    public IReadOnlyList<SchemaNode> AllOf { get; internal set; } = [];

    /// <summary>At least one of these holds (<c>anyOf</c>); empty where absent.</summary>
    public IReadOnlyList<SchemaNode> AnyOf { get; internal set; } = [];

    /// <summary>Exactly one of these holds (<c>oneOf</c>); empty where absent.</summary>
    public IReadOnlyList<SchemaNode> OneOf { get; internal set; } = [];

    /// <summary>The schema that <c>$ref</c> names; it holds beside the other keywords.</summary>
    public SchemaNode? Reference { get; internal set; }
}
