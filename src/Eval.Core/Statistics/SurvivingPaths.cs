using MathNet.Numerics.Distributions;

namespace Eval.Core.Statistics;

/// <summary>
/// The density of a Brownian path B(t) = z·√t (plus drift) that has crossed no boundary so far, on a grid fine against the next increment, with
/// weights of Simpson's rule.
/// </summary>
/// <param name="twoSided">Whether paths also end at −z.</param>
/// <param name="drift">Expected B at t = 1.</param>
internal sealed class SurvivingPaths(bool twoSided, double drift = 0)
{
    /// <summary>What is less than this cannot be told from rounding.</summary>
    private const double Least = 1e-15;

    private double[] _points = [0];
    private double[] _masses = [1];
    private double _fraction;

    /// <summary>The boundary at the next look that ends a probability of paths; ∞ where the probability is too small for one.</summary>
    public double Next(double fraction, double probability)
    {
        if (probability < Least)
        {
            Cross(fraction, double.PositiveInfinity);
            return double.PositiveInfinity;
        }

        double low = 0, high = 10;
        while (high - low > 1e-12)
        {
            var middle = (low + high) / 2;
            (low, high) = Beyond(fraction, middle) > probability ? (middle, high) : (low, middle);
        }

        Cross(fraction, high);
        return high;
    }

    /// <summary>Ends the paths beyond a boundary at the next look and says what share of all paths that is.</summary>
    public double Cross(double fraction, double boundary)
    {
        var crossed = Beyond(fraction, boundary);
        var (deviation, root) = (Deviation(fraction), Math.Sqrt(fraction));

        // Ten standard deviations hold all mass that matters. The spacing is a tenth of the smaller scale on which the density changes.
        var reach = 10 * root;
        var top = Math.Min(boundary * root, reach + (drift * fraction));
        var bottom = twoSided ? Math.Max(-boundary * root, -reach + (drift * fraction)) : -reach + (drift * fraction);
        if (top <= bottom)
        {
            (_points, _masses, _fraction) = ([], [], fraction);
            return crossed;
        }

        var intervals = 2 * Math.Clamp((int)Math.Ceiling((top - bottom) / (0.1 * deviation)), 50, 1000);
        var width = (top - bottom) / intervals;
        var points = new double[intervals + 1];
        var masses = new double[intervals + 1];
        var mean = drift * (fraction - _fraction);
        for (var i = 0; i <= intervals; i++)
        {
            points[i] = bottom + (i * width);
            var density = 0.0;
            for (var j = 0; j < _points.Length; j++)
            {
                var z = (points[i] - _points[j] - mean) / deviation;
                density += Math.Abs(z) > 12 ? 0 : _masses[j] * Math.Exp(-0.5 * z * z);
            }

            var simpson = i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2;
            masses[i] = density / (deviation * Math.Sqrt(2 * Math.PI)) * simpson * width / 3;
        }

        (_points, _masses, _fraction) = (points, masses, fraction);
        return crossed;
    }

    private double Beyond(double fraction, double boundary)
    {
        var deviation = Deviation(fraction);
        var (edge, mean) = (boundary * Math.Sqrt(fraction), drift * (fraction - _fraction));
        var sum = 0.0;
        for (var j = 0; j < _points.Length; j++)
        {
            var from = _points[j] + mean;
            sum += _masses[j] * Normal.CDF(0, 1, (from - edge) / deviation);
            if (twoSided)
            {
                sum += _masses[j] * Normal.CDF(0, 1, (-edge - from) / deviation);
            }
        }

        return sum;
    }

    private double Deviation(double fraction)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(fraction, _fraction);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fraction, 1);
        return Math.Sqrt(fraction - _fraction);
    }
}
