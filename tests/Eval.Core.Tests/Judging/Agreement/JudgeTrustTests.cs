using Eval.Core.Judging;
using Eval.Core.Judging.Agreement;

namespace Eval.Core.Tests.Judging.Agreement;

public class JudgeTrustTests
{
    private static readonly JudgedBy By = new(["large"], ["identity"], "score", "1", "hash", "helpfulness");

    [Fact]
    public void WhyNotBlock_CardWithEnoughLabels_IsNothing() => JudgeTrust.WhyNotBlock(By, Card(100, 100, 10), 1).ShouldBeNull();

    [Theory]
    [InlineData(99, 100, "99 labels of \"pass\"")]
    [InlineData(100, 99, "99 labels of \"fail\"")]
    [InlineData(20, 30, "20 labels of \"pass\" and 30 labels of \"fail\"")]
    public void WhyNotBlock_TooFewLabelsOfAClass_SaysHowMany(int pass, int fail, string words) =>
        JudgeTrust.WhyNotBlock(By, Card(pass, fail, 5), 1)!.ShouldContain(words);

    [Fact]
    public void WhyNotBlock_LabelsWithoutAVerdict_DoNotCount()
    {
        var items = Items(100, 100, 5).Select((item, i) => i < 10 ? item with { Readings = [new JudgeReading(VerdictState.Refused, null)] } : item);
        JudgeTrust.WhyNotBlock(By, Card(items), 1)!.ShouldContain("90 labels of \"pass\"");
    }

    [Fact]
    public void WhyNotBlock_JudgeLikeACoin_IsNotShownToBeBetter() =>
        JudgeTrust.WhyNotBlock(By, Card(200, 200, 100), 1)!.ShouldContain("better than chance");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhyNotBlock_JudgeThatIsAlwaysRight_IsBetterThanChance(bool clustered)
    {
        JudgeCard Card(LabelForm form, Func<int, double> label) => JudgeCards.Of(
            new CardSubject("identity", "large", "score", "1", "hash", "helpfulness"), new CardSource("f", "h"), form,
            [.. Enumerable.Range(0, 400).Select(i => new LabelledItem { Id = $"{i}", Labels = [label(i)], Readings = [JudgeReading.Of(label(i))], Cluster = clustered ? $"{i / 4}" : null })]);
        foreach (var card in new[] { Card(LabelForm.PassFail, i => i % 2), Card(LabelForm.Score, i => (i % 5) + 1) })
        {
            JudgeTrust.WhyNotBlock(card).ShouldBeNull();
            var kappa = (card.Find("kappa_quadratic") ?? card.Find("kappa"))!;
            (kappa.Value, kappa.High, kappa.Method).ShouldBe((1, 1, clustered ? "wilson-clusters" : "wilson"));
            kappa.Low!.Value.ShouldBeInRange(0.8, 0.99);
        }
    }

    [Fact]
    public void WhyNotBlock_StoredVerdicts_AreOfNoSuitesJudge() =>
        JudgeTrust.WhyNotBlock(Card(100, 100, 10) with { Subject = new CardSubject("stored|x", "x", "stored", "1", "", "") })!.ShouldContain("stored verdicts");

    [Theory]
    [InlineData(null, "no canary was run")]
    [InlineData(0.75, "a canary failed")]
    public void WhyNotBlock_Canaries_MustAllPass(double? canaries, string words) =>
        JudgeTrust.WhyNotBlock(By, Card(100, 100, 10), canaries)!.ShouldContain(words);

    [Fact]
    public void WhyNotBlock_NoCardOrNoJudge_SaysWhich()
    {
        JudgeTrust.WhyNotBlock(By, null, 1)!.ShouldContain("(large, score, rubric helpfulness) has no card");
        JudgeTrust.WhyNotBlock(null, null, 1)!.ShouldContain("nothing is stored of its judge");
    }

    // So many of each class are judged wrong.
    private static JudgeCard Card(int pass, int fail, int wrong) => Card(Items(pass, fail, wrong));

    private static JudgeCard Card(IEnumerable<LabelledItem> items) => JudgeCards.Of(
        new CardSubject("identity", "large", "score", "1", "hash", "helpfulness"), new CardSource("f", "h"), LabelForm.PassFail, [.. items]);

    private static IEnumerable<LabelledItem> Items(int pass, int fail, int wrong) => Enumerable.Range(0, pass + fail).Select(i =>
    {
        var gold = i < pass ? 1.0 : 0;
        var isWrong = i < pass ? i < wrong : i - pass < wrong;
        return new LabelledItem { Id = $"{i}", Labels = [gold], Readings = [JudgeReading.Of(isWrong ? 1 - gold : gold)] };
    });
}
