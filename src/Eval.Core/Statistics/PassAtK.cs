namespace Eval.Core.Statistics;

/// <summary>pass@k: the probability that at least one of k attempts is right (Chen et al. 2021, "Evaluating large language models trained on code").</summary>
public static class PassAtK
{
    /// <summary>
    /// The unbiased estimate from n attempts of which some are right: 1 − C(n − c, k)/C(n, k), as a product, which does not overflow.
    /// </summary>
    /// <param name="attempts">Attempts made; <paramref name="k"/> or more.</param>
    /// <param name="right">Those that are right.</param>
    /// <param name="k">1 or more.</param>
    public static double Of(int attempts, int right, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, k);
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(right, attempts);
        if (attempts - right < k)
        {
            return 1;
        }

        var none = 1.0;
        for (var i = attempts - right + 1; i <= attempts; i++)
        {
            none *= 1 - ((double)k / i);
        }

        return 1 - none;
    }
}
