using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.Core.Running;
using Eval.Storage;
using Eval.Storage.Opening;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class DbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.PathOf("results/eval.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Info_SoundDatabase_TellsItsSizeAndContents()
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("db", "info", "--check")).ShouldBe(0, world.Error);
        world.Out.ShouldContain("runs      1 finished");
        world.Out.ShouldContain("check     sound");
        world.Out.ShouldMatch(@"Samples\s+20");
        world.Error.ShouldBeEmpty();

        var json = new TestWorld(_folder.Root);
        (await json.RunAsync("db", "info", "--json")).ShouldBe(0, json.Error);
        SchemaFiles.Validate("db", json.Out).ShouldBeEmpty();
        var document = JsonNode.Parse(json.Out)!;
        document["damage"].ShouldBeNull();
        document["bytes"]!.GetValue<long>().ShouldBe(new FileInfo(Database).Length);
    }

    [Fact]
    public async Task Info_DamagedFile_Exits4AndSaysWhatToDo()
    {
        await TestDatabase.WriteAsync(Database);
        // Zeros over a page in the middle: what it held is gone.
        await using (var file = new FileStream(Database, FileMode.Open))
        {
            file.Position = 4096 * (file.Length / 4096 / 2);
            file.Write(new byte[4096]);
        }

        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("db", "info", "--check")).ShouldBe(4);
        (world.Out + world.Error).ShouldContain("damaged");
        (world.Out + world.Error).ShouldContain("restore a copy");
    }

    [Fact]
    public async Task Vacuum_AfterClearedAnswers_MakesTheFileSmall()
    {
        await TestDatabase.WriteAsync(Database);
        await using (var database = await EvalDatabase.OpenAsync(Database, OpenMode.ReadWrite, CancellationToken.None))
        {
            await database.Answers.StoreAsync("a", "gpt", new CachedAnswer(new string('x', 3_000_000), 1, null), null, CancellationToken.None);
        }

        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("cache", "clear", "--all", "--quiet")).ShouldBe(0);
        (await world.RunAsync("db", "info")).ShouldBe(0);
        world.Error.ShouldContain("to give the room back: dotnet eval db vacuum");
        var json = new TestWorld(_folder.Root);
        (await json.RunAsync("db", "vacuum", "--json")).ShouldBe(0, json.Error);
        SchemaFiles.Validate("db-work", json.Out).ShouldBeEmpty();
        var work = JsonNode.Parse(json.Out)!;
        (work["bytesBefore"]!.GetValue<long>() - work["bytesAfter"]!.GetValue<long>()).ShouldBeGreaterThan(2_900_000);
        new FileInfo(Database).Length.ShouldBe(work["bytesAfter"]!.GetValue<long>());
        (await world.RunAsync("show")).ShouldBe(0, world.Error);
    }

    [Fact]
    public async Task Backup_Default_IsACopyThatCanBeReadAndIsNeverOverwritten()
    {
        var run = await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("db", "backup", "--json")).ShouldBe(0, world.Error);
        SchemaFiles.Validate("db-work", world.Out).ShouldBeEmpty();
        var copy = JsonNode.Parse(world.Out)!["copy"]!.GetValue<string>();
        (await world.RunAsync("show", $"{run}", "--db", copy)).ShouldBe(0, world.Error);

        (await world.RunAsync("db", "backup", "-o", copy)).ShouldBe(2);
        world.Error.ShouldContain("is there already");
    }

    [Fact]
    public async Task Migrate_CurrentDatabase_SaysThatItIsUpToDate()
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("db", "migrate")).ShouldBe(0, world.Error);
        world.Out.ShouldContain("up to date");
        Directory.GetFiles(_folder.PathOf("results"), "*.bak-*").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("info")]
    [InlineData("vacuum")]
    [InlineData("backup")]
    [InlineData("migrate")]
    public async Task Db_NoDatabase_Exits2AndMakesNone(string command)
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("db", command)).ShouldBe(2);
        world.Error.ShouldContain("there is no database");
        world.Error.ShouldContain("dotnet eval run");
        Directory.Exists(_folder.PathOf("results")).ShouldBeFalse();
    }
}
