using Eval.Core.Statistics;

namespace Eval.Core.Tests.Statistics;

public class SignTestTests
{
    [Theory] // research/arena-judge-statistics.md 3.2
    [InlineData(0.6, 169)]
    [InlineData(0.7, 42)]
    [InlineData(0.8, 18)]
    public void RequiredDecided_PublishedShares_Match(double share, int expected) =>
        SignTest.RequiredDecided(share, 0.05, 0.8).ShouldBe(expected);

    [Fact]
    public void RequiredDecided_FromItOn_AlwaysHasThePower()
    {
        var needed = SignTest.RequiredDecided(0.65, 0.025, 0.9)!.Value;
        SignTest.Power(needed - 1, 0.65, 0.025).ShouldBeLessThan(0.9);
        for (var n = needed; n < 3 * needed; n++)
        {
            SignTest.Power(n, 0.65, 0.025).ShouldBeGreaterThanOrEqualTo(0.9);
        }
    }

    [Fact]
    public void FewestDecided_UsualLevels_AreFiveAndSix()
    {
        SignTest.FewestDecided(0.05).ShouldBe(5);
        SignTest.FewestDecided(0.025).ShouldBe(6);
        SignTest.FewestDecided(0.0625).ShouldBe(4);
        SignTest.OneSidedP(5, 0).ShouldBe(1.0 / 32, 1e-15);
        SignTest.Power(4, 1, 0.05).ShouldBe(0);
        SignTest.Power(5, 1, 0.05).ShouldBe(1);
    }

    [Fact]
    public void Power_SmallNumbers_IsTheSumOverWhatRejects()
    {
        // 10 decided at 0.05: rejects with 9 or 10 wins (11/1024; with 8 it would be 56/1024).
        SignTest.Power(10, 0.7, 0.05).ShouldBe((10 * Math.Pow(0.7, 9) * 0.3) + Math.Pow(0.7, 10), 1e-12);
        SignTest.Power(10, 0.5, 0.05).ShouldBe(11.0 / 1024, 1e-12);
    }

    [Fact]
    public void RequiredDecided_ShareCloseToHalf_GivesUp() => SignTest.RequiredDecided(0.5001, 0.05, 0.8).ShouldBeNull();

    [Fact]
    public void P_NothingDecided_IsOne()
    {
        SignTest.OneSidedP(0, 0).ShouldBe(1);
        SignTest.TwoSidedP(0, 0).ShouldBe(1);
    }
}
