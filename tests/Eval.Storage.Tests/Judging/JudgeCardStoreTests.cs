using Eval.Core.Judging;
using Eval.Core.Judging.Agreement;
using Eval.Storage.Opening;

namespace Eval.Storage.Tests.Judging;

public class JudgeCardStoreTests : StorageTest
{
    [Fact]
    public async Task AddAsync_Card_IsGivenBackWhole()
    {
        var card = Card("j", "score", "1", "r");
        await using (var database = await OpenAsync())
        {
            (await database.JudgeCards.AddAsync(card, None)).Id.ShouldBe(1);
        }

        await using var again = await OpenAsync(OpenMode.ReadOnly);
        var read = (await again.JudgeCards.ListAsync(0, 10, None)).ShouldHaveSingleItem();
        JudgeCardJson.Write(read.Card).ShouldBe(JudgeCardJson.Write(card));
        read.Program.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task NewestAsync_OtherJudgeMethodVersionOrRubric_IsNotFound()
    {
        await using var database = await OpenAsync();
        await database.JudgeCards.AddAsync(Card("a + b", "score", "1", "r"), None);
        await database.JudgeCards.AddAsync(Card("a + b", "score", "1", "r"), None);
        await database.JudgeCards.AddAsync(Card("a", "score", "1", "r"), None);

        // A jury is the same whoever is named first.
        (await database.JudgeCards.NewestAsync(By(["b", "a"], "score", "1", "r"), None)).Single().Id.ShouldBe(2);
        (await database.JudgeCards.NewestAsync(By(["a"], "score", "1", "r"), None)).Single().Id.ShouldBe(3);
        (await database.JudgeCards.NewestAsync(By(["c"], "score", "1", "r"), None)).ShouldBeEmpty();
        (await database.JudgeCards.NewestAsync(By(["a"], "pairwise", "1", "r"), None)).ShouldBeEmpty();
        (await database.JudgeCards.NewestAsync(By(["a"], "score", "2", "r"), None)).ShouldBeEmpty();
        (await database.JudgeCards.NewestAsync(By(["a"], "score", "1", "s"), None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task NewestAsync_CardsOfSeveralMetrics_KeepsTheNewestOfEach()
    {
        await using var database = await OpenAsync();
        foreach (var metric in (string[])["judge_score_1_5", "judge_pass", "judge_score_1_5"])
        {
            var card = Card("a", "score", "1", "r");
            await database.JudgeCards.AddAsync(card with { Subject = card.Subject with { MetricId = metric }, Source = card.Source with { RunId = 7 } }, None);
        }

        var cards = await database.JudgeCards.NewestAsync(By(["a"], "score", "1", "r"), None);
        cards.Select(c => (c.Id, c.Card.Subject.MetricId, c.Card.Source.RunId)).ShouldBe([(3, "judge_score_1_5", 7L), (2, "judge_pass", 7L)]);
    }

    private static JudgedBy By(string[] identities, string method, string version, string rubric) => new(identities, identities, method, version, rubric, "r");

    private static JudgeCard Card(string identity, string method, string version, string rubric) => JudgeCards.Of(
        new CardSubject(identity, identity, method, version, rubric, "rubric"), new CardSource("labels.csv", "hash"), LabelForm.PassFail,
        [.. Enumerable.Range(0, 20).Select(i => new LabelledItem { Id = $"{i}", Labels = [i % 2], Readings = [JudgeReading.Of(i % 3 == 0 ? 0 : 1)] })]);
}
