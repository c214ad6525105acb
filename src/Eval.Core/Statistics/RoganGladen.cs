namespace Eval.Core.Statistics;

/// <summary>
/// The true rate behind a judge that errs (W. J. Rogan and B. Gladen, American Journal of Epidemiology 107, 1978):
/// (observed + specificity − 1)/(sensitivity + specificity − 1).
/// </summary>
public static class RoganGladen
{
    /// <summary>The corrected rate, cut to [0, 1]; NaN where the judge is no better than chance (sensitivity + specificity ≤ 1).</summary>
    /// <param name="observed">Rate by the judge, from 0 to 1.</param>
    /// <param name="sensitivity">Share of the truly good that the judge passes.</param>
    /// <param name="specificity">Share of the truly bad that the judge fails.</param>
    public static double Rate(double observed, double sensitivity, double specificity)
    {
        var skill = sensitivity + specificity - 1;
        return skill > 0 ? Math.Clamp((observed + specificity - 1) / skill, 0, 1) : double.NaN;
    }

    /// <summary>Its standard error by the delta method, when the judge's own rates were measured on some items of each class.</summary>
    /// <param name="observed">Rate by the judge, from 0 to 1.</param>
    /// <param name="items">Items judged, 1 or more.</param>
    /// <param name="sensitivity">Share of the truly good that the judge passes.</param>
    /// <param name="good">Truly good items that it was measured on, 1 or more.</param>
    /// <param name="specificity">Share of the truly bad that the judge fails.</param>
    /// <param name="bad">Truly bad items that it was measured on, 1 or more.</param>
    public static double StandardError(double observed, int items, double sensitivity, int good, double specificity, int bad)
    {
        var skill = sensitivity + specificity - 1;
        var rate = (observed + specificity - 1) / skill;
        var variance = (observed * (1 - observed) / items)
            + (rate * rate * sensitivity * (1 - sensitivity) / good)
            + ((1 - rate) * (1 - rate) * specificity * (1 - specificity) / bad);
        return skill > 0 ? Math.Sqrt(variance) / skill : double.NaN;
    }
}
