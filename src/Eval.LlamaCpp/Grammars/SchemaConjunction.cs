using Eval.Core.Schemas;

namespace Eval.LlamaCpp.Grammars;

/// <summary>
/// Schemas that must hold together, with what <c>$ref</c> and <c>allOf</c> add to them, and the lists of alternatives from which one was
/// already taken. Choosing from every list in every way turns a schema into alternatives that hold no further choice.
/// </summary>
internal sealed class SchemaConjunction
{
    private readonly HashSet<(SchemaNode, bool)> _chosen;

    private SchemaConjunction(IReadOnlyList<SchemaNode> members, HashSet<(SchemaNode, bool)> chosen)
    {
        (Members, _chosen) = (members, chosen);
        Key = string.Join(',', members.Select(m => m.Id)) + ";"
            + string.Join(',', chosen.Select(c => (c.Item1.Id * 2) + (c.Item2 ? 1 : 0)).Order());
    }

    /// <summary>The schemas, each once.</summary>
    public IReadOnlyList<SchemaNode> Members { get; }

    /// <summary>Equal for conjunctions that admit the same texts in the same order of members.</summary>
    public string Key { get; }

    public static SchemaConjunction Of(IEnumerable<SchemaNode> schemas) => new(Flatten(schemas), []);

    /// <summary>The next list to choose from, or null where every choice is made.</summary>
    public (SchemaNode Owner, IReadOnlyList<SchemaNode> Alternatives, bool IsExclusive)? NextChoice()
    {
        foreach (var member in Members)
        {
            if (member.AnyOf.Count > 0 && !_chosen.Contains((member, false)))
            {
                return (member, member.AnyOf, false);
            }

            if (member.OneOf.Count > 0 && !_chosen.Contains((member, true)))
            {
                return (member, member.OneOf, true);
            }
        }

        return null;
    }

    /// <summary>This and some alternatives of a list, which counts as chosen from.</summary>
    public SchemaConjunction With(SchemaNode owner, bool isExclusive, params IEnumerable<SchemaNode> alternatives) =>
        new(Flatten(Members.Concat(alternatives)), [.. _chosen, (owner, isExclusive)]);

    private static List<SchemaNode> Flatten(IEnumerable<SchemaNode> schemas)
    {
        var result = new List<SchemaNode>();
        var seen = new HashSet<SchemaNode>();
        var open = new Stack<SchemaNode>(schemas.Reverse());
        while (open.TryPop(out var schema))
        {
            if (!seen.Add(schema))
            {
                continue;
            }

            if (Asserts(schema))
            {
                result.Add(schema);
            }

            foreach (var also in (schema.Reference is { } reference ? schema.AllOf.Prepend(reference) : schema.AllOf).Reverse())
            {
                open.Push(also);
            }
        }

        return result;
    }

    // A schema that only points elsewhere must not make two equal conjunctions look different.
    private static bool Asserts(SchemaNode s) =>
        s.IsNever || s.Types != JsonTypes.All || s.Enumeration is not null || s.Constant is not null || s.Minimum is not null
        || s.Maximum is not null || s.ExclusiveMinimum is not null || s.ExclusiveMaximum is not null || s.MinLength is not null
        || s.MaxLength is not null || s.Pattern is not null || s.Items is not null || s.MinItems is not null || s.MaxItems is not null
        || s.Properties.Count > 0 || s.Required.Count > 0 || s.AdditionalProperties is not null || s.MinProperties is not null
        || s.MaxProperties is not null || s.AnyOf.Count > 0 || s.OneOf.Count > 0;
}
