using Eval.Core.Comparisons;
using Eval.Core.Statistics;

namespace Eval.Core.Gates;

/// <summary>
/// Checks a gate against itself: simulated gates in which the truth is known, made from scores that were measured, tell how often it would be wrong
/// and how often it would see that nothing changed.
/// </summary>
public static class GateSelfCheck
{
    /// <summary>Simulated gates per row.</summary>
    public const int DefaultRounds = 2_000;

    /// <summary>
    /// From an earlier comparison: samples (or clusters, whole) are drawn with replacement, and in each the two sides change places with probability
    /// one half, so that neither is better. What two models differ by from sample to sample stays as it was measured.
    /// </summary>
    /// <param name="policy">The policy: confidence and looks.</param>
    /// <param name="suite">The suite and its margin.</param>
    /// <param name="scores">The comparison.</param>
    /// <param name="rounds">Simulated gates, 100 or more.</param>
    /// <param name="seed">Same seed, same table, on any number of threads.</param>
    public static SelfCheckResult FromPairs(GatePolicy policy, GuardedSuite suite, PairedScores scores, int rounds = DefaultRounds, int seed = 0) =>
        Run(policy, suite, new SelfCheckPopulation(scores, null), rounds, seed, "samples of the comparison, sides exchanged at random");

    /// <summary>
    /// From repetitions of the baseline: in each simulated gate the epochs of every sample are divided anew into two halves, which stand for the two sides
    /// (an A/A test). Samples (or clusters, whole) are drawn with replacement.
    /// </summary>
    /// <param name="policy">The policy: confidence and looks.</param>
    /// <param name="suite">The suite and its margin.</param>
    /// <param name="epochs">The baseline's scores: for each sample those of its epochs, two or more.</param>
    /// <param name="like">What else is to be known about the scores: suite, metric, direction, range, clusters and weights; its scores are not read.</param>
    /// <param name="rounds">Simulated gates, 100 or more.</param>
    /// <param name="seed">Same seed, same table, on any number of threads.</param>
    public static SelfCheckResult FromEpochs(
        GatePolicy policy, GuardedSuite suite, IReadOnlyList<double[]> epochs, PairedScores like, int rounds = DefaultRounds, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(epochs.Count, like.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs.Count == 0 ? 2 : epochs.Min(e => e.Length), 2);
        return Run(policy, suite, new SelfCheckPopulation(like, epochs), rounds, seed, "repetitions of the baseline, divided at random");
    }

    private static SelfCheckResult Run(GatePolicy policy, GuardedSuite suite, SelfCheckPopulation population, int rounds, int seed, string source)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 100);
        MarginTest.Check(suite, population.MetricId, population.Range);
        var equal = Verdicts(policy, suite, population, 0, rounds, seed);
        var atMargin = population.CanLose(suite.Margin) ? Verdicts(policy, suite, population, suite.Margin, rounds, seed + 1) : null;
        var error = 1 - policy.Confidence;
        return new SelfCheckResult
        {
            SuiteName = suite.Name,
            MetricId = population.MetricId,
            Margin = suite.Margin,
            Samples = population.Count,
            Rounds = rounds,
            Source = source,
            FalseAlarm = SelfCheckRate.Of(equal, GateVerdict.Fail, error),
            Power = SelfCheckRate.Of(equal, GateVerdict.Pass, null),
            FalsePass = atMargin is null ? null : SelfCheckRate.Of(atMargin, GateVerdict.Pass, error),
            FalseFail = atMargin is null ? null : SelfCheckRate.Of(atMargin, GateVerdict.Fail, error),
        };
    }

    private static GateVerdict[] Verdicts(GatePolicy policy, GuardedSuite suite, SelfCheckPopulation population, double loss, int rounds, int seed)
    {
        var verdicts = new GateVerdict[rounds];
        var unconditional = policy with { MinCoverage = 0 };
        var whole = suite with { Slices = [] };
        Parallel.For(0, rounds, round =>
        {
            var random = new SeededRandom(((ulong)(uint)seed << 32) | (uint)round);
            verdicts[round] = Verdict(unconditional, whole, population.Draw(random, loss), population.Count);
        });
        return verdicts;
    }

    // The gate as it would run: look by look where the policy looks early.
    private static GateVerdict Verdict(GatePolicy policy, GuardedSuite suite, PairedScores scores, int planned)
    {
        if (policy.EarlyStopping is not { } early)
        {
            return SuiteRule.Decide(policy, suite, new SuiteEvidence { Scores = scores }).Verdict;
        }

        // Clusters of different sizes make draws of different sizes; the looks are those of the sizes planned.
        var sizes = GateLooks.Sizes(early, planned);
        for (var look = 1; ; look++)
        {
            int[] seen = [.. Enumerable.Range(0, (int)((long)scores.Count * sizes[look - 1] / planned))];
            var evidence = new SuiteEvidence
            {
                Scores = look == sizes.Count ? scores : scores.Part(seen),
                Looks = new LooksTaken([.. sizes.Take(look)], planned, IsLast: look == sizes.Count),
            };
            var decision = SuiteRule.Decide(policy, suite, evidence);
            if (decision.IsFinal)
            {
                return decision.Verdict;
            }
        }
    }
}
