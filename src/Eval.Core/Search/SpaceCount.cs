using System.Numerics;

namespace Eval.Core.Search;

/// <summary>
/// Counts configurations without listing them: parameters are taken parents first, and only what later conditions ask for is kept of the ones before (which of the values
/// they name a parent has, or none of them).
/// </summary>
internal static class SpaceCount
{
    public static BigInteger? Of(IReadOnlyList<Parameter> order)
    {
        if (order.Any(p => p.Count is null))
        {
            return null;
        }

        var asked = order.SelectMany(p => p.Conditions).ToLookup(c => c.Parent, StringComparer.Ordinal);
        var states = new Dictionary<string, State>(StringComparer.Ordinal) { [""] = new(new(StringComparer.Ordinal), 1) };
        for (var i = 0; i < order.Count; i++)
        {
            var (parameter, next) = (order[i], new Dictionary<string, State>(StringComparer.Ordinal));
            ParameterValue[] named = [.. asked[parameter.Name].SelectMany(c => c.Values).Distinct()];
            var open = order.Skip(i + 1).SelectMany(p => p.Conditions).Select(c => c.Parent).ToHashSet(StringComparer.Ordinal);
            foreach (var (values, ways) in states.Values)
            {
                void Add(ParameterValue? value, BigInteger count)
                {
                    var kept = values.Where(v => open.Contains(v.Key)).ToDictionary(StringComparer.Ordinal);
                    if (value is { } set && open.Contains(parameter.Name))
                    {
                        kept[parameter.Name] = set;
                    }

                    var key = new Configuration(kept).Text;
                    next[key] = new(kept, (next.TryGetValue(key, out var same) ? same.Ways : 0) + (ways * count));
                }

                if (!parameter.Conditions.All(c => c.Holds(values)))
                {
                    Add(null, 1);
                    continue;
                }

                foreach (var value in named)
                {
                    Add(value, 1);
                }

                if (parameter.Count!.Value > named.Length)
                {
                    Add(null, parameter.Count.Value - named.Length);
                }
            }

            states = next;
        }

        return states.Values.Aggregate(BigInteger.Zero, (sum, s) => sum + s.Ways);
    }

    // Values that later conditions name, and how many ways lead here.
    private sealed record State(Dictionary<string, ParameterValue> Values, BigInteger Ways);
}
