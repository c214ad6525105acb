using MathNet.Numerics.Distributions;

namespace Eval.Core.Statistics;

/// <summary>
/// The test of "new is worse than old by the margin or more" by the normal distribution. For right and wrong answers <see cref="Tango"/> holds its
/// level also where few answers differ.
/// </summary>
/// <param name="Z">(difference + margin) / standard error; above 0 where the data are better than the margin allows.</param>
/// <param name="P">One-sided p: small where new is not inferior.</param>
public readonly record struct NonInferiority(double Z, double P)
{
    /// <summary>Tests a difference.</summary>
    /// <param name="difference">new − old, positive where new is better.</param>
    /// <param name="standardError">Its standard error, above 0.</param>
    /// <param name="margin">What may be lost, in the unit of the difference, 0 or more; with 0 the test is one of superiority.</param>
    public static NonInferiority Of(double difference, double standardError, double margin)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(standardError);
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        var z = (difference + margin) / standardError;
        return new(z, Normal.CDF(0, 1, -z));
    }
}
