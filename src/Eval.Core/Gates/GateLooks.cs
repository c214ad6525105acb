using System.Collections.Concurrent;
using Eval.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Gates;

/// <summary>When a gate with early stopping looks, and how sure it must be each time.</summary>
public static class GateLooks
{
    private const int MostRemembered = 512;
    private static readonly ConcurrentDictionary<(SpendingType, double, string), double[]> Remembered = new();

    /// <summary>Samples of one suite at each look: equal steps, rounded up, the last with all; fewer looks where there are fewer samples.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="planned">Samples planned for the whole gate, 1 or more.</param>
    public static IReadOnlyList<int> Sizes(EarlyStopping rule, int planned)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(planned, 1);
        return [.. Enumerable.Range(1, rule.Looks).Select(k => (int)(((long)planned * k) + rule.Looks - 1) / rule.Looks).Distinct()];
    }

    /// <summary>
    /// How sure the last of the looks taken must be. Each direction (pass, fail) spends the whole 1 − confidence by itself, because at most one of
    /// the two errors can be made.
    /// </summary>
    internal static LookLevel At(EarlyStopping rule, LooksTaken looks, double confidence)
    {
        // Missing samples make the last look smaller than planned. It counts as full: what is left is spent, on the cautious side, since
        // the step before it is taken for larger than it was.
        var fractions = new List<double>();
        for (var i = 0; i < looks.Shared.Count; i++)
        {
            var isLast = i == looks.Shared.Count - 1 && looks.IsLast;
            var fraction = isLast ? 1 : Math.Min((double)looks.Shared[i] / looks.Planned, 1);
            if (fraction > (fractions.Count > 0 ? fractions[^1] : 0))
            {
                fractions.Add(fraction);
            }
            else if (i == looks.Shared.Count - 1)
            {
                return new LookLevel(confidence, 0, double.PositiveInfinity, CanDecide: false);
            }
        }

        if (fractions.Count == 0)
        {
            return new LookLevel(confidence, 0, double.PositiveInfinity, CanDecide: false);
        }

        var taken = fractions.Count;
        fractions.AddRange(Sizes(rule, looks.Planned).Select(n => (double)n / looks.Planned).Where(f => f > fractions[taken - 1]).ToList());
        var boundaries = Boundaries(rule.Spending, 1 - confidence, [.. fractions]);
        var level = Normal.CDF(0, 1, boundaries[taken - 1]);
        return level < 1 ? new LookLevel(level, fractions[taken - 1], boundaries[^1], CanDecide: true)
            : new LookLevel(confidence, fractions[taken - 1], boundaries[^1], CanDecide: false);
    }

    internal static double[] Boundaries(SpendingType spending, double alpha, double[] fractions)
    {
        var key = (spending, alpha, string.Join(' ', fractions));
        if (Remembered.TryGetValue(key, out var known))
        {
            return known;
        }

        if (Remembered.Count >= MostRemembered)
        {
            Remembered.Clear();
        }

        return Remembered[key] = AlphaSpending.Boundaries(spending, alpha, fractions);
    }
}

/// <summary>How sure one look must be.</summary>
/// <param name="Confidence">Confidence of each one-sided limit at this look.</param>
/// <param name="Fraction">Share of the planned information that is in.</param>
/// <param name="FinalBoundary">z that the last look will need.</param>
/// <param name="CanDecide">False where so little error may be spent by now that nothing could be decided.</param>
internal readonly record struct LookLevel(double Confidence, double Fraction, double FinalBoundary, bool CanDecide)
{
    /// <summary>One look at everything.</summary>
    public static LookLevel Single(double confidence) => new(confidence, 1, double.NaN, CanDecide: true);

    /// <summary>
    /// The probability that the last look decides (conditional power; K. K. G. Lan and J. Wittes, Biometrics 44, 1988; looks in between left out): the
    /// larger of passing if nothing is lost in truth, and of failing if twice the margin is.
    /// </summary>
    /// <param name="z">z of "the difference is −margin" at this look.</param>
    /// <param name="distance">Margin / standard error at this look.</param>
    public double ProbabilityOfVerdict(double z, double distance)
    {
        if (Fraction >= 1 || double.IsNaN(z))
        {
            return 1;
        }

        var (drift, spread) = (distance / Math.Sqrt(Fraction) * (1 - Fraction), Math.Sqrt(1 - Fraction));
        return Normal.CDF(0, 1, ((Math.Abs(z) * Math.Sqrt(Fraction)) + drift - FinalBoundary) / spread);
    }
}
