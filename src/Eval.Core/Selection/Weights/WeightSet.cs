using Eval.Core.Workspaces;

namespace Eval.Core.Selection.Weights;

/// <summary>How much each factor of a decision counts, for everybody or for one stakeholder. Weights belong to the factors' anchors.</summary>
public sealed record WeightSet
{
    private WeightSet(string name, IReadOnlyList<double> values) => (Name, Values) = (name, values);

    /// <summary>Whose weights they are; <c>default</c> where nobody's in particular.</summary>
    public string Name { get; }

    /// <summary>One number per factor, in the factors' order: 0 or more, their sum 1.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>The weight of a factor by its place.</summary>
    public double this[int factor] => Values[factor];

    /// <summary>Makes a set; the numbers are divided by their sum.</summary>
    /// <param name="values">One number per factor: finite, 0 or more, not all 0.</param>
    /// <param name="name">Whose they are.</param>
    /// <exception cref="ArgumentException">A number cannot be a weight.</exception>
    public static WeightSet Of(IReadOnlyList<double> values, string name = "default")
    {
        var sum = values.Sum();
        return values.Any(v => !(v >= 0)) || !(sum > 0) || !double.IsFinite(sum)
            ? throw new ArgumentException($"weights ({name}) must be finite numbers of 0 or more, not all 0", nameof(values))
            : new(name, [.. values.Select(v => v / sum)]);
    }

    /// <summary>Makes a set from numbers by factor; every factor must have one.</summary>
    /// <param name="factors">The factors.</param>
    /// <param name="points">Factor id to a number of 0 or more (points of swings, for example).</param>
    /// <param name="name">Whose they are.</param>
    /// <exception cref="EvalConfigurationException">A factor has no number, a number has no factor, or a number cannot be a weight; all are listed.</exception>
    public static WeightSet Of(IReadOnlyList<Factor> factors, IReadOnlyDictionary<string, double> points, string name = "default")
    {
        List<ConfigProblem> problems =
        [
            .. factors.Where(f => !points.ContainsKey(f.Id)).Select(f => new ConfigProblem(null, $"weights ({name}): factor {f.Id} has none", "0 leaves it out")),
            .. points.Keys.Where(k => factors.All(f => f.Id != k))
                .Select(k => new ConfigProblem(null, $"weights ({name}): there is no factor {k}", NearestName.Hint(k, factors.Select(f => f.Id)))),
            .. points.Where(p => !(p.Value >= 0 && double.IsFinite(p.Value))).Select(p => new ConfigProblem(null, $"weights ({name}): {p.Key} must be 0 or more")),
        ];
        if (problems.Count == 0 && !(points.Values.Sum() is > 0 and < double.PositiveInfinity))
        {
            problems.Add(new(null, $"weights ({name}): not all can be 0"));
        }

        return problems.Count > 0 ? throw new EvalConfigurationException(problems) : Of([.. factors.Select(f => points[f.Id])], name);
    }

    /// <summary>The same set with one weight set anew; the others keep their proportions and share what is left.</summary>
    /// <param name="factor">Place of the factor; its weight now is below 1.</param>
    /// <param name="weight">Its new weight, 0 to 1.</param>
    public WeightSet With(int factor, double weight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, 1);
        var others = 1 - Values[factor];
        return others <= 0
            ? throw new ArgumentException("the other weights are 0 and have no proportions to keep", nameof(factor))
            : new(Name, [.. Values.Select((w, i) => i == factor ? weight : w * (1 - weight) / others)]);
    }
}
