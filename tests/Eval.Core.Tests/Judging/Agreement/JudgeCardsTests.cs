using Eval.Core.Judging;
using Eval.Core.Judging.Agreement;
using Eval.Core.Statistics;
using Eval.Core.Tests.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Judging.Agreement;

public class JudgeCardsTests
{
    private static readonly CardSubject Subject = new("id", "judge", "score", "1", "hash", "helpfulness");

    [SharedFact]
    public void Of_OracleVerdicts_GivesTheOracleFigures()
    {
        var oracle = StatisticsOracle.Group("cohen_kappa").GetProperty("verdicts");
        var first = oracle.GetProperty("rater1").EnumerateArray().Select(v => Side(v.GetString()!)).ToList();
        var second = oracle.GetProperty("rater2").EnumerateArray().Select(v => Side(v.GetString()!)).ToList();
        var card = Card(LabelForm.Pairwise, first.Zip(second, (gold, verdict) => Item(gold, verdict)));
        Value(card, "agreement").ShouldBe(oracle.Number("agreement_with_ties"), 1e-9);
        Value(card, "agreement_decided").ShouldBe(oracle.Number("agreement_without_ties"), 1e-9);
        card.Find("agreement_decided")!.N.ShouldBe(11);
        Value(card, "kappa").ShouldBe(oracle.Number("kappa"), 1e-9);
        Value(card, "gwet_ac1").ShouldBe(oracle.Number("gwet_ac1"), 1e-9);
        (card.Find("kappa")!.Low < card.Find("kappa")!.Value && card.Find("kappa")!.Value < card.Find("kappa")!.High).ShouldBeTrue();

        static double Side(string word) => word switch { "A" => 1, "B" => 0, _ => 0.5 };
    }

    [SharedFact]
    public void Of_OracleScores_GivesTheOracleFigures()
    {
        var ordinal = StatisticsOracle.Group("cohen_kappa").GetProperty("ordinal_1to5");
        var card = Card(LabelForm.Score, Numbers(ordinal, "rater1").Zip(Numbers(ordinal, "rater2"), (g, v) => Item(g, v)), new CardOptions { Min = 1, Max = 5 });
        Value(card, "kappa_quadratic").ShouldBe(ordinal.Number("kappa_quadratic"), 1e-9);
        Value(card, "kappa").ShouldBe(ordinal.Number("kappa"), 1e-9);

        var oracle = StatisticsOracle.Group("correlation");
        card = Card(LabelForm.Score, Numbers(oracle, "human").Zip(Numbers(oracle, "judge"), (g, v) => Item(g, v)));
        Value(card, "pearson").ShouldBe(oracle.Number("pearson"), 1e-9);
        card.Find("pearson")!.Low!.Value.ShouldBe(oracle.GetProperty("pearson_fisher95")[0].GetDouble(), 1e-9);
        Value(card, "spearman").ShouldBe(oracle.Number("spearman"), 1e-9);
        Value(card, "kendall").ShouldBe(oracle.Number("kendall_tau_b"), 1e-9);
        card.Find("kendall")!.Reason!.ShouldContain("1 tie by people only, 7 by the judge only, 0 by both");

        var three = StatisticsOracle.Group("krippendorff_alpha").GetProperty("three_judges_1to5");
        var rows = three.GetProperty("data").EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetDouble()).ToList()).ToList();
        card = Card(LabelForm.Score, Enumerable.Range(0, 10).Select(i => Item(rows[2][i]) with { Labels = [rows[0][i], rows[1][i]], Id = $"{i}" }));
        Value(card, "alpha_with_judge").ShouldBe(three.Number("ordinal"), 1e-9);
        card = Card(LabelForm.Score, rows[0].Zip(rows[1], (a, b) => Item(a, b)));
        Value(card, "alpha_ordinal").ShouldBe(KrippendorffAlpha.Of(rows[0].Zip(rows[1], (a, b) => (IReadOnlyList<double>)[a, b]), MeasurementLevel.Ordinal), 1e-9);
    }

    [Fact]
    public void Of_PassAndFail_CountsBothKindsOfErrorByHand()
    {
        // 40 good: 36 passed; 20 bad: 15 failed.
        var card = Card(LabelForm.PassFail, [.. Many(36, 1, 1), .. Many(4, 1, 0), .. Many(5, 0, 1), .. Many(15, 0, 0)]);
        card.PassFail.ShouldBe(new PassFailCounts(36, 4, 5, 15));
        Value(card, "sensitivity").ShouldBe(0.9, 1e-12);
        card.Find("sensitivity")!.N.ShouldBe(40);
        Value(card, "specificity").ShouldBe(0.75, 1e-12);
        Value(card, "agreement").ShouldBe(0.85, 1e-12);
        Value(card, "rule_majority").ShouldBe(40 / 60.0, 1e-12);
        card.Find("rule_majority")!.Name.ShouldContain("pass");
    }

    [Fact]
    public void Of_RepliesWithoutVerdict_LowerCoverageAndNeverAgreement()
    {
        var card = Card(LabelForm.PassFail,
        [
            .. Many(6, 1, 1), .. Many(2, 0, 0),
            Item(1) with { Readings = [new JudgeReading(VerdictState.Refused, null)] },
            Item(0) with { Readings = [new JudgeReading(VerdictState.Unparsed, null)] },
            Item(0) with { Readings = [new JudgeReading(VerdictState.Failed, null)] },
            new LabelledItem { Id = "unlabelled", Labels = [null], Readings = [JudgeReading.Of(1)] },
        ]);
        (card.Items, card.Judged).ShouldBe((11, 8));
        (card.Find("judged")!.Count, card.Find("judged")!.N).ShouldBe((8, 11));
        (card.Find("refused")!.Count, card.Find("unparsed")!.Count, card.Find("failed")!.Count, card.Find("parsed")!.Count).ShouldBe((1, 1, 1, 8));
        (Value(card, "agreement"), card.Find("agreement")!.N).ShouldBe((1, 8));
    }

    [Fact]
    public void Of_ManyItemsOfFewClusters_WidensTheInterval()
    {
        var alone = Card(LabelForm.PassFail, Enumerable.Range(0, 200).Select(i => Item(1, i / 10 % 4 == 0 ? 0 : 1)));
        var together = Card(LabelForm.PassFail, Enumerable.Range(0, 200).Select(i => Item(1, i / 10 % 4 == 0 ? 0 : 1) with { Cluster = $"{i / 10}" }));
        var (narrow, wide) = (alone.Find("agreement")!, together.Find("agreement")!);
        wide.Value.ShouldBe(narrow.Value);
        wide.Clusters.ShouldBe(20);
        (wide.High - wide.Low).ShouldNotBeNull().ShouldBeGreaterThan((narrow.High - narrow.Low)!.Value * 2);
    }

    [Fact]
    public void Of_SeveralPeople_ShowsTheCeilingBesideTheJudge()
    {
        // Three people; on half of the items one of them disagrees; the judge always says what two of them say.
        var card = Card(LabelForm.PassFail, Enumerable.Range(0, 40).Select(i => Item(1, i % 4 < 2 ? 1 : 0) with
        {
            Labels = [i % 4 < 2 ? 1 : 0, i % 4 < 2 ? 1 : 0, i % 4 is 0 or 1 == (i % 2 == 0) ? 1 : 0],
        }));
        var expected = Enumerable.Range(0, 40).Average(i => (i % 4 < 2) == (i % 4 is 0 or 1 == (i % 2 == 0)) ? 1 : 1 / 3.0);
        Value(card, "human_agreement").ShouldBe(expected, 1e-12);
        Value(card, "judge_human_agreement").ShouldBe(Enumerable.Range(0, 40).Average(i => (i % 4 < 2) == (i % 4 is 0 or 1 == (i % 2 == 0)) ? 1 : 2 / 3.0), 1e-12);
        Value(card, "agreement").ShouldBe(1);
        var ratings = new int[40, 2];
        for (var i = 0; i < 40; i++)
        {
            foreach (var rating in (int[])[i % 4 < 2 ? 1 : 0, i % 4 < 2 ? 1 : 0, i % 4 is 0 or 1 == (i % 2 == 0) ? 1 : 0, i % 4 < 2 ? 1 : 0])
            {
                ratings[i, rating]++;
            }
        }

        Value(card, "fleiss_kappa").ShouldBe(FleissKappa.Of(ratings), 1e-9);
    }

    [Fact]
    public void Of_OneClassAlmostAlone_PointsToAc1()
    {
        var card = Card(LabelForm.PassFail, [.. Many(85, 1, 1), .. Many(5, 1, 0), .. Many(5, 0, 1), .. Many(5, 0, 0)]);
        Value(card, "kappa").ShouldBe(0.444444444444, 1e-9);
        Value(card, "gwet_ac1").ShouldBe(0.878048780488, 1e-9);
        card.Find("gwet_ac1")!.Reason!.ShouldContain("90 % of the labels");
    }

    [Fact]
    public void Of_JudgeThatPrefersLength_ShowsItGivenTheLabel()
    {
        // The verdict follows the longer answer in nine of ten cases, whatever the label.
        var random = SeededRandom.For(3, "length");
        var items = Enumerable.Range(0, 300).Select(i =>
        {
            var (one, two) = (100 + random.Next(900), 100 + random.Next(900));
            var longer = one > two ? 1.0 : 0;
            var verdict = random.Next(10) == 0 ? 1 - longer : longer;
            return Item(random.Next(2), verdict) with { Length = one, OtherLength = two };
        });
        var effect = Card(LabelForm.Pairwise, items).Find("length_effect")!;
        effect.Low!.Value.ShouldBeGreaterThan(1);
        effect.Reason!.ShouldContain("standard error");
        effect.Method.ShouldBe("sandwich-t");
    }

    [Fact]
    public void Of_SameQuestionAskedTwice_GivesTheRetest()
    {
        var card = Card(LabelForm.PassFail, Enumerable.Range(0, 20).Select(i => Item(1) with { Readings = [JudgeReading.Of(1), JudgeReading.Of(i < 5 ? 0 : 1)] }));
        (card.Find("retest")!.Count, card.Find("retest")!.N).ShouldBe((15, 20));
        Card(LabelForm.PassFail, Many(20, 1, 1)).Find("retest")!.Reason!.ShouldContain("asked twice");
    }

    [Fact]
    public void Of_JuryWhoseMembersErrTogether_ShowsTheCorrelation()
    {
        var items = Enumerable.Range(0, 60).Select(i => Item(1, 1) with
        {
            ByJudge = new Dictionary<string, double?> { ["a"] = i % 4 == 0 ? 0 : 1, ["b"] = i % 4 == 0 ? 0 : 1, ["c"] = i % 4 == 1 ? 0 : 1 },
        });
        var card = Card(LabelForm.PassFail, items);
        Value(card, "errors:a|b").ShouldBe(1, 1e-9);

        // 15 errors each of 60 and none shared: phi = −(15·15)/(45·… ) by hand = (0·30 − 15·15)/(15·45) = −1/3.
        Value(card, "errors:a|c").ShouldBe(-1 / 3.0, 1e-9);
        Value(card, "agreement:a").ShouldBe(0.75);
    }

    [Fact]
    public void Of_JudgeAndAnswersOfOneFamily_IsFlaggedWithItsGain()
    {
        var items = Enumerable.Range(0, 40).Select(i => Item(i % 2, 1) with { Model = "gpt-4o-mini", OtherModel = "claude-3-haiku" });
        var card = JudgeCards.Of(Subject with { Name = "gpt-4" }, new CardSource("f", "h"), LabelForm.Pairwise, [.. items]);
        card.Notes.ShouldContain(n => n.StartsWith("same family"));
        Value(card, "own_family").ShouldBe(0.5, 1e-12);
        card.Find("own_family")!.Low!.Value.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Of_LenientJudgeOfSingleAnswers_GainsItsFamilyOnlyWhatOthersDoNotGet()
    {
        // One point too many for everybody, and half a point more for its own.
        LabelledItem Answer(int i, double more) => Item((i % 4) + 1, (i % 4) + 2 + (i % 2 == 0 ? more : 0)) with { Model = i % 2 == 0 ? "gpt-4o" : "claude-3", Cluster = $"{i / 4}" };
        JudgeCard Made(string name, IEnumerable<LabelledItem> items) =>
            JudgeCards.Of(Subject with { Name = name }, new CardSource("f", "h"), LabelForm.Score, [.. items], new CardOptions { Min = 1, Max = 6 });
        Value(Made("gpt-4", Enumerable.Range(0, 80).Select(i => Answer(i, 0))), "own_family").ShouldBe(0, 1e-12);
        var gain = Made("gpt-4", Enumerable.Range(0, 80).Select(i => Answer(i, 0.5 + (0.1 * (i % 3))))).Find("own_family")!;
        gain.Value!.Value.ShouldBe(Enumerable.Range(0, 80).Where(i => i % 2 == 0).Average(i => 0.5 + (0.1 * (i % 3))), 1e-9);
        (gain.Low, gain.Clusters).ShouldSatisfyAllConditions(g => g.Low!.Value.ShouldBeGreaterThan(0.4), g => g.Clusters.ShouldBe(20));
        Made("gpt-4", Enumerable.Range(0, 8).Select(i => Answer(i, 0) with { Model = "gpt-4o" })).Find("own_family")!.Reason!.ShouldContain("nothing to compare");

        // Of a jury each by itself.
        var jury = Made("gpt-4 + claude-3", Enumerable.Range(0, 80).Select(i => Answer(i, 0) with
        {
            ByJudge = new Dictionary<string, double?> { ["gpt-4"] = (i % 4) + (i % 2 == 0 ? 2 : 1), ["claude-3"] = (i % 4) + 1 },
        }));
        (Value(jury, "own_family:gpt-4"), Value(jury, "own_family:claude-3")).ShouldBe((1, 0));
    }

    [Fact]
    public void Of_Likelihoods_AreOnlyCorrelated()
    {
        var card = JudgeCards.Of(
            Subject with { Method = "likelihood", MetricId = "judge_likelihood" }, new CardSource("f", "h"), LabelForm.Score,
            [.. Enumerable.Range(0, 40).Select(i => Item((i % 5) + 1, -3 + (0.1 * i)))], new CardOptions { PassFrom = 3 });
        card.Figures.Select(f => f.Group).Distinct().ShouldBe([CardGroup.Coverage, CardGroup.Correlation]);
        (card.PassFail, card.PassFrom, card.Moments).ShouldBe((null, null, null));
    }

    [Fact]
    public void Of_NothingJudged_GivesReasonsAndNoNumbers()
    {
        foreach (var form in Enum.GetValues<LabelForm>())
        {
            var card = Card(form, [Item(1) with { Readings = [] }, Item(0) with { Readings = [] }]);
            card.Judged.ShouldBe(0);
            card.Figures.Where(f => f.Id is not ("judged" or "rule_first" or "rule_majority" or "gold_ties")).ShouldAllBe(f => f.Value == null && f.Reason != null);
            JudgeTrust.WhyNotBlock(card).ShouldNotBeNull();
        }
    }

    private static double Value(JudgeCard card, string id) => card.Find(id)!.Value!.Value;

    private static IEnumerable<double> Numbers(System.Text.Json.JsonElement oracle, string name) => oracle.GetProperty(name).EnumerateArray().Select(v => v.GetDouble());

    private static JudgeCard Card(LabelForm form, IEnumerable<LabelledItem> items, CardOptions? options = null) =>
        JudgeCards.Of(Subject, new CardSource("labels.csv", "hash"), form, [.. items], options);

    private static LabelledItem Item(double gold, double? verdict = null) =>
        new() { Id = "x", Labels = [gold], Readings = [JudgeReading.Of(verdict ?? gold)] };

    private static IEnumerable<LabelledItem> Many(int count, double gold, double verdict) => Enumerable.Repeat(Item(gold, verdict), count);
}
