using Eval.Core.Costs;
using Eval.Core.Costs.Quality;
using Eval.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace Eval.Core.Tests.Costs.Quality;

public class QualityTests
{
    // RouteLLM's published outcomes on GSM8K.
    private static readonly PairedOutcomes Gsm8k = new(747, 95, 383, 94);

    public static TheoryData<string, string> Adjusted => CostOracle.Of("quality-adjusted-cost");

    public static TheoryData<string, string> Portfolios => CostOracle.Of("cascade-routellm-gsm8k", "cascade-routellm-mmlu");

    public static TheoryData<string, string> Routers => CostOracle.Of("router-metrics");

    [SharedTheory]
    [MemberData(nameof(Adjusted))]
    public void QualityAdjustedCost_OracleCases_Hold(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        if (c.Has("A"))
        {
            (Money Cost, double Share) Read(string model) => (new Money(OracleCase.NumberOf(c.Inputs[model]!["cost"]!)), c.Inputs[model]!["p"]!.GetValue<double>());
            var (a, b) = (Read("A"), Read("B"));
            var loss = QualityAdjustedCost.OfOneMoreCorrect(a.Cost, a.Share, b.Cost, b.Share)!.Value;
            c.Holds(new() { ["loss_at_which_equal"] = loss.Usd });
            ((double)QualityAdjustedCost.WithLoss(a.Cost, a.Share, loss).Usd).ShouldBe((double)QualityAdjustedCost.WithLoss(b.Cost, b.Share, loss).Usd, 1e-12);
            QualityAdjustedCost.WithLoss(a.Cost, a.Share, loss * 0.9m).ShouldBeLessThan(QualityAdjustedCost.WithLoss(b.Cost, b.Share, loss * 0.9m));
            QualityAdjustedCost.WithLoss(a.Cost, a.Share, loss * 1.1m).ShouldBeGreaterThan(QualityAdjustedCost.WithLoss(b.Cost, b.Share, loss * 1.1m));
            return;
        }

        c.Holds(new() { ["usd"] = QualityAdjustedCost.PerGood(new Money(c.Number("cost")), c.Real("p"))!.Value.Usd });
    }

    [SharedTheory]
    [MemberData(nameof(Portfolios))]
    public void PairedOutcomes_OracleCases_GiveEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var outcomes = new PairedOutcomes(c.Long("both"), c.Long("weak_only"), c.Long("strong_only"), c.Long("neither"));
        outcomes.Items.ShouldBe(c.Long("n"));
        c.Holds(new()
        {
            ["acc_weak"] = outcomes.WeakAccuracy,
            ["acc_strong"] = outcomes.StrongAccuracy,
            ["acc_oracle"] = outcomes.PerfectRouterAccuracy,
            ["strong_calls_needed_by_oracle"] = outcomes.PerfectRouterStrongShare,
            ["acc_random_50"] = outcomes.RandomAccuracy(0.5),
            ["cascade_perfect_verifier_strong_share"] = outcomes.PerfectCheckerStrongShare,
        });
        var (accuracy, share) = outcomes.Cascade(AnswerChecker.Perfect);
        accuracy.ShouldBe(outcomes.PerfectRouterAccuracy, 1e-12);
        share.ShouldBe(outcomes.PerfectCheckerStrongShare, 1e-12);
    }

    [SharedTheory]
    [MemberData(nameof(Routers))]
    public void RouterCurve_OracleCases_GiveEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var curve = new RouterCurve(c.Inputs["points"]!.AsArray().Select(p => new RouterPoint(p![0]!.GetValue<double>(), p[1]!.GetValue<double>())));
        c.Holds(new() { ["auc"] = curve.Area, ["apgr"] = curve.RecoveredGap, ["cpt_20"] = curve.CallsFor(0.2), ["cpt_50"] = curve.CallsFor(0.5), ["cpt_80"] = curve.CallsFor(0.8) });
    }

    [Fact]
    public void RouterCurve_OfAPerfectRouter_ReachesTheCeilingAtItsShare()
    {
        // What only the strong model gets right first, what only the weak one gets right last.
        var items = Items(Gsm8k).Select(i => ((i.Strong ? 1.0 : 0) - (i.Weak ? 1 : 0), i.Weak, i.Strong));
        var curve = RouterCurve.Of(items);
        curve.Points.ShouldContain(p => Math.Abs(p.Accuracy - Gsm8k.PerfectRouterAccuracy) < 1e-12 && Math.Abs(p.StrongShare - Gsm8k.PerfectRouterStrongShare) < 1e-12);
        curve.Points.Max(p => p.Accuracy).ShouldBe(Gsm8k.PerfectRouterAccuracy, 1e-12);
        (curve.Weak, curve.Strong).ShouldBe((Gsm8k.WeakAccuracy, Gsm8k.StrongAccuracy));
        curve.RecoveredGap!.Value.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void RouterCurve_OneScoreForAll_IsTheStraightLine()
    {
        var curve = RouterCurve.Of(Items(Gsm8k).Select(i => (0.0, i.Weak, i.Strong)));
        curve.Points.Count.ShouldBe(2);
        curve.RecoveredGap!.Value.ShouldBe(0.5, 1e-12);
        curve.CallsFor(0.3)!.Value.ShouldBe(0.3, 1e-12);
        ((curve.Points[0].Accuracy + curve.Points[1].Accuracy) / 2).ShouldBe(Gsm8k.RandomAccuracy(0.5), 1e-12);
    }

    [Fact]
    public void RouterCurve_WithoutItsEnds_IsRefused()
    {
        Should.Throw<ArgumentException>(() => new RouterCurve([new(0, 0.5), new(0.9, 0.6)]));
        Should.Throw<ArgumentException>(() => new RouterCurve([new(0, 0.5), new(0.5, 0.6), new(0.5, 0.7), new(1, 0.8)]));
        var flat = new RouterCurve([new(0, 0.5), new(1, 0.5)]);
        (flat.RecoveredGap, flat.CallsFor(0.8)).ShouldBe((null, 0));
        new RouterCurve([new(0, 0.5), new(0.5, 0.4), new(1, 0.6)]).CallsFor(0.5)!.Value.ShouldBe(0.875, 1e-12);
    }

    [Fact]
    public void Cascade_CountedItemByItem_IsTheSame() => Prop.ForAll(
        ArbMap.Default.ArbFor<(PositiveInt Both, PositiveInt Weak, PositiveInt Strong, PositiveInt Neither)>(),
        x =>
        {
            // A checker that lets half of the right answers stand and sends half of the wrong ones on, in whole items.
            var outcomes = new PairedOutcomes(2L * x.Both.Get, 2L * x.Weak.Get, 2L * x.Strong.Get, 2L * x.Neither.Get);
            var (accuracy, share) = outcomes.Cascade(new AnswerChecker(0.5, 0.5));
            var correct = outcomes.Both + (outcomes.WeakOnly / 2) + (outcomes.StrongOnly / 2);
            return Math.Abs(accuracy - ((double)correct / outcomes.Items)) < 1e-12 && Math.Abs(share - 0.5) < 1e-12;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void NeededRejection_StrongModelsAccuracy_IsWhereTheCascadeReachesIt()
    {
        var needed = Gsm8k.NeededRejection(Gsm8k.StrongAccuracy, 0.95)!.Value;
        Gsm8k.Cascade(new AnswerChecker(0.95, needed)).Accuracy.ShouldBe(Gsm8k.StrongAccuracy, 1e-12);
        Gsm8k.NeededRejection(Gsm8k.PerfectRouterAccuracy, 1)!.Value.ShouldBe(1, 1e-12);
        Gsm8k.NeededRejection(0.99, 1).ShouldBeNull();
        Gsm8k.NeededRejection(0.1, 1).ShouldBe(0);
    }

    [Fact]
    public void Of_Items_AreCounted() => PairedOutcomes.Of(Items(Gsm8k)).ShouldBe(Gsm8k);

    [Fact]
    public void QualityAdjustedCost_Edges_SayNothingOrTheTruth()
    {
        var cent = new Money(0.01m);
        QualityAdjustedCost.PerGood(cent, 0).ShouldBeNull();
        QualityAdjustedCost.PerGood(cent, 1).ShouldBe(cent);
        QualityAdjustedCost.OfOneMoreCorrect(cent, 0.8, cent * 2, 0.8).ShouldBeNull();
        QualityAdjustedCost.OfOneMoreCorrect(cent, 0.8, cent * 2, 0.7)!.Value.Usd.ShouldBeLessThan(0);
        QualityAdjustedCost.OfCascade(cent, cent * 10, 0.75, new Money(0.001m)).ShouldBe(new Money(0.036m));
        Should.Throw<ArgumentOutOfRangeException>(() => QualityAdjustedCost.PerGood(cent, 1.1));

        // At most two tries at one half: the second is asked in half of the cases.
        QualityAdjustedCost.OfRetries(cent, 0.5, 2).ShouldBe((new Money(0.015m), 0.75));
        QualityAdjustedCost.OfRetries(cent, 0, 3).ShouldBe((new Money(0.03m), 0));
        QualityAdjustedCost.OfRetries(cent, 0.5, 200).Expected.Usd.ShouldBe(QualityAdjustedCost.PerGood(cent, 0.5)!.Value.Usd, 1e-12m);
    }

    private static IEnumerable<(bool Weak, bool Strong)> Items(PairedOutcomes outcomes) =>
        Enumerable.Repeat((true, true), (int)outcomes.Both).Concat(Enumerable.Repeat((true, false), (int)outcomes.WeakOnly))
            .Concat(Enumerable.Repeat((false, true), (int)outcomes.StrongOnly)).Concat(Enumerable.Repeat((false, false), (int)outcomes.Neither));
}
