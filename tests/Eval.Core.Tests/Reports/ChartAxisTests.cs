using Eval.Core.Metrics;
using Eval.Core.Reports.Html;

namespace Eval.Core.Tests.Reports;

public class ChartAxisTests
{
    [Fact]
    public void Of_Shares_GoesFromNothingToAll()
    {
        var axis = ChartAxis.Of([0.4, 0.41], MetricFormat.Share);
        axis.Ticks.Select(axis.Label).ShouldBe(["0 %", "25 %", "50 %", "75 %", "100 %"]);
    }

    [Theory]
    [InlineData(new[] { 4.1, 4.9 })]
    [InlineData(new[] { 1e-9, 3e-9 })]
    [InlineData(new[] { -5e6, 7e6 })]
    [InlineData(new[] { 3.0 })]
    [InlineData(new[] { 0.0 })]
    [InlineData(new double[0])]
    [InlineData(new[] { double.NaN, double.PositiveInfinity, 2.0 })]
    public void Around_Values_HasAFewTicksAndHoldsThem(double[] values)
    {
        var axis = ChartAxis.Around(values);
        axis.High.ShouldBeGreaterThan(axis.Low);
        axis.Ticks.Count().ShouldBeInRange(1, 7);
        axis.Ticks.ShouldAllBe(t => t >= axis.Low - (axis.Step * 1e-6) && t <= axis.High + (axis.Step * 1e-6));
        foreach (var value in values.Where(double.IsFinite))
        {
            value.ShouldBeInRange(axis.Low, axis.High);
        }
    }

    [Fact]
    public void Around_WithZero_HoldsIt() => ChartAxis.Around([3, 4], zero: true).Low.ShouldBeLessThanOrEqualTo(0);
}
