namespace Eval.Core.Statistics;

/// <summary>
/// The exact interval of a proportion (C. J. Clopper and E. S. Pearson, Biometrika 26, 1934): covers at least as often as stated for every rate, and
/// is therefore wider than <see cref="Wilson"/>'s.
/// </summary>
public static class ClopperPearson
{
    /// <summary>The interval of a proportion.</summary>
    /// <param name="successes">Successes, from 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Trials, 1 or more.</param>
    /// <param name="confidence">Two-sided confidence, between 0 and 1; each tail has half of the rest.</param>
    public static Interval Interval(int successes, int trials, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        var tail = (1 - confidence) / 2;
        return new(
            successes == 0 ? 0 : BetaQuantile.Of(successes, trials - successes + 1, tail),
            successes == trials ? 1 : BetaQuantile.Of(successes + 1, trials - successes, 1 - tail));
    }
}
