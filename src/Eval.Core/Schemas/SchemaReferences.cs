namespace Eval.Core.Schemas;

/// <summary>Every schema of a document by its JSON pointer, and the references between them.</summary>
internal sealed class SchemaReferences
{
    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);
    private readonly List<(SchemaNode From, string Target, string Pointer)> _references = [];

    public SchemaNode Add(string pointer)
    {
        var node = new SchemaNode(_nodes.Count, pointer);

        // A pointer comes twice only where a key does, which is reported already.
        _nodes[pointer] = node;
        return node;
    }

    public void Refer(SchemaNode from, string target, string pointer) => _references.Add((from, target, pointer));

    public void Resolve(Action<string, string, string?> report)
    {
        foreach (var (from, target, pointer) in _references)
        {
            if (!target.StartsWith('#'))
            {
                report(pointer, $"\"{target}\" is outside of the schema; only references within it (#, #/$defs/…) are supported", null);
            }
            else if (target.Length > 1 && target[1] != '/')
            {
                report(pointer, $"\"{target}\" is an anchor; only JSON pointers (#, #/$defs/…) are supported", null);
            }
            else if (_nodes.TryGetValue(Uri.UnescapeDataString(target[1..]), out var node))
            {
                from.Reference = node;
            }
            else
            {
                report(pointer, $"\"{target}\" leads to no schema", Workspaces.NearestName.Hint(target, _nodes.Keys.Select(k => "#" + k)));
            }
        }

        RejectLoops(report);
    }

    // A schema that demands itself of the same value has no meaning: neither a check nor a grammar would ever end.
    private void RejectLoops(Action<string, string, string?> report)
    {
        var done = new HashSet<SchemaNode>();
        var path = new HashSet<SchemaNode>();
        foreach (var node in _nodes.Values)
        {
            Visit(node);
        }

        void Visit(SchemaNode node)
        {
            if (done.Contains(node))
            {
                return;
            }

            if (!path.Add(node))
            {
                report(node.Pointer, "refers to itself without a step into an item or a member", null);
                return;
            }

            foreach (var next in node.AllOf.Concat(node.AnyOf).Concat(node.OneOf).Concat(node.Reference is { } reference ? [reference] : []))
            {
                Visit(next);
            }

            path.Remove(node);
            done.Add(node);
        }
    }
}
