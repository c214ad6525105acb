using Eval.Core.Workspaces;

namespace Eval.Core.Search;

/// <summary>Finds everything that is wrong with the parameters of a space.</summary>
internal static class SpaceValidation
{
    public static IReadOnlyList<ConfigProblem> Problems(IReadOnlyList<Parameter> parameters)
    {
        if (parameters.Count == 0)
        {
            return [new(null, "the search space has no parameter")];
        }

        if (parameters.Count > SearchSpace.MostParameters)
        {
            return [new(null, $"the search space has {parameters.Count} parameters; at most {SearchSpace.MostParameters} can be searched")];
        }

        var problems = new List<ConfigProblem>();
        if (parameters.Any(p => string.IsNullOrWhiteSpace(p.Name)))
        {
            problems.Add(new(null, "a parameter has no name"));
        }

        problems.AddRange(parameters.GroupBy(p => p.Name, StringComparer.Ordinal).Where(g => g.Count() > 1)
            .Select(g => new ConfigProblem(null, $"the parameter \"{g.Key}\" is there {g.Count()} times")));
        var byName = parameters.DistinctBy(p => p.Name, StringComparer.Ordinal).ToDictionary(p => p.Name, StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            problems.AddRange(parameter.Problems().Select(p => new ConfigProblem(null, $"the parameter \"{parameter.Name}\" {p}")));
            problems.AddRange(parameter.Conditions.SelectMany(c => Problems(parameter, c, byName)));
            problems.AddRange(parameter.Conditions.GroupBy(c => c.Parent, StringComparer.Ordinal).Where(g => g.Count() > 1)
                .Select(g => new ConfigProblem(null, $"the parameter \"{parameter.Name}\" has {g.Count()} conditions on \"{g.Key}\"", "put all values into one")));
        }

        problems.AddRange(SpaceOrder.Circles(byName).Select(c => new ConfigProblem(null, $"the parameter \"{c[0]}\" depends on itself: {string.Join(" → ", c)}")));
        return problems;
    }

    private static IEnumerable<ConfigProblem> Problems(Parameter parameter, Condition condition, Dictionary<string, Parameter> byName)
    {
        var subject = $"the parameter \"{parameter.Name}\" depends on \"{condition.Parent}\"";
        if (!byName.TryGetValue(condition.Parent, out var parent))
        {
            yield return new(null, $"{subject}, which is no parameter", NearestName.Hint(condition.Parent, byName.Keys.Where(n => n != parameter.Name)));
            yield break;
        }

        if (parent is RealParameter)
        {
            yield return new(null, $"{subject}, which is a real number", "only categorical and integer parameters can be depended on");
            yield break;
        }

        if (condition.Values.Count == 0)
        {
            yield return new(null, $"{subject} without a value");
        }

        foreach (var value in condition.Values.Where(v => !parent.Contains(v)))
        {
            var hint = parent is CategoricalParameter categorical ? NearestName.Hint(value.ToString(), categorical.Choices) : $"valid: {parent.Range}";
            yield return new(null, $"{subject} being {value}, which it never is", hint);
        }
    }
}
