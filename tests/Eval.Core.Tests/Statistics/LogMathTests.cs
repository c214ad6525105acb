using Eval.Core.Statistics;

namespace Eval.Core.Tests.Statistics;

public class LogMathTests
{
    [Fact]
    public void Softmax_Numbers_MatchTheReport()
    {
        var p = LogMath.Softmax([-3.2, -1.1, -2.0]);
        p[0].ShouldBe(0.08008786, 1e-8);
        p[1].ShouldBe(0.65401108, 1e-8);
        p[2].ShouldBe(0.26590106, 1e-8);
    }

    [Fact]
    public void Softmax_VeryNegativeNumbers_DoNotUnderflow()
    {
        var p = LogMath.Softmax([-2000, -2001]);
        p[0].ShouldBe(1 / (1 + Math.Exp(-1)), 1e-12);
        p.Sum().ShouldBe(1, 1e-12);
    }

    [Theory]
    [InlineData(1, -2.0, -1.0, -1.0)]
    [InlineData(0, -1.0, double.NaN, -2.0)]
    [InlineData(1, double.NaN, double.NegativeInfinity)]
    [InlineData(-1, double.NaN, double.NaN)]
    [InlineData(-1)]
    public void ArgMax_TiesAndNaN_LowestIndexWinsAndNaNNever(int expected, params double[] values) => LogMath.ArgMax(values).ShouldBe(expected);

    [Fact]
    public void OfSorted_Fractions_InterpolateLinearly()
    {
        double[] sorted = [1, 2, 3, 4];
        Quantile.OfSorted(sorted, 0.5).ShouldBe(2.5);
        Quantile.OfSorted(sorted, 0).ShouldBe(1);
        Quantile.OfSorted(sorted, 1).ShouldBe(4);
        Quantile.OfSorted(sorted, 0.9).ShouldBe(3.7, 1e-12);
        Quantile.OfSorted([7.0], 0.3).ShouldBe(7);
    }

    [Theory] // textbook two-sided 95 % quantiles of t
    [InlineData(1, 12.706204736)]
    [InlineData(6, 2.446911849)]
    [InlineData(30, 2.042272456)]
    public void StudentQuantile_DegreesOfFreedom_MatchTheTables(double degrees, double expected) =>
        StudentInterval.Quantile(degrees, 0.95).ShouldBe(expected, 1e-8);
}
