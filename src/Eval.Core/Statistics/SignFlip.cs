using System.Numerics;
using MathNet.Numerics;

namespace Eval.Core.Statistics;

/// <summary>What a sign-flip permutation test gave.</summary>
/// <param name="GreaterP">One-sided p: small where the mean is above 0.</param>
/// <param name="LessP">One-sided p: small where the mean is below 0.</param>
/// <param name="TwoSidedP">Two-sided p.</param>
/// <param name="Draws">Sign patterns drawn; null where all were counted and the p are exact.</param>
public readonly record struct SignFlipResult(double GreaterP, double LessP, double TwoSidedP, int? Draws);

/// <summary>
/// The permutation test of paired differences: without an effect each difference could as well have the other sign (R. A. Fisher 1935). Equal
/// differences are counted together, so that on +1/0/−1 data the test is exact at any size and equals <see cref="McNemar"/>'s.
/// </summary>
public static class SignFlip
{
    /// <summary>Sign patterns drawn where there are too many to count.</summary>
    public const int DefaultDraws = 10_000;

    private const long MostPatterns = 1 << 20;

    /// <summary>Tests "the mean difference is 0".</summary>
    /// <param name="differences">Differences; those of 0 tell nothing. To test another mean, subtract it first.</param>
    /// <param name="clusters">Number of each difference's cluster, from 0; empty where they are independent. Clusters flip whole.</param>
    /// <param name="seed">Seed of the draws. Same seed, same p, on any number of threads.</param>
    /// <param name="draws">Patterns drawn where they cannot be counted, 100 or more; p = (1 + hits)/(1 + draws).</param>
    public static SignFlipResult Test(
        ReadOnlySpan<double> differences, ReadOnlySpan<int> clusters = default, int seed = 0, int draws = DefaultDraws)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 100);
        var units = Units(differences, clusters);
        var sizes = new Dictionary<double, int>();
        var (observed, total) = (0.0, 0.0);
        foreach (var unit in units)
        {
            (observed, total) = (observed + unit, total + Math.Abs(unit));
            if (unit != 0)
            {
                sizes[Math.Abs(unit)] = sizes.GetValueOrDefault(Math.Abs(unit)) + 1;
            }
        }

        (double Value, int Size)[] groups = [.. sizes.OrderByDescending(g => g.Value).Select(g => (g.Key, g.Value))];
        var test = new Tally(observed, 1e-9 * total);
        var patterns = groups.Aggregate(1.0, (product, g) => product * (g.Size + 1.0));
        return patterns <= MostPatterns ? Counted(groups, test) : Drawn(groups, test, seed, draws);
    }

    private static double[] Units(ReadOnlySpan<double> differences, ReadOnlySpan<int> clusters)
    {
        if (clusters.IsEmpty)
        {
            return differences.ToArray();
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(clusters.Length, differences.Length);
        var sums = new Dictionary<int, double>();
        for (var i = 0; i < differences.Length; i++)
        {
            sums[clusters[i]] = sums.GetValueOrDefault(clusters[i]) + differences[i];
        }

        return [.. sums.Values];
    }

    private static SignFlipResult Counted((double Value, int Size)[] groups, Tally test)
    {
        double greater = 0, less = 0, both = 0;
        Walk(0, 0, 1);
        return new(Math.Min(1, greater), Math.Min(1, less), Math.Min(1, both), null);

        void Walk(int group, double sum, double probability)
        {
            if (group == groups.Length)
            {
                greater += test.IsAsGreat(sum) ? probability : 0;
                less += test.IsAsSmall(sum) ? probability : 0;
                both += test.IsAsFar(sum) ? probability : 0;
                return;
            }

            var (value, size) = groups[group];
            for (var positive = 0; positive <= size; positive++)
            {
                var share = size == 1 ? 0.5 : Math.Exp(SpecialFunctions.BinomialLn(size, positive) - (size * Constants.Ln2));
                Walk(group + 1, sum + (value * ((2 * positive) - size)), probability * share);
            }
        }
    }

    private static SignFlipResult Drawn((double Value, int Size)[] groups, Tally test, int seed, int draws)
    {
        int greater = 0, less = 0, both = 0;
        Parallel.For(0, draws, draw =>
        {
            var random = new SeededRandom(((ulong)(uint)seed << 32) | (uint)draw);
            var sum = Sum(groups, random);
            _ = test.IsAsGreat(sum) ? Interlocked.Increment(ref greater) : 0;
            _ = test.IsAsSmall(sum) ? Interlocked.Increment(ref less) : 0;
            _ = test.IsAsFar(sum) ? Interlocked.Increment(ref both) : 0;
        });
        return new(P(greater), P(less), P(both), draws);

        double P(int hits) => (1.0 + hits) / (1.0 + draws);
    }

    // The number of positive signs in a group is the number of ones among as many random bits.
    private static double Sum((double Value, int Size)[] groups, SeededRandom random)
    {
        var sum = 0.0;
        var (bits, left) = (0UL, 0);
        foreach (var (value, size) in groups)
        {
            if (left < Math.Min(size, 64))
            {
                (bits, left) = (random.NextBits(), 64);
            }

            var (positive, rest) = (0, size);
            while (rest > 0)
            {
                var take = Math.Min(rest, left);
                positive += BitOperations.PopCount(take == 64 ? bits : bits & ((1UL << take) - 1));
                (rest, left) = (rest - take, left - take);
                bits = take == 64 ? 0 : bits >> take;
                if (rest > 0)
                {
                    (bits, left) = (random.NextBits(), 64);
                }
            }

            sum += value * ((2 * positive) - size);
        }

        return sum;
    }

    // Sums that differ by rounding only are equal.
    private readonly record struct Tally(double Observed, double Rounding)
    {
        public bool IsAsGreat(double sum) => sum >= Observed - Rounding;

        public bool IsAsSmall(double sum) => sum <= Observed + Rounding;

        public bool IsAsFar(double sum) => Math.Abs(sum) >= Math.Abs(Observed) - Rounding;
    }
}
