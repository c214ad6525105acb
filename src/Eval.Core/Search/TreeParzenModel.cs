using Eval.Core.Statistics;

namespace Eval.Core.Search;

/// <summary>The two densities of each parameter of a space, each from the trials where the parameter was active.</summary>
internal sealed class TreeParzenModel(SearchSpace space, IReadOnlyList<Trial> good, IReadOnlyList<Trial> others)
{
    private readonly Dictionary<string, (ParameterDensity Good, ParameterDensity Others)> _densities =
        space.Parameters.ToDictionary(p => p.Name, p => (ParameterDensity.Of(p, Values(p, good)), ParameterDensity.Of(p, Values(p, others))), StringComparer.Ordinal);

    /// <summary>Draws from l, parents first.</summary>
    public Configuration Sample(SeededRandom random) => space.Build(p => _densities[p.Name].Good.Sample(random));

    /// <summary>ln l(x) − ln g(x).</summary>
    public double LogRatio(Configuration configuration) =>
        configuration.Values.Sum(v => _densities[v.Key].Good.LogDensity(v.Value) - _densities[v.Key].Others.LogDensity(v.Value));

    // A trial of an older space may have a value that is none now.
    private static ParameterValue[] Values(Parameter parameter, IReadOnlyList<Trial> trials) =>
        [.. trials.Where(t => t.Configuration.Values.TryGetValue(parameter.Name, out var v) && parameter.Contains(v)).Select(t => t.Configuration[parameter.Name])];
}
