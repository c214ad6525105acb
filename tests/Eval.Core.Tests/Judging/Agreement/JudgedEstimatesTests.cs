using Eval.Core.Judging.Agreement;
using Eval.Core.Metrics;
using Eval.Core.Statistics;

namespace Eval.Core.Tests.Judging.Agreement;

public class JudgedEstimatesTests
{
    [Fact]
    public void Correct_RateOfPasses_IsRoganAndGladensWithAWiderInterval()
    {
        // The oracle's case: 0.78 observed, sensitivity 0.9, specificity 0.8: 0.58 / 0.7.
        var corrected = JudgedEstimates.Correct(Rate(0.78, 1000), Card(180, 20, 40, 160));
        corrected.Value!.Value.ShouldBe(0.828571428571, 1e-9);
        corrected.Method.ShouldBe("rogan-gladen");
        var judgeOnly = 1.96 * Math.Sqrt(0.78 * 0.22 / 1000);
        (corrected.High - corrected.Low).ShouldNotBeNull().ShouldBeGreaterThan(2 * judgeOnly / 0.7);
        corrected.Labels.ShouldBe(400);
    }

    [Fact]
    public void Correct_JudgeNoBetterThanChance_GivesNoNumberAndSaysWhy()
    {
        var corrected = JudgedEstimates.Correct(Rate(0.5, 100), Card(50, 50, 50, 50));
        corrected.Value.ShouldBeNull();
        corrected.WhyNot!.ShouldContain("no better than chance");
        corrected = JudgedEstimates.Correct(new Estimate { MetricId = "judge_score_1_5", Value = 3, StandardError = 0.1, N = 100, Planned = 100 }, Scores(i => 5 - (i % 5)));
        corrected.Value.ShouldBeNull();
        corrected.WhyNot!.ShouldContain("no better than chance");
    }

    [Fact]
    public void Correct_MeanOfScores_TakesTheBiasOfTheJudgeAway()
    {
        // The judge gives one point too many, always: three becomes two, with the judge's own uncertainty alone.
        var corrected = JudgedEstimates.Correct(
            new Estimate { MetricId = "judge_score_1_5", Value = 3, StandardError = 0.1, N = 100, Planned = 100 }, Scores(i => (i % 5) + 2));
        corrected.Value!.Value.ShouldBe(2, 1e-9);
        corrected.StandardError!.Value.ShouldBe(0.1, 1e-9);
        corrected.Lambda.ShouldBe(1);
    }

    [Theory]
    [InlineData(0.01, "fewer")]
    [InlineData(0.99, "more")]
    public void Correct_RateThatTheCardsErrorsDoNotAllow_GivesNoNumber(double observed, string words)
    {
        // It passes 20 % of what is bad and 80 % of what is good: no mixture gives 1 % or 99 %.
        var corrected = JudgedEstimates.Correct(Rate(observed, 1000), Card(800, 200, 200, 800));
        (corrected.Value, corrected.Low).ShouldBe((null, null));
        corrected.WhyNot!.ShouldContain($"passes {words} here than its errors on the card allow");
    }

    [Fact]
    public void Correct_LabelsOfFewQuestions_WidensTheIntervalByThem()
    {
        // The judge errs by question: five answers to one question say hardly more than one.
        JudgeCard Card(bool clustered) => JudgedEstimatesTests.Card(LabelForm.Score, Enumerable.Range(0, 100).Select(i =>
            Item((i % 5) + 1, (i % 5) + 1 + (i / 5 % 2)) with { Cluster = clustered ? $"{i / 5}" : null }));
        var estimate = new Estimate { MetricId = "judge_score_1_5", Value = 3, StandardError = 1e-9, N = 100, Planned = 100 };
        var (alone, together) = (JudgedEstimates.Correct(estimate, Card(false)), JudgedEstimates.Correct(estimate, Card(true)));
        together.Value.ShouldBe(alone.Value);

        // By hand: 20 clusters with residual sums of ±2.5, and s² = 25/99: (20 · 6.25 + 25/99) / 100².
        alone.StandardError!.Value.ShouldBe(Math.Sqrt(25.0 / 99 / 100), 1e-9);
        together.StandardError!.Value.ShouldBe(Math.Sqrt((125 + (25.0 / 99)) / 1e4), 1e-9);
        (together.High - together.Low).ShouldNotBeNull().ShouldBe(2 * StudentInterval.Quantile(19, 0.95) * together.StandardError.Value, 1e-9);
    }

    private static Estimate Rate(double value, int n) =>
        new() { MetricId = "judge_pass", Value = value, N = n, Planned = n, StandardError = Math.Sqrt(value * (1 - value) / n) };

    private static JudgeCard Card(int passPass, int passFail, int failPass, int failFail) => Card(
        LabelForm.PassFail, [.. Many(passPass, 1, 1), .. Many(passFail, 1, 0), .. Many(failPass, 0, 1), .. Many(failFail, 0, 0)]);

    private static JudgeCard Scores(Func<int, double> judge) => Card(LabelForm.Score, Enumerable.Range(0, 50).Select(i => Item((i % 5) + 1, judge(i))));

    private static JudgeCard Card(LabelForm form, IEnumerable<LabelledItem> items) =>
        JudgeCards.Of(new CardSubject("id", "judge", "score", "1", "", ""), new CardSource("f", "h"), form, [.. items]);

    private static IEnumerable<LabelledItem> Many(int count, double gold, double verdict) => Enumerable.Repeat(Item(gold, verdict), count);

    private static LabelledItem Item(double gold, double verdict) => new() { Id = "x", Labels = [gold], Readings = [JudgeReading.Of(verdict)] };
}
