using Eval.Core.Running;
using Eval.Storage.Maintenance;
using Eval.Storage.Opening;
using Eval.Storage.Tests.Opening;

namespace Eval.Storage.Tests.Maintenance;

public class DatabaseMaintenanceTests : StorageTest
{
    private DatabaseMaintenance Maintenance => new(new EvalDatabaseOptions { Path = DatabasePath, BusyTimeout = TimeSpan.FromMilliseconds(50) });

    [Fact]
    public async Task InspectAsync_FilledDatabase_TellsWhatItHolds()
    {
        await FillAsync();

        var info = await Maintenance.InspectAsync(thorough: true, None);

        info.Bytes.ShouldBe(new FileInfo(DatabasePath).Length);
        info.Tables.Single(t => t.Name == "Samples").Rows.ShouldBe(300);
        info.Tables.Select(t => t.Name).ShouldNotContain("__EFMigrationsHistory");
        info.Runs.ShouldBe(new Dictionary<string, long> { ["Finished"] = 1 });
        info.Schema.ShouldBe(RawSqlite.Query(DatabasePath, "SELECT max(MigrationId) FROM __EFMigrationsHistory").Single());
        (info.Pending.Count, info.Unknown.Count, info.Copies.Count).ShouldBe((0, 0, 0));
        info.Damage.ShouldNotBeNull().ShouldBeEmpty();
    }

    [Fact]
    public async Task InspectAsync_RowsThatBelongToNothing_AreDamage()
    {
        await FillAsync();
        RawSqlite.Execute(DatabasePath, "PRAGMA foreign_keys = OFF; DELETE FROM \"Cells\"");
        (await Maintenance.InspectAsync(thorough: true, None)).Damage.ShouldNotBeNull().ShouldContain("a row of Samples belongs to a row of Cells that is not there");
        (await Maintenance.InspectAsync(thorough: false, None)).Damage.ShouldBeNull();
    }

    [Fact]
    public async Task InspectAsync_DatabaseOfANewerVersion_IsReadAllTheSame()
    {
        await FillAsync();
        await (await EvalDatabase.OpenAsync(Later, None)).DisposeAsync();

        var info = await Maintenance.InspectAsync(thorough: false, None);

        info.Unknown.ShouldBe([LaterMigration.Id]);
        info.Tables.Single(t => t.Name == "Samples").Rows.ShouldBe(300);
        info.Copies.ShouldHaveSingleItem().Path.ShouldStartWith(DatabasePath + ".bak-");
    }

    [Fact]
    public async Task InspectAsync_NoDatabase_SaysSoAndMakesNone()
    {
        (await Should.ThrowAsync<EvalStorageException>(Maintenance.InspectAsync(thorough: false, None))).Problem.ShouldBe(StorageProblem.Missing);
        File.Exists(DatabasePath).ShouldBeFalse();
        Folder.Write("results/eval.db", "This is a text, and no database at all, however long it may be.");
        (await Should.ThrowAsync<EvalStorageException>(Maintenance.InspectAsync(thorough: false, None))).Problem.ShouldBe(StorageProblem.NotOurs);
    }

    [Fact]
    public async Task MigrateAsync_OlderDatabase_NamesWhatItDidAndKeepsACopy()
    {
        await FillAsync();
        var maintenance = new DatabaseMaintenance(Later);
        (await maintenance.InspectAsync(thorough: false, None)).Pending.ShouldBe([LaterMigration.Id]);

        (await maintenance.MigrateAsync(None)).ShouldBe([LaterMigration.Id]);

        (await maintenance.InspectAsync(thorough: false, None)).Copies.ShouldHaveSingleItem();
        (await maintenance.MigrateAsync(None)).ShouldBeEmpty();
        (await maintenance.InspectAsync(thorough: false, None)).Copies.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task VacuumAsync_AfterRemovals_GivesTheRoomBackAndKeepsTheRest()
    {
        await FillAsync();
        await using (var database = await OpenAsync())
        {
            await database.AnswerQueries.RemoveAsync(new(), None);
        }

        var before = await Maintenance.InspectAsync(thorough: false, None);
        before.FreeBytes.ShouldBeGreaterThan(500_000);

        var (from, to) = await Maintenance.VacuumAsync(None);

        var after = await Maintenance.InspectAsync(thorough: true, None);
        (after.FreeBytes, after.LogBytes, after.Bytes).ShouldBe((0, 0, to));
        (from - to).ShouldBeInRange(before.FreeBytes * 9 / 10, before.FreeBytes + before.LogBytes + 100_000);
        after.Damage.ShouldNotBeNull().ShouldBeEmpty();
        after.Tables.Single(t => t.Name == "Samples").Rows.ShouldBe(300);
        RawSqlite.Query(DatabasePath, "PRAGMA journal_mode").ShouldBe(["wal"]);
    }

    [Fact]
    public async Task VacuumAsync_RunUnderWay_WaitsForNobodyAndChangesNothing()
    {
        await using var database = await OpenAsync();
        var (run, _) = await CreateRunAsync(database);
        await using var lease = await database.Runs.AcquireAsync(run, None);
        var error = await Should.ThrowAsync<EvalStorageException>(Maintenance.VacuumAsync(None));
        error.Problem.ShouldBe(StorageProblem.Locked);
        error.Message.ShouldContain($"run {run} is being worked on by process {Environment.ProcessId}");
    }

    [Fact]
    public async Task BackUpAsync_WhileOthersWrite_IsWholeAndNeverOverwrites()
    {
        await FillAsync();
        await using var database = await OpenAsync();
        await database.Answers.StoreAsync("later", "tiny", new CachedAnswer("1", 1, null), null, None);

        var copy = await Maintenance.BackUpAsync(null, None);

        copy.ShouldStartWith(DatabasePath + ".bak-20");
        RawSqlite.Query(copy, "SELECT count(*) FROM Samples").ShouldBe(["300"]);
        RawSqlite.Query(copy, "SELECT count(*) FROM CachedAnswers WHERE Key = 'later'").ShouldBe(["1"]);
        await Should.ThrowAsync<IOException>(Maintenance.BackUpAsync(copy, None));
        (await Maintenance.BackUpAsync(Folder.PathOf("own.db"), None)).ShouldBe(Folder.PathOf("own.db"));
        RawSqlite.Query(Folder.PathOf("own.db"), "SELECT count(*) FROM Samples").ShouldBe(["300"]);
    }

    [Fact]
    public async Task BackUpAsync_FolderThatIsNotThere_IsMadeAndNothingElseIsTouched()
    {
        await FillAsync();
        var target = Folder.PathOf("copies/monday/own.db");
        (await Maintenance.BackUpAsync(target, None)).ShouldBe(target);
        RawSqlite.Query(target, "SELECT count(*) FROM Samples").ShouldBe(["300"]);

        Folder.Write("copies/monday/second.db.tmp", "mine");
        await Maintenance.BackUpAsync(Folder.PathOf("copies/monday/second.db"), None);
        await Should.ThrowAsync<IOException>(Maintenance.BackUpAsync(target, None));
        File.ReadAllText(Folder.PathOf("copies/monday/second.db.tmp")).ShouldBe("mine");
        Directory.GetFiles(Folder.PathOf("copies/monday")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["own.db", "second.db", "second.db.tmp"]);
    }

    private EvalDatabaseOptions Later => new() { Path = DatabasePath, MigrationsAssembly = typeof(LaterMigration).Assembly.GetName().Name };

    private async Task FillAsync()
    {
        await using var database = await OpenAsync();
        var (run, cell) = await CreateRunAsync(database);
        await using (await database.Runs.AcquireAsync(run, None))
        {
            await database.Runs.AppendAsync([.. Enumerable.Range(0, 300).Select(i => new CellResult(cell, Sample(i)))], None);
            await database.Runs.FinishAsync(run, RunStatus.Finished, null, None);
        }

        for (var i = 0; i < 50; i++)
        {
            await database.Answers.StoreAsync($"key {i}", "tiny", new CachedAnswer(new string('x', 20_000), 1, 10), null, None);
        }
    }

    private static SampleResult Sample(int i) => new()
    {
        Ordinal = i,
        SampleId = $"s{i}",
        Outcome = SampleOutcome.Completed,
        Measures = new Dictionary<string, double> { ["acc"] = i % 2 },
        Prompt = new string('p', 500),
        Answer = "a",
        Slices = new Dictionary<string, string>(),
    };
}
