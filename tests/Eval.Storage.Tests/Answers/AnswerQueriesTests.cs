using Eval.Core.Running;
using Eval.Storage.Answers;
using Eval.Storage.Opening;

namespace Eval.Storage.Tests.Answers;

public class AnswerQueriesTests : StorageTest
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestSupport.ManualTimeProvider _clock = new(Start);

    [Fact]
    public async Task ListAsync_SeveralCandidates_CountsEachWithWhatItIsWorth()
    {
        await using var database = await FillAsync();
        var rows = await database.AnswerQueries.ListAsync(None);
        rows.ShouldBe(
        [
            new CachedAnswers("big", 3, 1, 4 + 5 + 6, 200, Start, Start + TimeSpan.FromDays(2)),
            new CachedAnswers("free", 1, 0, 3, null, Start + TimeSpan.FromDays(2), Start + TimeSpan.FromDays(2)),
        ]);
    }

    [Fact]
    public async Task RemoveAsync_Expired_LeavesWhatIsServed()
    {
        await using var database = await FillAsync();
        (await database.AnswerQueries.RemoveAsync(new AnswerFilter { ExpiredAt = _clock.GetUtcNow() }, None)).ShouldBe(1);
        (await database.AnswerQueries.ListAsync(None)).Select(r => (r.Candidate, r.Answers, r.Expired)).ShouldBe([("big", 2, 0), ("free", 1, 0)]);
        (await database.Answers.FindAsync("b", None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task RemoveAsync_ExpiredOrOld_RemovesBoth()
    {
        await using var database = await FillAsync();
        var filter = new AnswerFilter { ExpiredAt = _clock.GetUtcNow(), StoredBefore = Start + TimeSpan.FromDays(1.5), Candidates = ["big"] };
        (await database.AnswerQueries.RemoveAsync(filter, None)).ShouldBe(2);
        (await database.Answers.FindAsync("c", None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task RemoveAsync_OneCandidate_LeavesTheOthers()
    {
        await using var database = await FillAsync();
        (await database.AnswerQueries.RemoveAsync(new AnswerFilter { Candidates = ["big"] }, None)).ShouldBe(3);
        (await database.AnswerQueries.ListAsync(None)).Select(r => r.Candidate).ShouldBe(["free"]);
        (await database.AnswerQueries.RemoveAsync(new AnswerFilter { Candidates = ["big"] }, None)).ShouldBe(0);
    }

    [Fact]
    public async Task RemoveAsync_MoreThanOnePortion_RemovesAll()
    {
        await using var database = await FillAsync();
        RawSqlite.Execute(DatabasePath,
            "INSERT INTO CachedAnswers (Key, CandidateName, Payload, DurationMs, CreatedAt) WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT 'k' || i, 'many', 'x', 1, 0 FROM n");
        (await database.AnswerQueries.RemoveAsync(new AnswerFilter(), None)).ShouldBe(5004);
        (await database.AnswerQueries.ListAsync(None)).ShouldBeEmpty();
    }

    // On the first day, one that holds for a day; then one for ever; on the third day two more, one of another candidate.
    private async Task<EvalDatabase> FillAsync()
    {
        var database = await EvalDatabase.OpenAsync(new EvalDatabaseOptions { Path = DatabasePath, Time = _clock }, None);
        await database.Answers.StoreAsync("a", "big", new CachedAnswer("1234", 1, 50), TimeSpan.FromDays(1), None);
        _clock.Advance(TimeSpan.FromDays(1));
        await database.Answers.StoreAsync("b", "big", new CachedAnswer("12345", 1, 100), null, None);
        _clock.Advance(TimeSpan.FromDays(1));
        await database.Answers.StoreAsync("c", "big", new CachedAnswer("ü1234", 1, 100), TimeSpan.FromDays(14), None);
        await database.Answers.StoreAsync("d", "free", new CachedAnswer("123", 1, null), TimeSpan.FromDays(14), None);
        return database;
    }
}
