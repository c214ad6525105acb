using MathNet.Numerics.Distributions;

namespace Eval.Core.Statistics;

/// <summary>What a bootstrap gave.</summary>
public sealed class BootstrapDistribution
{
    private readonly double[] _sorted;
    private readonly Func<double[]> _jackknife;

    internal BootstrapDistribution(double estimate, double[] sorted, Func<double[]> jackknife) =>
        (Estimate, _sorted, _jackknife) = (estimate, sorted, jackknife);

    /// <summary>The statistic of the data as they are.</summary>
    public double Estimate { get; }

    /// <summary>Standard deviation of the draws.</summary>
    public double StandardError => Moments.StandardDeviationOf(_sorted);

    /// <summary>The percentile interval.</summary>
    public Interval Percentile(double confidence) => new(
        Quantile.OfSorted(_sorted, (1 - confidence) / 2), Quantile.OfSorted(_sorted, (1 + confidence) / 2));

    /// <summary>
    /// The bias-corrected and accelerated interval (Efron 1987): percentiles moved by the share of draws below the estimate and by the
    /// skewness of the jackknife. Where the draws do not spread or all lie on one side, the percentile interval.
    /// </summary>
    public Interval BiasCorrected(double confidence)
    {
        var below = 0.0;
        foreach (var value in _sorted)
        {
            below += value < Estimate ? 1 : value == Estimate ? 0.5 : 0;
        }

        var share = below / _sorted.Length;
        if (share is <= 0 or >= 1)
        {
            return Percentile(confidence);
        }

        var bias = Normal.InvCDF(0, 1, share);
        var acceleration = Acceleration();
        return new(At((1 - confidence) / 2), At((1 + confidence) / 2));

        double At(double p)
        {
            var z = bias + Normal.InvCDF(0, 1, p);
            return Quantile.OfSorted(_sorted, Math.Clamp(Normal.CDF(0, 1, bias + (z / (1 - (acceleration * z)))), 0, 1));
        }
    }

    private double Acceleration()
    {
        var values = _jackknife();
        var mean = Moments.MeanOf(values);
        double cubes = 0, squares = 0;
        foreach (var value in values)
        {
            var d = mean - value;
            squares += d * d;
            cubes += d * d * d;
        }

        var spread = Math.Pow(squares, 1.5);
        return spread > 0 && double.IsFinite(spread) ? cubes / (6 * spread) : 0;
    }
}
