using Eval.Storage.Opening;
using Eval.Storage.Schema;
using Eval.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Tests.Opening;

public class MigrationTests : StorageTest
{
    private EvalDatabaseOptions Later => new() { Path = DatabasePath, MigrationsAssembly = typeof(LaterMigration).Assembly.GetName().Name };

    [Fact]
    public void Model_ComparedWithTheMigrations_HasNoPendingChanges()
    {
        using var context = NewContext(DatabasePath);
        context.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public async Task Migrate_ComparedWithEnsureCreated_GivesTheSameSchema()
    {
        await (await OpenAsync()).DisposeAsync();
        var created = Folder.PathOf("created.db");
        await using (var context = NewContext(created))
        {
            await context.Database.EnsureCreatedAsync();
        }

        // A column that a migration adds stands last in its table, and one that was there from the beginning where its class has it.
        const string Ours = "m.name NOT LIKE 'sqlite%' AND m.tbl_name NOT LIKE '\\_\\_EF%' ESCAPE '\\'";
        string[] schema =
        [
            $"SELECT m.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND {Ours} ORDER BY 1, 2",
            $"SELECT m.name, f.\"from\", f.\"table\", f.\"to\", f.on_delete FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND {Ours} ORDER BY 1, 2, 3",
            $"SELECT m.tbl_name, m.name, m.sql FROM sqlite_schema m WHERE m.type = 'index' AND {Ours} ORDER BY 1, 2",
        ];
        var migrated = schema.SelectMany(q => RawSqlite.Query(DatabasePath, q)).ToList();
        migrated.ShouldBe(schema.SelectMany(q => RawSqlite.Query(created, q)));
        migrated.Count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task OpenAsync_OlderSchema_CopiesTheDatabaseThenUpdatesIt()
    {
        var (run, cell) = await FillAsync();
        await using (var database = await EvalDatabase.OpenAsync(Later, None))
        {
            (await database.Runs.LoadStoredAsync(cell, None)).Count.ShouldBe(10);
        }

        RawSqlite.Query(DatabasePath, "SELECT count(*) FROM \"Later\"").ShouldBe(["0"]);
        var copy = Directory.GetFiles(Path.GetDirectoryName(DatabasePath)!, "*.bak-*").ShouldHaveSingleItem();
        copy.ShouldStartWith(DatabasePath + ".bak-");
        copy.ShouldEndWith(".bak-" + LastMigration());
        await using (var old = await EvalDatabase.OpenAsync(copy, OpenMode.ReadOnly, None))
        {
            (await old.SampleQueries.CountAsync(new() { RunId = run }, None)).ShouldBe(10);
        }
    }

    [Fact]
    public async Task OpenAsync_UpdateFails_LeavesTheDatabaseAsItWasAndNamesTheCopy()
    {
        var (_, cell) = await FillAsync();
        RawSqlite.Execute(DatabasePath, "CREATE TABLE \"Later\" (in_the_way INTEGER)");

        var error = await Should.ThrowAsync<EvalStorageException>(() => EvalDatabase.OpenAsync(Later, None));

        error.Problem.ShouldBe(StorageProblem.UpdateFailed);
        var copy = Directory.GetFiles(Path.GetDirectoryName(DatabasePath)!, "*.bak-*").ShouldHaveSingleItem();
        error.Message.ShouldEndWith(copy);
        await using var database = await OpenAsync();
        (await database.Runs.LoadStoredAsync(cell, None)).Count.ShouldBe(10);
        RawSqlite.Query(DatabasePath, "SELECT name FROM pragma_table_info('Runs') WHERE name = 'Later'").ShouldBeEmpty();
    }

    [Fact]
    public async Task OpenAsync_OlderSchemaForReading_SaysHowToUpdate()
    {
        await FillAsync();
        var error = await Should.ThrowAsync<EvalStorageException>(() => EvalDatabase.OpenAsync(Later with { Mode = OpenMode.ReadOnly }, None));
        error.Problem.ShouldBe(StorageProblem.OlderSchema);
        Directory.GetFiles(Path.GetDirectoryName(DatabasePath)!, "*.bak-*").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(OpenMode.ReadWrite)]
    [InlineData(OpenMode.ReadOnly)]
    public async Task OpenAsync_NewerSchema_IsRefused(OpenMode mode)
    {
        await FillAsync();
        await (await EvalDatabase.OpenAsync(Later, None)).DisposeAsync();
        var error = await Should.ThrowAsync<EvalStorageException>(() => OpenAsync(mode));
        error.Problem.ShouldBe(StorageProblem.NewerSchema);
        error.Message.ShouldContain(LaterMigration.Id);
    }

    [Fact]
    public async Task OpenAsync_StaleLockOfAKilledMigration_DoesNotWaitForEver()
    {
        await FillAsync();
        RawSqlite.Execute(DatabasePath, """
            CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" ("Id", "Timestamp") VALUES (1, '2026-11-01 00:00:00')
            """);

        await using var database = await EvalDatabase.OpenAsync(Later, None).WaitAsync(TimeSpan.FromMinutes(2));

        RawSqlite.Query(DatabasePath, "SELECT count(*) FROM \"Later\"").ShouldBe(["0"]);
    }

    [Fact]
    public async Task OpenAsync_AnotherProcessIsUpdating_SaysSo()
    {
        await FillAsync();
        using var held = (await ProcessLock.TakeAsync(DatabasePath + ".migrating", TimeSpan.Zero, None)).ShouldNotBeNull();
        var error = await Should.ThrowAsync<EvalStorageException>(() => EvalDatabase.OpenAsync(Later with { BusyTimeout = TimeSpan.FromMilliseconds(50) }, None));
        error.Problem.ShouldBe(StorageProblem.Locked);
    }

    private string LastMigration()
    {
        using var context = NewContext(DatabasePath);
        return context.Database.GetMigrations().Last();
    }

    private static EvalContext NewContext(string path)
    {
        var options = new EvalDatabaseOptions { Path = path };
        return new EvalContext(SqliteContexts.Configure(options, SqliteContexts.ConnectionString(options)));
    }

    private async Task<(long Run, long Cell)> FillAsync()
    {
        await using var database = await OpenAsync();
        var (run, cell) = await CreateRunAsync(database);
        await database.Runs.AppendAsync(Plans.Batch(cell, 0, 10), None);
        return (run, cell);
    }
}
