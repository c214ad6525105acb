namespace Eval.Core.Statistics;

/// <summary>Intervals by Student's t distribution.</summary>
public static class StudentInterval
{
    /// <summary>estimate ± t · standard error.</summary>
    /// <param name="estimate">The middle.</param>
    /// <param name="standardError">Its standard error, 0 or more.</param>
    /// <param name="degreesOfFreedom">Degrees of freedom, 1 or more (n − 1; clusters − 1).</param>
    /// <param name="confidence">Two-sided confidence, between 0 and 1.</param>
    public static Interval Around(double estimate, double standardError, double degreesOfFreedom, double confidence = 0.95)
    {
        var half = Quantile(degreesOfFreedom, confidence) * standardError;
        return new(estimate - half, estimate + half);
    }

    /// <summary>The t quantile of a two-sided confidence: 12.706… for 1 degree of freedom and 0.95.</summary>
    public static double Quantile(double degreesOfFreedom, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);

        // t² / (f + t²) is beta distributed. MathNet's own quantile does not converge for few degrees of freedom and the confidence of a first look.
        var x = BetaQuantile.Of(degreesOfFreedom / 2, 0.5, 1 - confidence);
        return Math.Sqrt(degreesOfFreedom * (1 - x) / x);
    }
}
