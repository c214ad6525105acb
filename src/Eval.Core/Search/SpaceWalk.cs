namespace Eval.Core.Search;

/// <summary>Lists configurations like an odometer: the last active parameter turns fastest.</summary>
internal static class SpaceWalk
{
    public static IEnumerable<Configuration> Of(IReadOnlyList<Parameter> order, int levels)
    {
        var values = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
        var wheels = new IEnumerator<ParameterValue>?[order.Count];
        var at = 0;
        while (at >= 0)
        {
            if (at == order.Count)
            {
                yield return new(values);
                at--;
                continue;
            }

            var parameter = order[at];
            if (wheels[at] is null)
            {
                // An inactive parameter is a wheel without a value: passed once on the way up and once on the way back.
                var isActive = parameter.Conditions.All(c => c.Holds(values));
                wheels[at] = (isActive ? parameter.Grid(levels) : []).GetEnumerator();
                if (!isActive)
                {
                    at++;
                    continue;
                }
            }

            if (wheels[at]!.MoveNext())
            {
                values[parameter.Name] = wheels[at]!.Current;
                at++;
            }
            else
            {
                values.Remove(parameter.Name);
                wheels[at]!.Dispose();
                wheels[at] = null;
                at--;
            }
        }
    }
}
