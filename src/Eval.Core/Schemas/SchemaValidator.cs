namespace Eval.Core.Schemas;

/// <summary>Checks values against schemas. One validator serves one value: it remembers verdicts, so that no schema makes it try for ever.</summary>
public sealed class SchemaValidator
{
    /// <summary>No more violations than this are listed.</summary>
    public const int MaxViolations = 1000;

    private readonly Dictionary<(SchemaNode, JsonData), IReadOnlyList<SchemaViolation>> _verdicts = [];

    /// <summary>Every way in which a value breaks a schema; empty where it is valid.</summary>
    public IReadOnlyList<SchemaViolation> Validate(SchemaNode schema, JsonData value) => Check(schema, value, "");

    private IReadOnlyList<SchemaViolation> Check(SchemaNode schema, JsonData value, string pointer)
    {
        // The same schema may meet the same value along many paths through anyOf and $ref; the answer is the same each time.
        if (!_verdicts.TryGetValue((schema, value), out var verdict))
        {
            var found = new Findings(schema, pointer);
            Assert(schema, value, found);
            _verdicts[(schema, value)] = verdict = found.List;
        }

        return verdict;
    }

    private void Assert(SchemaNode schema, JsonData value, Findings found)
    {
        found.Demand(!schema.IsNever, "", () => "nothing is allowed here");
        found.Demand(schema.Types.HasFlag(value.Type), "type", () => $"is of type {Name(value.Type)}, not {Names(schema.Types)}");
        found.Demand(schema.Enumeration is not { } options || options.Any(value.SameAs), "enum", () => "is none of the allowed values");
        found.Demand(schema.Constant is not { } constant || value.SameAs(constant), "const", () => $"is not {schema.Constant}");
        switch (value.Type)
        {
            case JsonTypes.Integer or JsonTypes.Number:
                AssertNumber(schema, value.Number, found);
                break;
            case JsonTypes.String:
                AssertText(schema, value.Text, found);
                break;
            case JsonTypes.Array:
                AssertList(schema, value, found);
                break;
            case JsonTypes.Object:
                AssertMap(schema, value, found);
                break;
        }

        foreach (var also in schema.Reference is { } reference ? schema.AllOf.Prepend(reference) : schema.AllOf)
        {
            found.AddRange(Check(also, value, found.Pointer));
        }

        if (schema.AnyOf.Count > 0 && schema.AnyOf.All(s => Check(s, value, found.Pointer).Count > 0))
        {
            found.Add("anyOf", "matches none of the alternatives" + Closest(schema.AnyOf, value, found.Pointer));
        }

        if (schema.OneOf.Count > 0)
        {
            var matches = schema.OneOf.Count(s => Check(s, value, found.Pointer).Count == 0);
            found.Demand(matches <= 1, "oneOf", () => $"matches {matches} of the alternatives, not exactly one");
            if (matches == 0)
            {
                found.Add("oneOf", "matches none of the alternatives" + Closest(schema.OneOf, value, found.Pointer));
            }
        }
    }

    private static void AssertNumber(SchemaNode schema, JsonNumber value, Findings found)
    {
        found.Demand(schema.Minimum is not { } min || value >= min, "minimum", () => $"is less than {schema.Minimum}");
        found.Demand(schema.Maximum is not { } max || value <= max, "maximum", () => $"is greater than {schema.Maximum}");
        found.Demand(schema.ExclusiveMinimum is not { } above || value > above, "exclusiveMinimum", () => $"is not greater than {schema.ExclusiveMinimum}");
        found.Demand(schema.ExclusiveMaximum is not { } below || value < below, "exclusiveMaximum", () => $"is not less than {schema.ExclusiveMaximum}");
    }

    private static void AssertText(SchemaNode schema, string value, Findings found)
    {
        if (schema.MinLength is not null || schema.MaxLength is not null)
        {
            var length = value.EnumerateRunes().Count();
            found.Demand(!(length < schema.MinLength), "minLength", () => $"has {length} characters, fewer than {schema.MinLength}");
            found.Demand(!(length > schema.MaxLength), "maxLength", () => $"has {length} characters, more than {schema.MaxLength}");
        }

        found.Demand(schema.Pattern?.IsMatch(value) != false, "pattern", () => $"does not match {schema.Pattern?.Source}");
    }

    private void AssertList(SchemaNode schema, JsonData value, Findings found)
    {
        var count = value.Items.Count;
        found.Demand(!(count < schema.MinItems), "minItems", () => $"has {count} items, fewer than {schema.MinItems}");
        found.Demand(!(count > schema.MaxItems), "maxItems", () => $"has {count} items, more than {schema.MaxItems}");
        for (var i = 0; schema.Items is not null && i < count; i++)
        {
            found.AddRange(Check(schema.Items, value.Items[i], JsonPointer.Append(found.Pointer, i)));
        }
    }

    private void AssertMap(SchemaNode schema, JsonData value, Findings found)
    {
        var count = value.Members.Count;
        found.Demand(!(count < schema.MinProperties), "minProperties", () => $"has {count} members, fewer than {schema.MinProperties}");
        found.Demand(!(count > schema.MaxProperties), "maxProperties", () => $"has {count} members, more than {schema.MaxProperties}");
        foreach (var name in schema.Required.Except(value.Members.Select(m => m.Key), StringComparer.Ordinal))
        {
            found.Add("required", $"the member \"{name}\" is missing");
        }

        foreach (var (name, member) in value.Members)
        {
            if (schema.Properties.TryGetValue(name, out var declared))
            {
                found.AddRange(Check(declared, member, JsonPointer.Append(found.Pointer, name)));
            }
            else if (schema.AdditionalProperties is { IsNever: true })
            {
                found.Add("additionalProperties", $"the member \"{name}\" is not allowed");
            }
            else if (schema.AdditionalProperties is { } additional)
            {
                found.AddRange(Check(additional, member, JsonPointer.Append(found.Pointer, name)));
            }
        }
    }

    private string Closest(IReadOnlyList<SchemaNode> alternatives, JsonData value, string pointer)
    {
        // An alternative of the right type is closer than one that fails at the top.
        var best = alternatives.Select(s => Check(s, value, pointer)).MinBy(v => v.Count + (v[0].InstancePointer == pointer ? 1 : 0))!;
        return $"; closest: {best[0]}";
    }

    private static string Names(JsonTypes types) =>
        types == JsonTypes.None ? "any" : string.Join(" or ", Enum.GetValues<JsonTypes>()
            .Where(t => t is not (JsonTypes.None or JsonTypes.All) && types.HasFlag(t))
            .Where(t => t != JsonTypes.Integer || !types.HasFlag(JsonTypes.Number)).Select(Name));

    private static string Name(JsonTypes type) => type.ToString().ToLowerInvariant();

    private sealed class Findings(SchemaNode schema, string pointer)
    {
        private readonly List<SchemaViolation> _list = [];

        public string Pointer => pointer;

        public IReadOnlyList<SchemaViolation> List => _list;

        public void Demand(bool holds, string keyword, Func<string> message)
        {
            if (!holds)
            {
                Add(keyword, message());
            }
        }

        public void Add(string keyword, string message) =>
            AddRange([new SchemaViolation(pointer, keyword.Length == 0 ? schema.Pointer : JsonPointer.Append(schema.Pointer, keyword), message)]);

        public void AddRange(IReadOnlyList<SchemaViolation> violations) =>
            _list.AddRange(violations.Take(MaxViolations - _list.Count));
    }
}
