namespace Eval.Core.Statistics;

/// <summary>Count, mean and variance of a stream of numbers in constant memory (Welford 1962).</summary>
public sealed class Moments
{
    private double _squares;

    /// <summary>Numbers taken.</summary>
    public int Count { get; private set; }

    /// <summary>Their mean; 0 where there are none.</summary>
    public double Mean { get; private set; }

    /// <summary>Sample variance (divisor n − 1); NaN below two numbers.</summary>
    public double Variance => Count < 2 ? double.NaN : _squares / (Count - 1);

    /// <summary>Standard error of the mean, s/√n; NaN below two numbers.</summary>
    public double StandardError => Math.Sqrt(Variance / Count);

    /// <summary>Takes one number.</summary>
    public void Add(double value)
    {
        Count++;
        var before = value - Mean;
        Mean += before / Count;
        _squares += before * (value - Mean);
    }

    /// <summary>Mean of some numbers; NaN where there are none.</summary>
    public static double MeanOf(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    /// <summary>Sample standard deviation of some numbers (divisor n − 1, two passes); NaN below two.</summary>
    public static double StandardDeviationOf(ReadOnlySpan<double> values)
    {
        var mean = MeanOf(values);
        var squares = 0.0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return values.Length < 2 ? double.NaN : Math.Sqrt(squares / (values.Length - 1));
    }

    /// <summary>Standard error of the mean of some numbers, s/√n; NaN below two.</summary>
    public static double StandardErrorOf(ReadOnlySpan<double> values) => StandardDeviationOf(values) / Math.Sqrt(values.Length);
}
