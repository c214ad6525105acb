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
    /// By one over the probability of the pair (W.-L. Chiang et al., ICML 2024, section 5): where Bradley–Terry does not hold, the strengths that all pairs, equally often,
    /// would have led to; paid for with wider intervals.
    /// </summary>
    InverseProbability,
}

/// <summary>Weights of battles by the probabilities that a pairing policy stored.</summary>
public static class PairingWeights
{
    /// <summary>The weights, above 0, their mean 1, in the given order.</summary>
    /// <param name="weighting">The rule.</param>
    /// <param name="probabilities">Probability of each battle's pair in its turn (<see cref="PlannedPairing.Probability"/>), above 0 and at most 1.</param>
    public static double[] Of(PairingWeighting weighting, IReadOnlyList<double> probabilities)
    {
        var weights = new double[probabilities.Count];
        for (var i = 0; i < weights.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(probabilities[i], nameof(probabilities));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(probabilities[i], 1, nameof(probabilities));
            weights[i] = weighting == PairingWeighting.None ? 1 : 1 / probabilities[i];
        }

        var mean = weights.Length == 0 ? 1 : weights.Average();
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] /= mean;
        }

        return weights;
    }
}
