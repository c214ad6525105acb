namespace Eval.Core.Search;

/// <summary>Puts parents before their children, and finds circles.</summary>
internal static class SpaceOrder
{
    /// <summary>
    /// Each child comes right after the last of its parents, so that few parents are open at a time (what <see cref="SpaceCount"/> pays for). Parameters of a circle, and
    /// what hangs on them, are left out.
    /// </summary>
    public static List<Parameter> Of(IReadOnlyList<Parameter> parameters)
    {
        var children = parameters.SelectMany(p => p.Conditions.Select(c => (c.Parent, Child: p))).ToLookup(x => x.Parent, x => x.Child, StringComparer.Ordinal);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        var order = new List<Parameter>();
        void Place(Parameter parameter)
        {
            if (!parameter.Conditions.All(c => placed.Contains(c.Parent)) || !placed.Add(parameter.Name))
            {
                return;
            }

            order.Add(parameter);
            foreach (var child in children[parameter.Name])
            {
                Place(child);
            }
        }

        foreach (var parameter in parameters)
        {
            Place(parameter);
        }

        return order;
    }

    /// <summary>Each circle once, as names with the first one again at the end.</summary>
    public static IEnumerable<IReadOnlyList<string>> Circles(IReadOnlyDictionary<string, Parameter> parameters)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var path = new List<string>();
        var circles = new List<IReadOnlyList<string>>();
        void Walk(string name)
        {
            if (path.IndexOf(name) is >= 0 and var start)
            {
                circles.Add([.. path[start..], name]);
                return;
            }

            if (!parameters.TryGetValue(name, out var parameter) || !done.Add(name))
            {
                return;
            }

            path.Add(name);
            foreach (var parent in parameter.Conditions.Select(c => c.Parent).Distinct(StringComparer.Ordinal))
            {
                Walk(parent);
            }

            path.RemoveAt(path.Count - 1);
        }

        foreach (var name in parameters.Keys)
        {
            Walk(name);
        }

        return circles;
    }
}
