using Eval.Core.Selection;
using Eval.Core.Statistics;
using Eval.Core.Workspaces;

namespace Eval.Core.Tests.Selection;

public class DecisionMatrixTests
{
    private static readonly Factor Cost = new() { Id = "cost", Worst = 20, Best = 0.3, Scale = FactorScale.Logarithmic };

    [Fact]
    public void Of_ManyMistakes_NamesThemAll()
    {
        Evidence[] evidence =
        [
            new() { Candidate = "a", Factor = "cost", Value = 0 },
            new() { Candidate = "a", Factor = "cost", Value = 1 },
            new() { Candidate = "b", Factor = "cost", Value = 1, StandardError = -1 },
            new() { Candidate = "b", Factor = "other", Value = double.NaN },
        ];

        var problems = Should.Throw<EvalConfigurationException>(() => DecisionMatrix.Of([Cost], ["a", "b"], evidence)).Problems;

        problems.Count.ShouldBe(3);
        problems[0].Message.ShouldContain("logarithmic");
        problems[1].Message.ShouldContain("two values");
        problems[2].Message.ShouldContain("errors");
        Should.Throw<EvalConfigurationException>(() => DecisionMatrix.Of([Cost, Cost], ["a", "a"], [])).Problems.Count.ShouldBe(2);
        Should.Throw<EvalConfigurationException>(() => DecisionMatrix.Of([], [], []));
    }

    [Fact]
    public void Of_NothingKnown_IsMissingAndNotZero()
    {
        var matrix = DecisionMatrix.Of([Cost], ["a", "b"], [new() { Candidate = "b", Factor = "cost", Value = 20 }]);

        matrix.Value(0, 0).ShouldBeNull();
        matrix.Value(1, 0).ShouldBe(0);
        matrix.IsComplete.ShouldBeFalse();
        matrix.Keep(["b"]).IsComplete.ShouldBeTrue();
        matrix.At(0, 0).Candidate.ShouldBe("a");
        Should.Throw<ArgumentException>(() => matrix.CandidateAt("aa")).Message.ShouldContain("did you mean");
    }

    [Fact]
    public void BeyondAnchors_ValuesThatCountNoMoreThanAnAnchor_AreNamed()
    {
        var matrix = DecisionMatrix.Of([Cost], ["a", "b", "c"],
            [new() { Candidate = "a", Factor = "cost", Value = 0.1 }, new() { Candidate = "b", Factor = "cost", Value = 20 }, new() { Candidate = "c", Factor = "cost", Value = 21 }]);

        matrix.BeyondAnchors.Select(e => e.Candidate).ShouldBe(["a", "c"]);
    }

    [Fact]
    public void Limits_LopsidedInterval_StayLopsided()
    {
        var evidence = new Evidence { Candidate = "a", Factor = "q", Value = 0.9, Interval = new Interval(0.7, 0.95) };

        var limits = evidence.Limits(0.975)!.Value;
        limits.Low.ShouldBe(0.7, 1e-9);
        limits.High.ShouldBe(0.95, 1e-9);
        evidence.Limits(0.95)!.Value.Low.ShouldBe(0.9 - (0.2 * 1.6448536 / 1.9599640), 1e-6);
        (evidence with { Interval = null }).Limits(0.95).ShouldBe(new Interval(0.9, 0.9));
        (evidence with { Value = null }).Limits(0.95).ShouldBeNull();
    }

    [Fact]
    public void Ranking_EqualScores_AreTiesInTheOrderOfNames()
    {
        var ranking = Ranking.Of(["d", "c", "b", "a"], [0.5, 0.1 + 0.2, 0.9, 0.3]);

        ranking.Names.ShouldBe(["b", "d", "a", "c"]);
        ranking.Rows.Select(r => r.Rank).ShouldBe([1, 2, 3, 3]);
        ranking.Rows.Select(r => r.Tied).ShouldBe([false, false, true, true]);
        (ranking.Winner.Name, ranking.RunnerUp!.Name).ShouldBe(("b", "d"));
        Ranking.Of(["only"], [0.2]).RunnerUp.ShouldBeNull();
    }
}
