using Eval.Core.Statistics;

namespace Eval.Core.Search;

/// <summary>
/// Probability of each choice: (times seen + 1) / (trials + choices). Bergstra et al. 2011 re-weight the prior by the counts in this way; with a uniform prior it is
/// Laplace's rule.
/// </summary>
internal sealed class CategoricalDensity : ParameterDensity
{
    private readonly CategoricalParameter _parameter;
    private readonly double[] _probabilities;

    public CategoricalDensity(CategoricalParameter parameter, IReadOnlyList<ParameterValue> observed)
    {
        _parameter = parameter;
        double total = observed.Count + parameter.Choices.Count;
        _probabilities = [.. parameter.Choices.Select(c => (observed.Count(v => v.Choice == c) + 1) / total)];
    }

    public override ParameterValue Sample(SeededRandom random)
    {
        var (left, i) = (random.NextDouble(), 0);
        while (i < _probabilities.Length - 1 && left >= _probabilities[i])
        {
            left -= _probabilities[i++];
        }

        return _parameter.Choices[i];
    }

    public override double LogDensity(ParameterValue value)
    {
        for (var i = 0; i < _probabilities.Length; i++)
        {
            if (_parameter.Choices[i] == value.Choice)
            {
                return Math.Log(_probabilities[i]);
            }
        }

        return double.NegativeInfinity;
    }
}
