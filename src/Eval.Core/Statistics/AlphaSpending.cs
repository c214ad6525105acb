using MathNet.Numerics.Distributions;

namespace Eval.Core.Statistics;

/// <summary>How the error probability is spread over the looks at a growing sample (K. K. G. Lan and D. L. DeMets, Biometrika 70, 1983).</summary>
public enum SpendingType
{
    /// <summary>Like O'Brien and Fleming's boundary: hardly anything early, almost all at the end.</summary>
    OBrienFleming,

    /// <summary>Like Pocock's boundary: about the same at each look.</summary>
    Pocock,
}

/// <summary>Which boundaries are meant. The published tables differ in this, so it is always named.</summary>
public enum SpendingSides
{
    /// <summary>One boundary above; the whole α belongs to it.</summary>
    One,

    /// <summary>Boundaries above and below, each spends α/2 by a function of its own.</summary>
    TwoPerSide,

    /// <summary>Boundaries above and below, one function spends the two-sided α: looser at early looks for O'Brien and Fleming's type.</summary>
    TwoTotal,
}

/// <summary>Boundaries for z at several looks, such that all looks together reject a true hypothesis with probability α at most.</summary>
public static class AlphaSpending
{
    /// <summary>What has been spent when a share of the information is in.</summary>
    /// <param name="type">The function.</param>
    /// <param name="alpha">α in all, between 0 and 1.</param>
    /// <param name="fraction">Share of the final information, from 0 to 1.</param>
    /// <param name="sides">The sides that α belongs to.</param>
    public static double Spent(SpendingType type, double alpha, double fraction, SpendingSides sides = SpendingSides.One)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(alpha, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(alpha, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(fraction);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fraction, 1);
        return fraction switch
        {
            0 => 0,
            1 => alpha,
            _ when sides == SpendingSides.TwoPerSide => 2 * Spent(type, alpha / 2, fraction),
            _ when type == SpendingType.Pocock => alpha * Math.Log(1 + ((Math.E - 1) * fraction)),
            _ => 2 * Normal.CDF(0, 1, Normal.InvCDF(0, 1, alpha / 2) / Math.Sqrt(fraction)),
        };
    }

    /// <summary>
    /// The boundaries: z at or beyond the k-th rejects at the k-th look. Computed by numerical recursion over the density of the paths that have
    /// crossed none so far (P. Armitage, C. K. McPherson and B. C. Rowe, JRSS A 132, 1969).
    /// </summary>
    /// <param name="type">The function.</param>
    /// <param name="alpha">α in all, between 0 and 1.</param>
    /// <param name="fractions">Shares of the final information at the looks: rising, above 0, at most 1.</param>
    /// <param name="sides">One boundary or two; with two they are symmetric and the upper one is given.</param>
    /// <returns>One z per look; ∞ where too little is left to be spent for any (below 1e-15).</returns>
    public static double[] Boundaries(SpendingType type, double alpha, ReadOnlySpan<double> fractions, SpendingSides sides = SpendingSides.One)
    {
        var paths = new SurvivingPaths(twoSided: sides != SpendingSides.One);
        var boundaries = new double[fractions.Length];
        var spent = 0.0;
        for (var look = 0; look < fractions.Length; look++)
        {
            var total = Spent(type, alpha, fractions[look], sides);
            boundaries[look] = paths.Next(fractions[look], total - spent);

            // What could not be spent is left for the next look.
            spent = double.IsFinite(boundaries[look]) ? total : spent;
        }

        return boundaries;
    }

    /// <summary>The same for a number of equally spaced looks, the last with all information.</summary>
    /// <param name="type">The function.</param>
    /// <param name="alpha">α in all, between 0 and 1.</param>
    /// <param name="looks">Looks, 1 or more.</param>
    /// <param name="sides">One boundary or two.</param>
    public static double[] Boundaries(SpendingType type, double alpha, int looks, SpendingSides sides = SpendingSides.One)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(looks, 1);
        return Boundaries(type, alpha, [.. Enumerable.Range(1, looks).Select(k => (double)k / looks)], sides);
    }

    /// <summary>P(some look crosses its boundary) when z drifts: the level at drift 0, the power at another.</summary>
    /// <param name="boundaries">Boundaries for z, one per look.</param>
    /// <param name="fractions">Shares of the final information at the looks: rising, above 0, at most 1.</param>
    /// <param name="drift">Expected z when all information is in: effect / standard error.</param>
    /// <param name="twoSided">Whether −z crosses as well.</param>
    public static double CrossingProbability(
        ReadOnlySpan<double> boundaries, ReadOnlySpan<double> fractions, double drift = 0, bool twoSided = false)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(boundaries.Length, fractions.Length);
        var paths = new SurvivingPaths(twoSided, drift);
        var crossed = 0.0;
        for (var look = 0; look < fractions.Length; look++)
        {
            crossed += paths.Cross(fractions[look], boundaries[look]);
        }

        return crossed;
    }
}
