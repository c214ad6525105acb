namespace Eval.Core.Statistics;

/// <summary>
/// The limit of a mean by exponential tilting (B. Efron, Canadian Journal of Statistics 9, 1981; second-order correct: T. J. DiCiccio and J. P. Romano,
/// International Statistical Review 58, 1990): the data are reweighted by e^τx until the mean that was seen would be as far out as the confidence
/// allows. The probability under the tilted data is Lugannani and Rice's saddlepoint in Barndorff-Nielsen's form, so nothing is drawn. Unlike
/// Student's t it follows the skewness of the data: the errors of t that come from a few large losses disappear.
/// </summary>
internal sealed class TiltedLimit
{
    private readonly double[] _values;
    private readonly double[] _weights;
    private readonly double _count;

    private TiltedLimit(double[] values, double[] weights) => (_values, _weights, _count) = (values, weights, weights.Sum());

    /// <summary>One limit.</summary>
    /// <param name="values">Independent values that are not all equal.</param>
    /// <param name="quantile">How far out the mean that was seen may be, in standard errors with divisor n; positive gives the lower limit, negative the upper.</param>
    /// <param name="extraValue">A value that is added to the data with a weight.</param>
    /// <param name="extraWeight">Its weight against 1 for each value, 0 or more.</param>
    public static double Of(ReadOnlySpan<double> values, double quantile, double extraValue, double extraWeight)
    {
        // The lower limit is found; the upper one is that of the mirrored data.
        var sign = Math.Sign(quantile);
        var points = new double[values.Length + 1];
        for (var i = 0; i < values.Length; i++)
        {
            points[i] = sign * values[i];
        }

        points[^1] = sign * extraValue;
        var weights = new double[points.Length];
        Array.Fill(weights, 1);
        weights[^1] = extraWeight;

        double mean = 0, squares = 0, mass = values.Length + extraWeight;
        for (var i = 0; i < points.Length; i++)
        {
            mean += weights[i] * points[i] / mass;
        }

        for (var i = 0; i < points.Length; i++)
        {
            squares += weights[i] * (points[i] - mean) * (points[i] - mean);
        }

        var scale = Math.Sqrt(squares / mass);
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = (points[i] - mean) / scale;
        }

        Array.Sort(points, weights);
        return sign * (mean + (scale * Merged(points, weights).Lower(Math.Abs(quantile))));
    }

    // Graded scores take few values: equal ones are weighed once.
    private static TiltedLimit Merged(double[] sorted, double[] weights)
    {
        var last = 0;
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] - sorted[last] < 1e-12)
            {
                weights[last] += weights[i];
            }
            else
            {
                last++;
                (sorted[last], weights[last]) = (sorted[i], weights[i]);
            }
        }

        return new TiltedLimit(sorted[..(last + 1)], weights[..(last + 1)]);
    }

    // The data have mean 0 and variance 1. How far out 0 is under the tilt is nearly a straight line in τ: the rule of false position (Illinois)
    // takes a handful of steps.
    private double Lower(double quantile)
    {
        double near = 0, nearGap = -quantile, far = -quantile / Math.Sqrt(_count), farGap = HowFarOut(far) - quantile;
        for (var i = 0; farGap < 0 && i < 60; i++)
        {
            (near, nearGap, far) = (far, farGap, 2 * far);
            farGap = HowFarOut(far) - quantile;
        }

        var side = 0;
        for (var i = 0; i < 60 && Math.Abs(farGap) > 1e-9; i++)
        {
            var next = ((near * farGap) - (far * nearGap)) / (farGap - nearGap);
            var gap = HowFarOut(next) - quantile;
            if (Math.Abs(gap) <= 1e-9)
            {
                far = next;
                break;
            }

            if (gap > 0)
            {
                (far, farGap, nearGap) = (next, gap, nearGap * (side == 1 ? 0.5 : 1));
                side = 1;
            }
            else
            {
                (near, nearGap, farGap) = (next, gap, farGap * (side == -1 ? 0.5 : 1));
                side = -1;
            }
        }

        return At(far).Mean;
    }

    // z of P(mean ≥ 0) under the tilt τ; the saddlepoint lies at the data as they are.
    private double HowFarOut(double tau)
    {
        var r = Math.Sqrt(Math.Max(0, 2 * _count * At(tau).Log));
        return r < 1e-6 ? r : r + (Math.Log(-tau * Math.Sqrt(_count) / r) / r);
    }

    /// <summary>Log of the mean of e^τx, and the mean of the tilted data.</summary>
    private (double Log, double Mean) At(double tau)
    {
        double sum = 0, first = 0;
        for (var i = 0; i < _values.Length; i++)
        {
            var mass = _weights[i] * Math.Exp(tau * _values[i]);
            sum += mass;
            first += mass * _values[i];
        }

        return (Math.Log(sum / _count), first / sum);
    }
}
