using Eval.Core.Statistics;

namespace Eval.Core.Search;

/// <summary>What values of one parameter some trials had, smoothed into a density that can be drawn from.</summary>
internal abstract class ParameterDensity
{
    public abstract ParameterValue Sample(SeededRandom random);

    /// <summary>Natural logarithm of the probability of a choice or integer, or of the density of a real number along the parameter's axis.</summary>
    public abstract double LogDensity(ParameterValue value);

    public static ParameterDensity Of(Parameter parameter, IReadOnlyList<ParameterValue> observed) => parameter switch
    {
        CategoricalParameter categorical => new CategoricalDensity(categorical, observed),
        NumericParameter numeric => new ParzenDensity(numeric.Axis, [.. observed.Select(v => v.Number)]),
        _ => throw new ArgumentException($"no density for {parameter.GetType().Name}", nameof(parameter)),
    };
}
