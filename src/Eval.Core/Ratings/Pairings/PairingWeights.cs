namespace Eval.Core.Ratings.Pairings;

/// <summary>What a battle of a tournament counts in a rating, by how likely its pair was to be chosen.</summary>
public enum PairingWeighting
{
    /// <summary>
    /// All alike. The default: where Bradley–Terry holds, how pairs were chosen from earlier results does not bias the estimate, and weights only
    /// make it less sure.
    /// </summary>
    None,

    /// <summary>
    /// By one over the battles that the pair has: each pair that met counts alike. Where Bradley–Terry does not hold, these are the strengths that a round
    /// robin would have led to; a look at how much they differ from the unweighted ones shows how much the choice of pairs matters.
    /// </summary>
    EqualPairs,

    /// <summary>
    /// By one over the probability of the pair in its turn (W.-L. Chiang et al., ICML 2024, section 5): aims at the same as <see cref="EqualPairs"/>, free of the
    /// bias that counting brings when few battles decide what is played next, and much less sure: the best pair's probability is near 1 and all others' near 0.
    /// </summary>
    InverseProbability,
}

/// <summary>Weights of the battles of a tournament by how its pairs were chosen. How they compare: <c>DECISION-pairing.md</c>.</summary>
public static class PairingWeights
{
    /// <summary>The weights, above 0, in the given order; their mean over the battles that somebody could decide is 1.</summary>
    /// <param name="weighting">The rule.</param>
    /// <param name="played">What was played; what nobody could decide counts towards no pair and gets a weight for form's sake.</param>
    public static double[] Of(PairingWeighting weighting, IReadOnlyList<PlayedPairing> played)
    {
        var decided = played.Where(p => p.Score is not null).CountBy(Pair).ToDictionary();
        var weights = new double[played.Count];
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < weights.Length; i++)
        {
            var probability = played[i].Probability;
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(probability, nameof(played));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1, nameof(played));
            weights[i] = weighting switch
            {
                PairingWeighting.EqualPairs => 1.0 / decided.GetValueOrDefault(Pair(played[i]), 1),
                PairingWeighting.InverseProbability => 1 / probability,
                _ => 1,
            };
            (sum, count) = played[i].Score is null ? (sum, count) : (sum + weights[i], count + 1);
        }

        for (var i = 0; i < weights.Length && count > 0; i++)
        {
            weights[i] *= count / sum;
        }

        return weights;
    }

    private static (int, int) Pair(PlayedPairing played) => (Math.Min(played.A, played.B), Math.Max(played.A, played.B));
}
