using Eval.Core.Ratings;
using Eval.Core.Ratings.Stopping;
using Eval.Core.Statistics;

namespace Eval.Core.Tests.Ratings.Stopping;

public class TournamentStoppingTests
{
    private static readonly StoppingRule AgainstB = new() { Target = StoppingTarget.Contrast, Contrast = ("a", "b") };
    private static readonly StoppingRule Leader = new() { Target = StoppingTarget.Leader };
    private static readonly StoppingRule Ranking = new() { Target = StoppingTarget.Ranking };
    private static readonly StoppingLooks Last = Looks(0.2, 0.4, 0.6, 0.8, 1);

    [Fact]
    public void Decide_EqualLooks_NeedsTheBoundariesOfTheSpending()
    {
        double[] fractions = [0.2, 0.4, 0.6, 0.8, 1];
        double[] expected = [4.877, 3.357, 2.680, 2.290, 2.031];
        for (var look = 1; look <= 5; look++)
        {
            var decision = Decide(AgainstB, Looks(fractions[..look]), Boards.Of(10, ("a", 1050), ("b", 1000)));

            decision.Boundary.ShouldBe(expected[look - 1], 0.001);
            (decision.Look, decision.Fraction).ShouldBe((look, fractions[look - 1]));
            decision.Rule.ShouldBe("5 looks at most, O'Brien–Fleming type spending (Lan and DeMets), α 0.05 in all, half per side");

            // 50 points at a standard error of 14.14: z = 3.54.
            decision.IsDecided.ShouldBe(look >= 2);
        }
    }

    [Theory]
    [InlineData(1030, 1000, StoppingFinding.Better, "a is better than b by 30 points")]
    [InlineData(1000, 1030, StoppingFinding.Worse, "b is better than a by 30 points")]
    [InlineData(1010, 1000, StoppingFinding.Open, "a − b is not decided: 10 points")]
    public void Decide_Contrast_IsDecidedWhereItsIntervalExcludesZero(double a, double b, StoppingFinding finding, string why)
    {
        var decision = Decide(AgainstB, Last, Boards.Of(7, ("a", a), ("b", b), ("c", 700)));

        decision.IsDecided.ShouldBe(finding != StoppingFinding.Open);
        var test = decision.Tests.ShouldHaveSingleItem();
        (test.A, test.B, test.Finding).ShouldBe(("a", "b", finding));
        test.Difference.ShouldBe(a - b, 1e-9);
        test.StandardError.ShouldBe(7 * Math.Sqrt(2), 1e-9);
        (test.Low > 0 || test.High < 0).ShouldBe(decision.IsDecided);
        decision.Why.ShouldStartWith(why);
        decision.Why.ShouldEndWith("(look 5, 100% of the battles).");
    }

    [Fact]
    public void Decide_SmallDifferenceWithinTheMargin_IsEquivalent()
    {
        var rule = AgainstB with { Equivalence = 30 };

        Decide(rule, Last, Boards.Of(7, ("a", 1002), ("b", 1000))).Tests[0].Finding.ShouldBe(StoppingFinding.Equivalent);
        Decide(rule, Last, Boards.Of(7, ("a", 1012), ("b", 1000))).Tests[0].Finding.ShouldBe(StoppingFinding.Open);
        Decide(rule, Last, Boards.Of(7, ("a", 1060), ("b", 1000))).Tests[0].Finding.ShouldBe(StoppingFinding.Better);
        Decide(AgainstB, Last, Boards.Of(7, ("a", 1002), ("b", 1000))).IsDecided.ShouldBeFalse();
    }

    [Fact]
    public void Decide_Leader_NeedsEveryOtherOneToBeWorseByHolm()
    {
        // Standard errors of differences are 10: z = 3.0, 2.2 and far; at the last look one alone needs 2.03, the second of three 2.2 and more.
        var clear = Decide(Leader, Last, Boards.Of(10 / Math.Sqrt(2), ("a", 1100), ("b", 1070), ("c", 1000), ("d", 900)));
        var close = Decide(Leader, Last, Boards.Of(10 / Math.Sqrt(2), ("a", 1100), ("b", 1082), ("c", 1000), ("d", 900)));
        var both = Decide(Leader, Last, Boards.Of(10 / Math.Sqrt(2), ("a", 1100), ("b", 1078.8), ("c", 1078.7)));

        clear.IsDecided.ShouldBeTrue();
        clear.Why.ShouldStartWith("a leads: every other model is worse (look 5");
        clear.Tests.Select(t => (t.A, t.B)).ShouldBe([("a", "b"), ("a", "c"), ("a", "d")]);
        clear.Tests.Select(t => t.Level).ShouldBe([clear.Tests[0].Level, clear.Tests[0].Level / 2, clear.Tests[0].Level / 3], 1e-12);
        close.IsDecided.ShouldBeFalse();
        close.Why.ShouldStartWith("The leader is not decided: 1 of 3 differences are open, the closest between a and b (18 points");

        // Each of two differences has z = 2.12 or 2.13: enough alone, not for two.
        both.IsDecided.ShouldBeFalse();
        both.Tests.ShouldAllBe(t => t.Finding == StoppingFinding.Open && t.P < 0.042);
    }

    [Fact]
    public void Decide_LeaderWithEquals_NamesThem()
    {
        var decision = Decide(Leader with { Equivalence = 40 }, Last, Boards.Of(5, ("a", 1100), ("b", 1098), ("c", 900)));

        decision.IsDecided.ShouldBeTrue();
        decision.Why.ShouldStartWith("a leads: every other model is worse, or within 40 points of it (b) (look");
    }

    [Fact]
    public void Decide_Ranking_NeedsEveryNeighbourToDiffer()
    {
        Decide(Ranking, Last, Boards.Of(5, ("a", 1100), ("b", 1050), ("c", 1000))).IsDecided.ShouldBeTrue();
        var open = Decide(Ranking, Last, Boards.Of(5, ("c", 1000), ("b", 1005), ("a", 1100)));
        open.IsDecided.ShouldBeFalse();
        open.Tests.Select(t => (t.A, t.B, t.Finding)).ShouldBe([("a", "b", StoppingFinding.Better), ("b", "c", StoppingFinding.Open)]);
        open.Why.ShouldContain("the closest between b and c");
    }

    [Fact]
    public void Decide_FewBattles_WaitsForTheModelsOfTheClaim()
    {
        var board = Boards.Of(5, ("a", 1200), ("b", 1000), ("c", 900)).With(2, r => r with { Battles = 29 });

        Decide(AgainstB, Last, board).IsDecided.ShouldBeTrue();
        var leader = Decide(Leader, Last, board);
        leader.IsDecided.ShouldBeFalse();
        leader.Why.ShouldBe("c has 29 of the 30 battles that it needs before anything is decided.");
        leader.Tests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(RatingState.Undefeated, "a has not lost a point")]
    [InlineData(RatingState.Winless, "a has not won a point")]
    [InlineData(RatingState.NotInformative, "The battles do not tell where a stands.")]
    [InlineData(RatingState.NotEstimable, "The battles do not tell where a stands.")]
    public void Decide_ModelThatIsNotEstimated_DecidesNothingAboutIt(RatingState state, string why)
    {
        var board = Boards.Of(5, ("a", 1400), ("b", 1000), ("c", 900)).With(0, r => r with { State = state });

        Decide(AgainstB, Last, board).IsDecided.ShouldBeFalse();
        Decide(AgainstB, Last, board).Why.ShouldStartWith(why);
        Decide(Leader, Last, board).IsDecided.ShouldBeFalse();
        Decide(AgainstB with { Contrast = ("b", "c") }, Last, board).IsDecided.ShouldBeTrue();
    }

    [Fact]
    public void Decide_ModelsThatNeverMet_AreNotCompared()
    {
        RatingBoard[] boards = [Boards.Of(5, ("a", 1200), ("c", 1000)), Boards.Of(5, ("b", 1200), ("d", 1000))];

        TournamentStopping.Decide(AgainstB, boards, Last).Why.ShouldBe("a and b were not compared so far, not even by way of others.");
        TournamentStopping.Decide(Leader, boards, Last).Why.ShouldBe("The models fall into 2 groups that never met.");
        TournamentStopping.Decide(AgainstB with { Contrast = ("d", "b") }, boards, Last).Tests[0].Finding.ShouldBe(StoppingFinding.Worse);
        TournamentStopping.Decide(Leader, [], Last).IsDecided.ShouldBeFalse();
        TournamentStopping.Decide(Ranking, [Boards.Of(5, ("a", 1000))], Last).IsDecided.ShouldBeFalse();
    }

    [Fact]
    public void Decide_NoVariance_DecidesNothing()
    {
        var board = Boards.Of(5, ("a", 1200), ("b", 1000));

        Decide(AgainstB, Last, board with { Covariance = board.Covariance * double.NaN }).IsDecided.ShouldBeFalse();
        Decide(AgainstB, Last, board with { Covariance = board.Covariance * 0 }).IsDecided.ShouldBeFalse();
        Decide(AgainstB, Last, board with { DegreesOfFreedom = 0 }).IsDecided.ShouldBeFalse();
    }

    [Fact]
    public void Decide_FewClusters_NeedsMore()
    {
        var board = Boards.Of(10 / Math.Sqrt(2), ("a", 1022), ("b", 1000));

        Decide(AgainstB, Last, board).IsDecided.ShouldBeTrue();
        Decide(AgainstB, Last, board with { DegreesOfFreedom = 11 }).IsDecided.ShouldBeFalse();
    }

    [Fact]
    public void Decide_FirstLooksOfVeryMany_IsTooEarly()
    {
        var decision = Decide(AgainstB with { Looks = 20 }, Looks(0.01), Boards.Of(1, ("a", 2000), ("b", 1000)));

        decision.IsDecided.ShouldBeFalse();
        decision.Why.ShouldBe("It is too early to decide anything at look 1.");
    }

    [Fact]
    public void Decide_RuleOrLooksThatCannotBe_AreRefused()
    {
        var board = Boards.Of(5, ("a", 1200), ("b", 1000));
        Should.Throw<ArgumentException>(() => Decide(AgainstB with { Alpha = 0 }, Last, board));
        Should.Throw<ArgumentException>(() => Decide(AgainstB with { Alpha = double.NaN }, Last, board));
        Should.Throw<ArgumentException>(() => Decide(AgainstB with { Looks = 21 }, Last, board));
        Should.Throw<ArgumentException>(() => Decide(AgainstB with { Equivalence = 0 }, Last, board));
        Should.Throw<ArgumentException>(() => Decide(AgainstB with { Contrast = null }, Last, board));
        Should.Throw<ArgumentException>(() => Decide(AgainstB with { Contrast = ("a", "a") }, Last, board));
        Should.Throw<ArgumentException>(() => Decide(Leader, Last with { IsDue = false }, board));
    }

    [Fact]
    public void Describe_OtherSpending_NamesIt() =>
        (Leader with { Looks = 1, Spending = SpendingType.Pocock, Alpha = 0.1 }).Describe()
            .ShouldBe("one look, Pocock type spending (Lan and DeMets), α 0.1 in all, half per side, Holm over the differences");

    private static StoppingLooks Looks(params double[] fractions) => new(fractions, IsDue: true, IsLast: fractions[^1] >= 1);

    private static StoppingDecision Decide(StoppingRule rule, StoppingLooks looks, RatingBoard board) => TournamentStopping.Decide(rule, [board], looks);
}
