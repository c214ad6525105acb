using Eval.Storage.Opening;

namespace Eval.Storage.Tests.Opening;

public class TroubledDiskTests : StorageTest
{
    [Fact]
    public async Task AppendAsync_DatabaseCannotGrow_SaysFullAndKeepsAllThatWasStored()
    {
        long run;
        int stored;
        await using (var database = await EvalDatabase.OpenAsync(new EvalDatabaseOptions { Path = DatabasePath, MaxPages = 120 }, None))
        {
            (run, var cell) = await CreateRunAsync(database);
            stored = await AppendUntilAsync(database, cell, StorageProblem.Full);
            await Should.ThrowAsync<EvalStorageException>(() => database.Runs.AppendAsync(Plans.Batch(cell, stored, 50), None));
        }

        await CheckAndGoOnAsync(run, stored);
    }

    [MountFact]
    public async Task AppendAsync_DiskFull_SaysFullAndKeepsAllThatWasStored()
    {
        using var disk = new SmallDisk(Path.GetDirectoryName(DatabasePath)!, 2048);
        long run;
        int stored;
        await using (var database = await OpenAsync())
        {
            (run, var cell) = await CreateRunAsync(database);
            stored = await AppendUntilAsync(database, cell, StorageProblem.Full);
            disk.Remount("size=16m");
            await database.Runs.AppendAsync(Plans.Batch(cell, stored, 50), None);
            stored += 50;
        }

        await CheckAndGoOnAsync(run, stored);
    }

    [MountFact]
    public async Task OpenAsync_NoRoomForADatabase_SaysFull()
    {
        using var disk = new SmallDisk(Path.GetDirectoryName(DatabasePath)!, 16);
        var error = await Should.ThrowAsync<EvalStorageException>(() => OpenAsync());
        error.Problem.ShouldBe(StorageProblem.Full);
    }

    [MountFact]
    public async Task OpenAsync_ReadOnlyDisk_CanBeReadButNotWritten()
    {
        using var disk = new SmallDisk(Path.GetDirectoryName(DatabasePath)!, 4096);
        long run;
        await using (var database = await OpenAsync())
        {
            (run, var cell) = await CreateRunAsync(database);
            await database.Runs.AppendAsync(Plans.Batch(cell, 0, 10), None);
        }

        disk.Remount("ro");
        await using (var database = await OpenAsync(OpenMode.ReadOnly))
        {
            (await database.SampleQueries.CountAsync(new() { RunId = run }, None)).ShouldBe(10);
        }

        var error = await Should.ThrowAsync<EvalStorageException>(() => OpenAsync());
        error.Problem.ShouldBe(StorageProblem.ReadOnly);
        error.Message.ShouldStartWith(DatabasePath);
    }

    [Fact]
    public async Task OpenAsync_FolderCannotBeMade_SaysSo()
    {
        if (OperatingSystem.IsLinux())
        {
            var error = await Should.ThrowAsync<EvalStorageException>(() => EvalDatabase.OpenAsync("/proc/eval-test/eval.db", OpenMode.ReadWrite, None));
            error.Problem.ShouldBe(StorageProblem.ReadOnly);
            error.Message.ShouldStartWith("/proc/eval-test/eval.db: ");
        }
    }

    [Fact]
    public async Task AppendAsync_AnotherProgramHoldsTheDatabase_SaysLockedAndGoesOnAfterwards()
    {
        await using var database = await EvalDatabase.OpenAsync(new EvalDatabaseOptions { Path = DatabasePath, BusyTimeout = TimeSpan.FromSeconds(1) }, None);
        var (run, cell) = await CreateRunAsync(database);
        await database.Runs.AppendAsync(Plans.Batch(cell, 0, 10), None);
        using (var other = RawSqlite.Open(DatabasePath))
        {
            RawSqlite.Execute(other, "BEGIN EXCLUSIVE");
            var error = await Should.ThrowAsync<EvalStorageException>(() => database.Runs.AppendAsync(Plans.Batch(cell, 10, 10), None));
            error.Problem.ShouldBe(StorageProblem.Locked);
            error.Message.ShouldBe($"{DatabasePath}: another program has held the database locked for 1 s; close it (or wait) and try again");
            (await database.SampleQueries.CountAsync(new() { RunId = run }, None)).ShouldBe(10);
            RawSqlite.Execute(other, "ROLLBACK");
        }

        await database.Runs.AppendAsync(Plans.Batch(cell, 10, 10), None);
        (await database.SampleQueries.CountAsync(new() { RunId = run }, None)).ShouldBe(20);
    }

    [Fact]
    public async Task AppendAsync_TwoProgramsAtOnce_BothStoreAllTheirSamples()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        var plan = Plans.Of(candidates: ["a", "b"]);
        var run = await first.Runs.CreateAsync(plan, None);
        var writers = run.CellIds.Values.Zip([first, second], (cell, database) => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                await database.Runs.AppendAsync(Plans.Batch(cell, i * 5, 5), None);
            }
        }));
        await Task.WhenAll(writers);

        (await second.SampleQueries.CountAsync(new() { RunId = run.Id }, None)).ShouldBe(2000);
    }

    private static async Task<int> AppendUntilAsync(EvalDatabase database, long cell, StorageProblem problem)
    {
        for (var stored = 0; ; stored += 50)
        {
            try
            {
                await database.Runs.AppendAsync(Plans.Batch(cell, stored, 50), None);
            }
            catch (EvalStorageException e)
            {
                e.Problem.ShouldBe(problem);
                stored.ShouldBeGreaterThan(0);
                return stored;
            }
        }
    }

    private async Task CheckAndGoOnAsync(long run, int stored)
    {
        RawSqlite.Query(DatabasePath, "PRAGMA integrity_check").ShouldBe(["ok"]);
        await using var database = await OpenAsync();
        var samples = await ListAsync(database.SampleQueries.ReadAsync(new() { RunId = run }, None));
        samples.Select(s => s.Result.Ordinal).ShouldBe(Enumerable.Range(0, stored));
        await database.Runs.AppendAsync(Plans.Batch(samples[0].CellId, stored, 50), None);
        (await database.SampleQueries.CountAsync(new() { RunId = run }, None)).ShouldBe(stored + 50);
    }
}
