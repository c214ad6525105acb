namespace Eval.Core.Statistics;

/// <summary>How p values of a family of tests are adjusted. A family is one decision, not a history.</summary>
public enum Correction
{
    /// <summary>Family-wise error: each p times the number of tests.</summary>
    Bonferroni,

    /// <summary>Family-wise error under any dependence (S. Holm 1979): always at least as good as Bonferroni. For "did any guarded suite regress?".</summary>
    Holm,

    /// <summary>Family-wise error for independent or positively dependent tests (Y. Hochberg 1988).</summary>
    Hochberg,

    /// <summary>False discovery rate for independent or positively dependent tests (Y. Benjamini and Y. Hochberg 1995). For exploratory lists.</summary>
    BenjaminiHochberg,

    /// <summary>False discovery rate under any dependence (Y. Benjamini and D. Yekutieli 2001).</summary>
    BenjaminiYekutieli,
}

/// <summary>Several tests in one decision.</summary>
public static class MultipleTesting
{
    /// <summary>Adjusted p values in the given order: what is at or below α is rejected.</summary>
    /// <param name="p">p values, from 0 to 1.</param>
    /// <param name="correction">The method.</param>
    public static double[] Adjust(ReadOnlySpan<double> p, Correction correction)
    {
        var n = p.Length;
        var sorted = p.ToArray();
        foreach (var value in sorted)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
        }

        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort(sorted, order);
        var harmonic = Enumerable.Range(1, n).Sum(k => 1.0 / k);
        var adjusted = new double[n];
        for (var i = 0; i < n; i++)
        {
            adjusted[i] = sorted[i] * correction switch
            {
                Correction.Bonferroni => n,
                Correction.Holm or Correction.Hochberg => n - i,
                Correction.BenjaminiHochberg => n / (i + 1.0),
                Correction.BenjaminiYekutieli => n * harmonic / (i + 1.0),
                _ => throw new ArgumentOutOfRangeException(nameof(correction)),
            };
        }

        // Stepping down, no p may be below a smaller one's; stepping up, none above a larger one's.
        if (correction is Correction.Holm)
        {
            for (var i = 1; i < n; i++)
            {
                adjusted[i] = Math.Max(adjusted[i], adjusted[i - 1]);
            }
        }
        else if (correction is not Correction.Bonferroni)
        {
            for (var i = n - 2; i >= 0; i--)
            {
                adjusted[i] = Math.Min(adjusted[i], adjusted[i + 1]);
            }
        }

        var result = new double[n];
        for (var i = 0; i < n; i++)
        {
            result[order[i]] = Math.Min(1, adjusted[i]);
        }

        return result;
    }

    /// <summary>
    /// p of "at least one of the hypotheses holds": the largest p. Where every guard must pass, no correction is needed (R. L. Berger 1982).
    /// </summary>
    /// <param name="p">p values, from 0 to 1; at least one.</param>
    public static double IntersectionUnion(ReadOnlySpan<double> p)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(p.Length, 1);
        var largest = 0.0;
        foreach (var value in p)
        {
            largest = Math.Max(largest, value);
        }

        return largest;
    }
}
