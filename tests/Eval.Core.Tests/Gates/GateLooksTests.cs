using Eval.Core.Comparisons;
using Eval.Core.Gates;
using Eval.Core.Statistics;
using MathNet.Numerics.Distributions;
using static Eval.Core.Tests.Gates.GateEvidences;

namespace Eval.Core.Tests.Gates;

public class GateLooksTests
{
    private static readonly GatePolicy Early = Policy("margin: { s: 0.05 }\nearlyStopping: {}");

    [Theory]
    [InlineData(1000, 5, new[] { 200, 400, 600, 800, 1000 })]
    [InlineData(11, 5, new[] { 3, 5, 7, 9, 11 })]
    [InlineData(2, 5, new[] { 1, 2 })]
    public void Sizes_OfAllSamples_AreEqualStepsRoundedUp(int planned, int looks, int[] expected) =>
        GateLooks.Sizes(new EarlyStopping { Looks = looks }, planned).ShouldBe(expected);

    [Fact]
    public void At_EqualLooks_AreTheBoundariesOfTheSpending()
    {
        var boundaries = AlphaSpending.Boundaries(SpendingType.OBrienFleming, 0.05, 5);
        for (var look = 1; look <= 5; look++)
        {
            var taken = new LooksTaken([.. Enumerable.Range(1, look).Select(k => 200 * k)], 1000, IsLast: look == 5);
            var level = GateLooks.At(Early.EarlyStopping!, taken, 0.95);
            level.Confidence.ShouldBe(Normal.CDF(0, 1, boundaries[look - 1]), 1e-9);
            level.Fraction.ShouldBe(look / 5.0, 1e-12);
        }
    }

    [Fact]
    public void At_LastLookWithMissingSamples_SpendsWhatIsLeft()
    {
        var whole = GateLooks.At(Early.EarlyStopping!, new LooksTaken([200, 400, 600, 800, 1000], 1000, IsLast: true), 0.95);
        var less = GateLooks.At(Early.EarlyStopping!, new LooksTaken([199, 397, 595, 792, 989], 1000, IsLast: true), 0.95);

        less.Confidence.ShouldBe(whole.Confidence, 0.001);
        less.Fraction.ShouldBe(1);
    }

    [Fact]
    public void At_NothingNewSinceTheLastLook_CannotDecide() =>
        GateLooks.At(Early.EarlyStopping!, new LooksTaken([200, 200], 1000, IsLast: false), 0.95).CanDecide.ShouldBeFalse();

    [Fact]
    public void Decide_ClearlyBroken_StopsAtAnEarlyLook()
    {
        var decision = Decide(Answers(200, 100, 0), [200], isLast: false);

        decision.Verdict.ShouldBe(GateVerdict.Fail);
        decision.CanContinue.ShouldBeFalse();
        (decision.Suites[0].Look, decision.Suites[0].IsFinal).ShouldBe((1, true));
        decision.Reasons[0].ShouldContain("look 1 of 5");
    }

    [Fact]
    public void Decide_Undecided_GoesOn()
    {
        var decision = Decide(Answers(400, 34, 24), [200, 400], isLast: false);

        decision.Verdict.ShouldBe(GateVerdict.Inconclusive);
        decision.CanContinue.ShouldBeTrue();
        decision.Suites[0].IsFinal.ShouldBeFalse();
        Decide(Answers(400, 34, 24), [200, 400], isLast: true).CanContinue.ShouldBeFalse();
    }

    [Fact]
    public void Decide_OnTheMarginNearTheEnd_IsFutile()
    {
        var decision = Decide(Answers(800, 90, 50), [200, 400, 600, 800], isLast: false);

        decision.Verdict.ShouldBe(GateVerdict.Inconclusive);
        decision.CanContinue.ShouldBeFalse();
        decision.Reasons[0].ShouldContain("all planned samples would hardly decide either");
        var patient = Early with { EarlyStopping = new EarlyStopping { Futility = 0 } };
        Gate.Decide(patient, Seen(Answers(800, 90, 50), [200, 400, 600, 800], false)).CanContinue.ShouldBeTrue();
    }

    [Fact]
    public void Decide_FirstLook_IsStricterThanASingleOne()
    {
        var scores = Answers(200, 3, 3);

        Gate.Decide(Policy("margin: { s: 0.05 }"), Evidence(("s", scores))).Verdict.ShouldBe(GateVerdict.Pass);
        Decide(scores, [200], isLast: false).Verdict.ShouldBe(GateVerdict.Inconclusive);
    }

    private static GateDecision Decide(PairedScores scores, int[] shared, bool isLast) => Gate.Decide(Early, Seen(scores, shared, isLast));

    private static GateEvidence Seen(PairedScores scores, int[] shared, bool isLast) => Evidence(("s", scores)) with
    {
        Suites = new Dictionary<string, SuiteEvidence> { ["s"] = new() { Scores = scores, Looks = new LooksTaken(shared, 1000, isLast) } },
    };
}
