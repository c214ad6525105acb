using Eval.Core.Reports.Decisions.Html;

namespace Eval.Core.Tests.Reports.Decisions;

public class LogAxisTests
{
    [Theory]
    [InlineData(0.00006, 0.00015)]
    [InlineData(3.1, 3.3)]
    [InlineData(1, 1)]
    [InlineData(0.5, 12)]
    [InlineData(1, 1000)]
    [InlineData(1e-9, 1e9)]
    public void Ticks_AnyRange_AreOneToFourInsideAndInOrder(double low, double high)
    {
        var axis = LogAxis.Around([low, high]);
        axis.Low.ShouldBeLessThan(low);
        axis.High.ShouldBeGreaterThan(high);
        axis.Ticks.Count.ShouldBeInRange(1, 4);
        axis.Ticks.ShouldAllBe(t => t >= axis.Low && t <= axis.High);
        axis.Ticks.ShouldBe(axis.Ticks.Order());
    }

    [Fact]
    public void At_EqualFactors_AreEqualDistances()
    {
        var axis = new LogAxis(1, 100);
        (axis.At(1), axis.At(10), axis.At(100)).ShouldBe((0, 0.5, 1));
    }
}
