namespace Eval.Core.Ratings.Style;

/// <summary>
/// The spread of each feature: its standard deviation over the battles that count (dividing by n). Features are divided by it, not centred: answers of the
/// same style must add nothing to a battle, and swapping the sides must change nothing; what FastChat's centring does is the position term's.
/// </summary>
internal sealed class StyleScale
{
    private StyleScale(double[] deviations) => Deviations = deviations;

    /// <summary>Standard deviations; 0 for a feature that never varies.</summary>
    public double[] Deviations { get; }

    /// <summary>Places of the features that vary.</summary>
    public int[] Used => [.. Enumerable.Range(0, Deviations.Length).Where(f => Deviations[f] > 0)];

    /// <summary>Reads all battles once.</summary>
    /// <exception cref="ArgumentException">A battle has another number of features, or one that is not finite.</exception>
    public static StyleScale Of(IStyledBattles battles, BothBadRule rule)
    {
        // Welford's sums: differences of large sums of squares would lose a small spread.
        var (mean, squares) = (new double[battles.Features.Count], new double[battles.Features.Count]);
        var (number, count) = (0L, 0L);
        foreach (var (battle, features) in battles.Read())
        {
            number++;
            if (features.Length != mean.Length || !Array.TrueForAll(features, double.IsFinite))
            {
                throw new ArgumentException($"Battle {number} does not have {mean.Length} finite features", nameof(battles));
            }

            if (battle.Outcome == BattleOutcome.BothBad && rule == BothBadRule.Leave)
            {
                continue;
            }

            count++;
            for (var f = 0; f < mean.Length; f++)
            {
                var difference = features[f] - mean[f];
                mean[f] += difference / count;
                squares[f] += difference * (features[f] - mean[f]);
            }
        }

        return new StyleScale(Array.ConvertAll(squares, s => s > 0 ? Math.Sqrt(s / count) : 0));
    }
}
