using Eval.Core.Selection;

namespace Eval.Core.Tests.Selection;

public class ValueFunctionTests
{
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.6, 0)]
    [InlineData(0.775, 0.5)]
    [InlineData(0.95, 1)]
    [InlineData(2, 1)]
    public void Of_Linear_IsClampedBetweenAnchors(double raw, double expected) =>
        ValueFunction.Of(new Factor { Id = "q", Worst = 0.6, Best = 0.95 }).Of(raw).ShouldBe(expected, 1e-12);

    [Theory]
    [InlineData(100, 0)]
    [InlineData(1, 0.5)]
    [InlineData(0.01, 1)]
    [InlineData(0.001, 1)]
    public void Of_LogarithmicCost_GivesEqualWorthToEqualFactors(double raw, double expected) =>
        ValueFunction.Of(new Factor { Id = "cost", Worst = 100, Best = 0.01, Scale = FactorScale.Logarithmic }).Of(raw).ShouldBe(expected, 1e-12);

    [Fact]
    public void Of_RawThatHasNoWorth_IsRefused()
    {
        var logarithmic = ValueFunction.Of(new Factor { Id = "cost", Worst = 100, Best = 1, Scale = FactorScale.Logarithmic });
        Should.Throw<ArgumentOutOfRangeException>(() => logarithmic.Of(0)).Message.ShouldContain("logarithmic");
        Should.Throw<ArgumentOutOfRangeException>(() => logarithmic.Of(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => logarithmic.Of(double.NaN)).Message.ShouldContain("not a number");
        logarithmic.Clamped(0).ShouldBe(1);
        ValueFunction.Of(new Factor { Id = "context", Worst = 10, Best = 100, Scale = FactorScale.Logarithmic }).Clamped(-3).ShouldBe(0);
    }

    [Fact]
    public void Of_Piecewise_LiesBetweenNeighbours()
    {
        var function = ValueFunction.Of(Factor.Piecewise("latency", [new(4, 0), new(2, 0.9), new(1, 1), new(3, 0.9)]));

        double[] raws = [5, 4, 3.5, 3, 2.5, 2, 1.5, 1, 0];
        raws.Select(function.Of).ShouldBe([0, 0, 0.45, 0.9, 0.9, 0.9, 0.95, 1, 1], 1e-12);
        function.Raw(0.45)!.Value.ShouldBe(3.5, 1e-12);
        function.Raw(0.9)!.Value.ShouldBe(3, 1e-12);
        function.Raw(0.95)!.Value.ShouldBe(1.5, 1e-12);
        function.Raw(1)!.Value.ShouldBe(1);
    }

    [Theory]
    [InlineData(FactorScale.Linear, 10, 2)]
    [InlineData(FactorScale.Logarithmic, 10, 2)]
    [InlineData(FactorScale.Linear, -5, 7)]
    public void Raw_OfAValue_IsItsInverse(FactorScale scale, double worst, double best)
    {
        var function = ValueFunction.Of(new Factor { Id = "f", Worst = worst, Best = best, Scale = scale });

        for (var value = 0.0; value <= 1; value += 0.125)
        {
            function.Of(function.Raw(value)!.Value).ShouldBe(value, 1e-12);
        }

        function.Raw(1.001).ShouldBeNull();
        function.Raw(-0.001).ShouldBeNull();
    }

    [Fact]
    public void Problems_WrongFactors_AreAllNamed()
    {
        new Factor { Id = "a", Worst = 1, Best = 1 }.Problems().ShouldHaveSingleItem().ShouldContain("both 1");
        new Factor { Id = "a", Worst = 0, Best = 1, Scale = FactorScale.Logarithmic }.Problems().ShouldHaveSingleItem().ShouldContain("above 0");
        new Factor { Id = "a", Worst = double.NaN, Best = 1 }.Problems().ShouldHaveSingleItem().ShouldContain("finite");
        Factor.Piecewise("a", [new(0, 0), new(1, 0.5), new(2, 0.2), new(3, 1)]).Problems().ShouldHaveSingleItem().ShouldContain("one way");
        Factor.Piecewise("a", [new(0, 0.1), new(1, 1)]).Problems().ShouldHaveSingleItem().ShouldContain("worth 0");
        Factor.Piecewise("a", []).Problems().ShouldHaveSingleItem();
        new Factor { Id = "a", Worst = 0, Best = 1, Points = [new(0, 0)] }.Problems().ShouldHaveSingleItem().ShouldContain("piecewise");
        Should.Throw<ArgumentException>(() => ValueFunction.Of(new Factor { Id = "a", Worst = 1, Best = 1 }));
    }

    [Fact]
    public void GapToTarget_EitherDirection_IsWhatIsLacking()
    {
        new Factor { Id = "elo", Worst = 900, Best = 1300, Target = 1200 }.GapToTarget(1150).ShouldBe(50);
        new Factor { Id = "cost", Worst = 20, Best = 0.3, Target = 2 }.GapToTarget(5).ShouldBe(3);
        new Factor { Id = "cost", Worst = 20, Best = 0.3, Target = 2 }.GapToTarget(1).ShouldBe(0);
        new Factor { Id = "cost", Worst = 20, Best = 0.3 }.GapToTarget(1).ShouldBeNull();
    }
}
