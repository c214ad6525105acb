using Eval.Core.Ratings.Pairings;

namespace Eval.Core.Tests.Ratings.Pairings;

public class PairingWeightsTests
{
    [Fact]
    public void Of_InverseProbability_IsOneOverItWithMeanOne() =>
        PairingWeights.Of(PairingWeighting.InverseProbability, [At(0, 1, 0.5), At(0, 2, 0.25), At(0, 1, 0.5)]).ShouldBe([0.75, 1.5, 0.75], 1e-12);

    [Fact]
    public void Of_EqualPairs_GivesEachPairTheSame() =>
        PairingWeights.Of(PairingWeighting.EqualPairs, [At(0, 1, 1), At(2, 0, 1), At(1, 0, 1), At(0, 1, 1)]).ShouldBe([2 / 3.0, 2, 2 / 3.0, 2 / 3.0], 1e-12);

    [Fact]
    public void Of_BattlesNobodyDecided_CountTowardsNothing()
    {
        var weights = PairingWeights.Of(PairingWeighting.EqualPairs, [At(0, 1, 1), At(0, 1, 1) with { Score = null }, At(1, 2, 1), At(2, 3, 1) with { Score = null }]);

        (weights[0], weights[2]).ShouldBe((1, 1));
        weights.ShouldAllBe(w => w > 0 && double.IsFinite(w));
    }

    [Fact]
    public void Of_None_IsOneForAll() => PairingWeights.Of(PairingWeighting.None, [At(0, 1, 0.5), At(1, 2, 0.001)]).ShouldBe([1, 1]);

    [Theory]
    [InlineData(PairingWeighting.None)]
    [InlineData(PairingWeighting.EqualPairs)]
    [InlineData(PairingWeighting.InverseProbability)]
    public void Of_NoBattles_IsEmpty(PairingWeighting weighting)
    {
        PairingWeights.Of(weighting, []).ShouldBeEmpty();
        PairingWeights.Of(weighting, [At(0, 1, 1) with { Score = null }]).ShouldBe([1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Of_NoProbability_IsRefused(double probability) =>
        Should.Throw<ArgumentOutOfRangeException>(() => PairingWeights.Of(PairingWeighting.InverseProbability, [At(0, 1, probability)]));

    private static PlayedPairing At(int a, int b, double probability) => new(a, b, 0, 1, probability);
}
