namespace Eval.Core.Statistics;

/// <summary>What the numbers of a scale mean.</summary>
public enum MeasurementLevel
{
    /// <summary>Names: equal or not.</summary>
    Nominal,

    /// <summary>Ranks: only their order counts.</summary>
    Ordinal,

    /// <summary>Distances count.</summary>
    Interval,

    /// <summary>Ratios count; values are not negative.</summary>
    Ratio,
}

/// <summary>
/// Krippendorff's alpha: agreement of any number of raters with missing ratings, 1 − observed / expected disagreement in the coincidence matrix
/// (K. Krippendorff, "Computing Krippendorff's alpha-reliability", 2011).
/// </summary>
public static class KrippendorffAlpha
{
    /// <summary>The alpha; NaN where no unit has two ratings or all ratings are equal.</summary>
    /// <param name="units">The ratings that each unit got, in any order; missing ones are left out.</param>
    /// <param name="level">What the numbers mean.</param>
    public static double Of(IEnumerable<IReadOnlyList<double>> units, MeasurementLevel level)
    {
        IReadOnlyList<double>[] pairable = [.. units.Where(u => u.Count > 1)];
        double[] values = [.. pairable.SelectMany(u => u).Distinct().Order()];
        var index = values.Select((value, i) => (value, i)).ToDictionary(x => x.value, x => x.i);
        var coincidences = new double[values.Length, values.Length];
        foreach (var unit in pairable)
        {
            var share = 1.0 / (unit.Count - 1);
            for (var a = 0; a < unit.Count; a++)
            {
                for (var b = 0; b < unit.Count; b++)
                {
                    coincidences[index[unit[a]], index[unit[b]]] += a == b ? 0 : share;
                }
            }
        }

        return OfCoincidences(values, coincidences, level);
    }

    /// <summary>The alpha of a coincidence matrix; NaN where all ratings are equal.</summary>
    /// <param name="values">The values of the scale, ascending.</param>
    /// <param name="coincidences">For each pair of values, the pairs of ratings that met in a unit, each counted 1/(ratings of the unit − 1); symmetric.</param>
    /// <param name="level">What the numbers mean.</param>
    public static double OfCoincidences(double[] values, double[,] coincidences, MeasurementLevel level)
    {
        var totals = new double[values.Length];
        for (var c = 0; c < values.Length; c++)
        {
            for (var k = 0; k < values.Length; k++)
            {
                totals[c] += coincidences[c, k];
            }
        }

        double observed = 0, expected = 0;
        for (var c = 0; c < values.Length; c++)
        {
            for (var k = 0; k < values.Length; k++)
            {
                var distance = Distance(values, totals, c, k, level);
                observed += coincidences[c, k] * distance;
                expected += totals[c] * totals[k] * distance;
            }
        }

        return expected == 0 ? double.NaN : 1 - ((totals.Sum() - 1) * observed / expected);
    }

    private static double Distance(double[] values, double[] totals, int c, int k, MeasurementLevel level)
    {
        if (c == k)
        {
            return 0;
        }

        var gap = values[c] - values[k];
        switch (level)
        {
            case MeasurementLevel.Nominal:
                return 1;
            case MeasurementLevel.Ordinal:
                var between = -(totals[c] + totals[k]) / 2;
                for (var g = Math.Min(c, k); g <= Math.Max(c, k); g++)
                {
                    between += totals[g];
                }

                return between * between;
            case MeasurementLevel.Interval:
                return gap * gap;
            case MeasurementLevel.Ratio:
                ArgumentOutOfRangeException.ThrowIfNegative(values[0]);
                return Math.Pow(gap / (values[c] + values[k]), 2);
            default:
                throw new ArgumentOutOfRangeException(nameof(level));
        }
    }
}
