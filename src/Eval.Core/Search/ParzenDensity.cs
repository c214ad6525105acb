using Eval.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Search;

/// <summary>
/// The adaptive Parzen estimator of Bergstra et al. 2011 on an axis from 0 to 1: an equally weighted mixture of normal densities, cut off at the ends, one at each
/// observation and a wide one in the middle (the prior). The deviation of each is the greater of the distances to its neighbours, kept between 1/min(100, n + 2) and 1.
/// Integers have the mass of the bin of half a step to each side.
/// </summary>
internal sealed class ParzenDensity : ParameterDensity
{
    private readonly NumericAxis _axis;
    private readonly (double Mean, double Deviation, double Below, double Mass)[] _kernels;

    public ParzenDensity(NumericAxis axis, IReadOnlyList<double> observed)
    {
        const double Prior = 0.5;
        _axis = axis;
        double[] means = [.. observed.Select(axis.Position).Append(Prior).Order()];
        var smallest = 1.0 / Math.Min(100, observed.Count + 2);
        var prior = Array.IndexOf(means, Prior);
        _kernels = [.. means.Select((mean, i) =>
        {
            var left = i > 0 ? mean - means[i - 1] : 0;
            var right = i < means.Length - 1 ? means[i + 1] - mean : 0;
            var deviation = i == prior ? 1 : Math.Clamp(Math.Max(left, right), smallest, 1);
            var below = Normal.CDF(mean, deviation, 0);
            return (mean, deviation, below, Normal.CDF(mean, deviation, 1) - below);
        })];
    }

    public override ParameterValue Sample(SeededRandom random)
    {
        var (mean, deviation, below, mass) = _kernels[random.Next(_kernels.Length)];
        var position = Normal.InvCDF(mean, deviation, below + (random.NextDouble() * mass));
        return _axis.Value(Math.Clamp(position, 0, 1));
    }

    public override double LogDensity(ParameterValue value)
    {
        var sum = 0.0;
        if (_axis.IsInteger)
        {
            var (from, to) = (_axis.Position(value.Number - 0.5), _axis.Position(value.Number + 0.5));
            foreach (var (mean, deviation, _, mass) in _kernels)
            {
                sum += (Normal.CDF(mean, deviation, to) - Normal.CDF(mean, deviation, from)) / mass;
            }
        }
        else
        {
            var position = _axis.Position(value.Number);
            foreach (var (mean, deviation, _, mass) in _kernels)
            {
                sum += Normal.PDF(mean, deviation, position) / mass;
            }
        }

        return Math.Log(sum / _kernels.Length);
    }
}
