using Eval.Core.Running;
using Eval.Storage.Opening;

namespace Eval.Storage.Tests.Answers;

public class AnswerCacheTests : StorageTest
{
    private static readonly CachedAnswer Answer = new("""{"text":"Paris 🙂"}""", 12.5, 40);

    [Fact]
    public async Task FindAsync_StoredByAnotherProcess_GivesTheAnswer()
    {
        await using (var database = await OpenAsync())
        {
            await database.Answers.StoreAsync("key", "tiny", Answer, null, None);
        }

        await using var later = await OpenAsync(OpenMode.ReadOnly);
        (await later.Answers.FindAsync("key", None)).ShouldBe(Answer);
        (await later.Answers.FindAsync("other", None)).ShouldBeNull();
    }

    [Fact]
    public async Task StoreAsync_SameKeyAgain_ReplacesTheAnswer()
    {
        await using var database = await OpenAsync();
        await database.Answers.StoreAsync("key", "tiny", Answer, TimeSpan.FromDays(1), None);
        await database.Answers.StoreAsync("key", "tiny", new CachedAnswer("2", 1, null), null, None);
        (await database.Answers.FindAsync("key", None)).ShouldBe(new CachedAnswer("2", 1, null));
    }

    [Fact]
    public async Task StoreAsync_ManyAtOnce_StoresEachAndTheLastOfAKey()
    {
        await using var database = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() => database.Answers.StoreAsync($"key {i}", "tiny", new CachedAnswer($"{i}", i, i), null, None))));
        for (var i = 0; i < 500; i += 7)
        {
            (await database.Answers.FindAsync($"key {i}", None)).ShouldBe(new CachedAnswer($"{i}", i, i));
        }

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => database.Answers.StoreAsync("same", "tiny", new CachedAnswer($"{i}", i, null), null, None)));
        (await database.Answers.FindAsync("same", None)).ShouldBe(new CachedAnswer("49", 49, null));
    }

    [Fact]
    public async Task StoreAsync_DatabaseForReading_FailsAndSaysSo()
    {
        await using (await OpenAsync())
        {
        }

        await using var database = await OpenAsync(OpenMode.ReadOnly);
        (await Should.ThrowAsync<InvalidOperationException>(database.Answers.StoreAsync("key", "tiny", Answer, null, None))).Message.ShouldContain("reading only");
    }

    [Fact]
    public async Task FindAsync_AfterTimeToLive_GivesNull()
    {
        var clock = new ShiftedTime();
        await using var database = await EvalDatabase.OpenAsync(new EvalDatabaseOptions { Path = DatabasePath, Time = clock }, None);
        await database.Answers.StoreAsync("short", "tiny", Answer, TimeSpan.FromDays(14), None);
        await database.Answers.StoreAsync("ever", "tiny", Answer, null, None);

        clock.Shift = TimeSpan.FromDays(13.9);
        (await database.Answers.FindAsync("short", None)).ShouldBe(Answer);
        clock.Shift = TimeSpan.FromDays(14.1);
        (await database.Answers.FindAsync("short", None)).ShouldBeNull();
        (await database.Answers.FindAsync("ever", None)).ShouldBe(Answer);
    }

    [Fact]
    public async Task StoreAsync_ManyAtOnce_KeepsAll()
    {
        await using var database = await OpenAsync();
        await Parallel.ForAsync(0, 200, async (i, token) =>
        {
            await database.Answers.StoreAsync($"key {i}", "tiny", Answer with { Payload = $"{i}" }, null, token);
            (await database.Answers.FindAsync($"key {i}", token))!.Payload.ShouldBe($"{i}");
        });
        RawSqlite.Query(DatabasePath, "SELECT count(*) FROM CachedAnswers").ShouldBe(["200"]);
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero) + Shift;
    }
}
