using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

public class BootstrapTests
{
    [Fact]
    public void Run_SameSeed_GivesTheSameIntervals()
    {
        var ratio = Ratio(40, new SeededRandom(1));
        var first = ratio.Resample(x => x, seed: 3);
        var second = ratio.Resample(x => x, seed: 3);
        first.Percentile(0.95).ShouldBe(second.Percentile(0.95));
        first.BiasCorrected(0.95).ShouldBe(second.BiasCorrected(0.95));
        ratio.Resample(x => x, seed: 4).Percentile(0.95).ShouldNotBe(first.Percentile(0.95));
    }

    [Fact]
    public void StandardError_Ratio_AgreesWithLinearisation()
    {
        var ratio = Ratio(200, new SeededRandom(2));
        ratio.Resample(x => x, seed: 1, draws: 4000).StandardError.ShouldBe(ratio.StandardError, 0.1 * ratio.StandardError);
    }

    [Fact]
    public void BiasCorrected_SymmetricMean_IsCloseToPercentile()
    {
        var random = new SeededRandom(11);
        double[] values = [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble())];
        var result = Bootstrap.Run(100, counts => Mean(counts, values), seed: 5);
        var (percentile, corrected) = (result.Percentile(0.95), result.BiasCorrected(0.95));
        corrected.Low.ShouldBe(percentile.Low, 0.01);
        corrected.High.ShouldBe(percentile.High, 0.01);
        result.Estimate.ShouldBe(values.Average(), 1e-12);
    }

    [Fact]
    public void BiasCorrected_SkewedData_ReachesFurtherIntoTheTail()
    {
        var random = new SeededRandom(21);
        double[] values = [.. Enumerable.Range(0, 40).Select(_ => -Math.Log(1 - random.NextDouble()))];
        var result = Bootstrap.Run(40, counts => Mean(counts, values), seed: 5, draws: 4000);
        result.BiasCorrected(0.95).High.ShouldBeGreaterThan(result.Percentile(0.95).High);
        result.BiasCorrected(0.95).Low.ShouldBeGreaterThan(result.Percentile(0.95).Low);
    }

    [Fact]
    public void Run_ConstantData_GivesAPoint()
    {
        var result = Bootstrap.Run(5, _ => 2.0, seed: 0);
        result.Percentile(0.95).ShouldBe(new Interval(2, 2));
        result.BiasCorrected(0.95).ShouldBe(new Interval(2, 2));
    }

    [Fact]
    public void BiasCorrected_KnownRatio_IsCoveredAsOftenAsStated()
    {
        // 60 documents with true ratio 2: the 90 % interval must hold it in about 90 % of simulated corpora.
        var rounds = TestRounds.Of(2000);
        var hits = 0;
        for (var round = 0; round < rounds; round++)
        {
            var interval = Ratio(60, SeededRandom.For(round, "coverage")).Resample(x => x, round, draws: 400).BiasCorrected(0.9);
            hits += interval.Contains(2) ? 1 : 0;
        }

        var spread = 4 * Math.Sqrt(0.9 * 0.1 / rounds);
        ((double)hits / rounds).ShouldBeInRange(0.9 - 0.03 - spread, 0.9 + 0.02 + spread);
    }

    [Fact]
    public void OfSums_AnyStatistic_IsTheSameAsRunningIt()
    {
        // The same seed draws the same counts, so that both ways see the same resamples.
        var random = new SeededRandom(41);
        double[] a = [.. Enumerable.Range(0, 150).Select(_ => random.NextDouble())];
        double[] b = [.. Enumerable.Range(0, 150).Select(_ => 1 + random.NextDouble())];
        var sums = Bootstrap.OfSums([a, b], s => Math.Exp(s[0] / s[1]), seed: 6, draws: 500);
        var counts = Bootstrap.Run(150, c => Math.Exp(Mean(c, a) / Mean(c, b)), seed: 6, draws: 500);
        sums.Estimate.ShouldBe(counts.Estimate, 1e-12);
        sums.StandardError.ShouldBe(counts.StandardError, 1e-9);
        sums.BiasCorrected(0.9).Low.ShouldBe(counts.BiasCorrected(0.9).Low, 1e-9);
        sums.BiasCorrected(0.9).High.ShouldBe(counts.BiasCorrected(0.9).High, 1e-9);
    }

    [Fact]
    public void OfMean_ManyNumbers_HasTheStandardErrorOfTheMean()
    {
        var random = new SeededRandom(42);
        double[] values = [.. Enumerable.Range(0, 3000).Select(_ => random.NextDouble())];
        var expected = Moments.StandardErrorOf(values);
        Bootstrap.OfMean(values, seed: 2, draws: 4000).StandardError.ShouldBe(expected, 0.05 * expected);
    }

    [Fact]
    public void OfPairedDifference_Clusters_AreDrawnWhole()
    {
        // Four equal samples in each cluster tell no more than one: the error is that of the clusters, twice that of the samples.
        var random = new SeededRandom(43);
        double[] shifts = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble() - 0.5)];
        double[] old = [.. Enumerable.Range(0, 800).Select(_ => random.NextDouble())];
        double[] @new = [.. old.Select((x, i) => x + shifts[i / 4])];
        int[] clusters = [.. Enumerable.Range(0, 800).Select(i => i / 4)];
        var clustered = Bootstrap.OfPairedDifference(old, @new, [], clusters, 1, 4000);
        var independent = Bootstrap.OfPairedDifference(old, @new, [], [], 1, 4000);
        clustered.Estimate.ShouldBe(shifts.Average(), 1e-12);
        clustered.StandardError.ShouldBe(Moments.StandardErrorOf(shifts), 0.05 * Moments.StandardErrorOf(shifts));
        (clustered.StandardError / independent.StandardError).ShouldBe(2, 0.15);
    }

    [Fact]
    public void OfPairedDifference_Weights_CountAsRepetitions()
    {
        double[] old = [0.2, 0.4, 0.9], @new = [0.3, 0.3, 1.0];
        Bootstrap.OfPairedDifference(old, @new, [1, 2, 1], [], 1).Estimate.ShouldBe((0.1 - 0.2 + 0.1) / 4, 1e-12);
    }

    [Fact]
    public void Run_OneCluster_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => Bootstrap.Run(1, _ => 0, seed: 0));

    private static double Mean(ReadOnlySpan<int> counts, double[] values)
    {
        double sum = 0, n = 0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += counts[i] * values[i];
            n += counts[i];
        }

        return sum / n;
    }

    private static RatioOfSums Ratio(int documents, SeededRandom random)
    {
        var ratio = new RatioOfSums();
        for (var i = 0; i < documents; i++)
        {
            var size = 20 + random.Next(100);
            ratio.Add(i, size * (2 + (random.NextDouble() - 0.5)), size);
        }

        return ratio;
    }
}
