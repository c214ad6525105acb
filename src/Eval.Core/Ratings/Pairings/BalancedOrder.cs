using System.Numerics;
using Eval.Core.Statistics;

namespace Eval.Core.Ratings.Pairings;

/// <summary>
/// The order in which a policy that nothing is learned in plays every one of its pairs on every prompt: pairs take turns, and with each pairing comes the next prompt, so
/// that any stretch of it, a round too, holds every pair and every prompt about equally often. Any stretch is found without those before it.
/// </summary>
internal static class BalancedOrder
{
    /// <summary>The pairings of the state's round.</summary>
    /// <param name="state">What is known; what was played does not matter here.</param>
    /// <param name="pairs">Number of pairs, 1 or more.</param>
    /// <param name="pairAt">The pair of a turn, from 0 to <paramref name="pairs"/> − 1.</param>
    public static IReadOnlyList<PlannedPairing> Round(PairingState state, long pairs, Func<long, (int A, int B)> pairAt)
    {
        state.Check();
        var first = (long)state.Round * state.RoundSize;
        var count = (int)Math.Clamp((pairs * state.Prompts) - first, 0, state.RoundSize);
        if (count == 0)
        {
            return [];
        }

        var prompts = SeededOrder(state.Prompts, state.Seed, "arena prompts");

        // Pair k meets prompts k, k + pairs, k + 2·pairs … (mod prompts). They repeat after prompts/gcd turns; from there on they move on by one.
        var period = state.Prompts / (long)BigInteger.GreatestCommonDivisor(pairs, state.Prompts);
        var planned = new PlannedPairing[count];
        for (var i = 0; i < count; i++)
        {
            var place = first + i;
            var (turn, pair) = Math.DivRem(place, pairs);
            var (a, b) = pairAt(pair);
            planned[i] = new PlannedPairing(a, b, prompts[(place + (turn / period)) % state.Prompts], 1);
        }

        return planned;
    }

    /// <summary>The numbers from 0 to <paramref name="count"/> − 1 in an order that depends on the seed and the purpose alone.</summary>
    public static int[] SeededOrder(int count, int seed, string purpose)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        SeededRandom.For(seed, purpose).Shuffle<int>(order);
        return order;
    }
}
