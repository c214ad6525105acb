using Eval.Core.Statistics;

namespace Eval.Core.Tests.Statistics;

public class ResamplingVarianceTests
{
    [Theory] // research/arena-judge-statistics.md 3.1: rates spread evenly over [0, 1]
    [InlineData(2, 1.0 / 3)]
    [InlineData(4, 1.0 / 2)]
    [InlineData(6, 5.0 / 9)]
    [InlineData(1_000_000, 2.0 / 3)]
    public void Removed_EvenRates_IsThePublishedShare(int epochs, double expected) =>
        new ResamplingVariance(100, 1.0 / 12, 1.0 / 6).Removed(epochs).ShouldBe(expected, 1e-5);

    [Fact]
    public void Of_KnownParts_FindsThem()
    {
        // Rates spread evenly over [0, 1], answers right or wrong: 1/12 between samples and 1/6 within, whatever the number of answers.
        var random = new SeededRandom(12);
        double[][] scores = [.. Enumerable.Range(0, 20_000).Select(i =>
        {
            var rate = random.NextDouble();
            return Enumerable.Range(0, 2 + (i % 3)).Select(_ => random.NextDouble() < rate ? 1.0 : 0).ToArray();
        })];
        var parts = ResamplingVariance.Of(scores);
        parts.Samples.ShouldBe(20_000);
        parts.BetweenSamples.ShouldBe(1.0 / 12, 0.004);
        parts.WithinSamples.ShouldBe(1.0 / 6, 0.004);
    }

    [Fact]
    public void StandardError_EqualEpochs_IsThatOfTheMeans()
    {
        double[][] scores = [[1, 0], [1, 1], [0, 0], [1, 0], [1, 1]];
        ResamplingVariance.Of(scores).StandardError(2).ShouldBe(Moments.StandardErrorOf([0.5, 1, 0, 0.5, 1]), 1e-12);
    }

    [Fact]
    public void Of_NothingRepeated_HasNoPartWithin()
    {
        var parts = ResamplingVariance.Of([[1], [0], [1]]);
        parts.BetweenSamples.ShouldBe(1.0 / 3, 1e-12);
        parts.WithinSamples.ShouldBe(double.NaN);
    }
}
