using Eval.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Gates;

/// <summary>
/// The power of a gate for a candidate that is exactly as good, before there is any evidence. The limits of right and wrong answers are Tango's, whose variance is
/// taken at the margin and not at the difference: n = (z_α σ₀ + z_power σ₁)²/margin² with σ₀ from his restricted likelihood; for all else σ₀ = σ₁, with Student's t.
/// </summary>
/// <param name="spread">What is assumed about the differences.</param>
/// <param name="confidence">Confidence of the one-sided limit.</param>
/// <param name="looks">By how much early looks raise the samples needed; 1 for a single look.</param>
internal sealed class MarginPower(DifferenceSpread spread, double confidence, double looks)
{
    /// <summary>So many samples make counts of shares.</summary>
    private const int Many = 1_000_000_000;

    private readonly double _deviation = Math.Sqrt(spread.Variance);

    /// <summary>The probability of a pass.</summary>
    /// <param name="margin">The loss that is tolerated.</param>
    /// <param name="samples">Samples.</param>
    public double Of(double margin, double samples)
    {
        if (samples < MarginTest.LeastSamples(margin, spread.Range, confidence, spread.IsBinary))
        {
            return 0;
        }

        var freedom = spread.DegreesOfFreedom(samples);
        var excess = (margin * Math.Sqrt(samples / looks)) - (Quantile(freedom, confidence) * AtMargin(margin));
        var score = _deviation > 0 ? excess / _deviation : excess > 0 ? double.PositiveInfinity : double.NegativeInfinity;
        return double.IsPositiveInfinity(freedom) || double.IsInfinity(score) ? Normal.CDF(0, 1, score) : StudentT.CDF(0, 1, freedom, score);
    }

    /// <summary>The least samples that have a power; not whole.</summary>
    public double Required(double margin, double power)
    {
        var least = MarginTest.LeastSamples(margin, spread.Range, confidence, spread.IsBinary);
        return Least(least, 1e15, n => Of(margin, n) >= power);
    }

    /// <summary>The smallest margin for which some samples have a power.</summary>
    public double Detectable(double samples, double power)
    {
        var most = double.IsFinite(spread.Range) ? spread.Range : 1e6 * Math.Max(_deviation, 1e-9);
        return Least(most * 1e-9, most, m => Of(m, samples) >= power);
    }

    private double AtMargin(double margin)
    {
        if (!spread.IsBinary || margin >= 1)
        {
            return _deviation;
        }

        var each = (int)(Many * Math.Min(spread.Variance, 1) / 2);
        var z = Tango.Statistic(new PairedCounts(Many - (2 * each), each, each, 0), -margin);
        return margin * Math.Sqrt(Many) / z;
    }

    private static double Quantile(double freedom, double p) =>
        double.IsPositiveInfinity(freedom) ? Normal.InvCDF(0, 1, p) : StudentInterval.Quantile(freedom, (2 * p) - 1);

    // What holds for large values and not for small ones begins here; halving on the logarithm, to nine digits.
    private static double Least(double low, double high, Func<double, bool> holds)
    {
        if (holds(low))
        {
            return low;
        }

        while (high / low > 1 + 1e-9)
        {
            var middle = Math.Sqrt(low) * Math.Sqrt(high);
            (low, high) = holds(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }
}
