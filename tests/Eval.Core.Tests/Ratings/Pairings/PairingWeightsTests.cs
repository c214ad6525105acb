using Eval.Core.Ratings.Pairings;

namespace Eval.Core.Tests.Ratings.Pairings;

public class PairingWeightsTests
{
    [Fact]
    public void Of_InverseProbability_IsOneOverItWithMeanOne() =>
        PairingWeights.Of(PairingWeighting.InverseProbability, [0.5, 0.25, 0.5]).ShouldBe([0.75, 1.5, 0.75], 1e-12);

    [Fact]
    public void Of_None_IsOneForAll() => PairingWeights.Of(PairingWeighting.None, [0.5, 0.001]).ShouldBe([1, 1]);

    [Fact]
    public void Of_NoBattles_IsEmpty() => PairingWeights.Of(PairingWeighting.InverseProbability, []).ShouldBeEmpty();

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Of_NoProbability_IsRefused(double probability) =>
        Should.Throw<ArgumentOutOfRangeException>(() => PairingWeights.Of(PairingWeighting.InverseProbability, [0.5, probability]));
}
