using System.Numerics;
using Eval.Core.Statistics;
using Eval.Core.Workspaces;

namespace Eval.Core.Search;

/// <summary>What a search may vary: parameters, some of which exist only under conditions on others. Immutable.</summary>
public sealed class SearchSpace
{
    /// <summary>The most parameters of a space.</summary>
    public const int MostParameters = 100;

    private SearchSpace(IReadOnlyList<Parameter> parameters)
    {
        Parameters = parameters;
        Count = SpaceCount.Of(parameters);
    }

    /// <summary>The parameters, each after those that it depends on.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>How many configurations there are; null where a parameter is a real number.</summary>
    public BigInteger? Count { get; }

    /// <summary>Makes a space.</summary>
    /// <param name="parameters">The parameters, 1 to <see cref="MostParameters"/>, in any order.</param>
    /// <exception cref="EvalConfigurationException">
    /// A range is empty, a name is there twice, or a condition names what is not there or leads in a circle; all problems are listed.
    /// </exception>
    public static SearchSpace Of(IReadOnlyList<Parameter> parameters) =>
        SpaceValidation.Problems(parameters) is { Count: > 0 } problems ? throw new EvalConfigurationException(problems) : new(SpaceOrder.Of(parameters));

    /// <summary>
    /// Draws a configuration: each parameter uniformly along its axis, parents first. Branches of a condition are thus as likely as the values that open them, however many
    /// configurations each has.
    /// </summary>
    public Configuration Sample(SeededRandom random) => Build(p => p.Sample(random));

    /// <summary>All configurations of a finite space, in one order; found one by one as they are asked for.</summary>
    /// <exception cref="InvalidOperationException">The space has a real parameter.</exception>
    public IEnumerable<Configuration> Enumerate() =>
        Count is null ? throw new InvalidOperationException("a space with a real parameter cannot be enumerated; take a grid") : SpaceWalk.Of(Parameters, int.MaxValue);

    /// <summary>The grid: all choices and up to some values of each number, from its lowest to its highest with equal steps along its axis.</summary>
    /// <param name="levels">Values of each number, 2 or more.</param>
    public IEnumerable<Configuration> Grid(int levels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 2);
        return SpaceWalk.Of(Parameters, levels);
    }

    /// <summary>Makes a configuration of values.</summary>
    /// <param name="values">A value for each active parameter and no other.</param>
    /// <exception cref="EvalConfigurationException">A value is missing, outside its range, or of a parameter that is unknown or not active; all problems are listed.</exception>
    public Configuration Of(IReadOnlyDictionary<string, ParameterValue> values)
    {
        var problems = new List<ConfigProblem>();
        var active = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
        foreach (var parameter in Parameters)
        {
            var (isActive, isSet) = (parameter.Conditions.All(c => c.Holds(values)), values.TryGetValue(parameter.Name, out var value));
            if (isActive && !isSet)
            {
                problems.Add(new(null, $"the parameter \"{parameter.Name}\" has no value"));
            }
            else if (isSet && !isActive)
            {
                problems.Add(new(null, $"the parameter \"{parameter.Name}\" has a value, but is not active"));
            }
            else if (isSet && !parameter.Contains(value))
            {
                problems.Add(new(null, $"the parameter \"{parameter.Name}\" cannot be {value}", $"valid: {parameter.Range}"));
            }
            else if (isSet)
            {
                active[parameter.Name] = value;
            }
        }

        problems.AddRange(values.Keys.Except(Parameters.Select(p => p.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(n => new ConfigProblem(null, $"there is no parameter \"{n}\"", NearestName.Hint(n, Parameters.Select(p => p.Name)))));
        return problems.Count > 0 ? throw new EvalConfigurationException(problems) : new(active);
    }

    /// <summary>Reads the text of a configuration of this space.</summary>
    /// <param name="text">What <see cref="Configuration.Text"/> gave.</param>
    /// <exception cref="EvalConfigurationException">It is no such text, or not of this space.</exception>
    public Configuration Read(string text) => Of(ConfigurationText.Read(text));

    /// <summary>Goes through the parameters, parents first, and asks for a value of each active one.</summary>
    internal Configuration Build(Func<Parameter, ParameterValue> choose)
    {
        var values = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
        foreach (var parameter in Parameters)
        {
            if (parameter.Conditions.All(c => c.Holds(values)))
            {
                values[parameter.Name] = choose(parameter);
            }
        }

        return new(values);
    }
}
