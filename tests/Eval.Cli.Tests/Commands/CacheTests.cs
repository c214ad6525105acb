using System.Text.Json.Nodes;
using Eval.Cli.CommandLine;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.Core.Running;
using Eval.Storage;
using Eval.Storage.Opening;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class CacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_SeveralCandidates_ShowsWhatIsKeptAndWhatItIsWorth()
    {
        await FillAsync();
        var world = new TestWorld(_folder.Root);
        (await RunAsync(world, "cache", "list")).ShouldBe(0, world.Error);
        world.Out.ShouldMatch(@"gpt\s+2\s+1\s+4 bytes\s+\$1\.50");
        world.Out.ShouldMatch(@"local\s+1\s+3 bytes");
        world.Error.ShouldContain("1 is no longer served; to remove them: dotnet eval cache prune");

        var json = new TestWorld(_folder.Root);
        (await RunAsync(json, "cache", "list", "--json")).ShouldBe(0, json.Error);
        SchemaFiles.Validate("cache", json.Out).ShouldBeEmpty();
        JsonNode.Parse(json.Out)!["candidates"]!.AsArray().Sum(c => c!["answers"]!.GetValue<long>()).ShouldBe(3);
    }

    [Theory]
    [InlineData(1, 2, "cache", "prune")]
    [InlineData(0, 3, "cache", "prune", "-m", "local")]
    [InlineData(3, 0, "cache", "prune", "--older-than", "1d")]
    [InlineData(1, 2, "cache", "prune", "--older-than", "90d")]
    [InlineData(2, 1, "cache", "clear", "-m", "g*")]
    [InlineData(3, 0, "cache", "clear", "--all")]
    public async Task Remove_SomeOfThem_RemovesThoseAndSaysHowMany(int removed, int left, params string[] arguments)
    {
        await FillAsync();
        var world = new TestWorld(_folder.Root);
        (await RunAsync(world, [.. arguments, "--json"])).ShouldBe(0, world.Error);
        SchemaFiles.Validate("cache-removal", world.Out).ShouldBeEmpty();
        JsonNode.Parse(world.Out)!["answers"]!.GetValue<long>().ShouldBe(removed);
        await using var database = await OpenAsync();
        (await database.AnswerQueries.ListAsync(CancellationToken.None)).Sum(r => r.Answers).ShouldBe(left);
    }

    [Fact]
    public async Task Clear_Answers_LeavesResultsAndNamesWhatGivesTheRoomBack()
    {
        var run = await TestDatabase.WriteAsync(_folder.PathOf("results/eval.db"));
        await FillAsync();
        var world = new TestWorld(_folder.Root);
        (await RunAsync(world, "cache", "clear", "--all")).ShouldBe(0);
        world.Out.ShouldBe("removed 3 answers" + Environment.NewLine);
        world.Error.ShouldContain("dotnet eval db vacuum");
        (await RunAsync(world, "cache", "clear", "--all")).ShouldBe(0);
        world.Out.ShouldContain("nothing to remove");
        (await RunAsync(world, "show", $"{run}")).ShouldBe(0, world.Error);
    }

    [Fact]
    public async Task Clear_Downloads_RemovesTheFilesAndNoAnswer()
    {
        await FillAsync();
        var download = $"cache/datasets/{new string('a', 64)}";
        _folder.Write($"{download}/rows.jsonl", "12345");
        _folder.Write("cache/datasets/mine/rows.jsonl", "1");
        _folder.Write("cache/datasets/notes.txt", "1");
        var world = new TestWorld(_folder.Root) { Variables = { ["EVAL_CACHE"] = _folder.PathOf("cache") } };
        (await RunAsync(world, "cache", "list")).ShouldBe(0, world.Error);
        world.Out.ShouldContain($"downloads: 1 file, 5 bytes in {_folder.PathOf("cache/datasets")}");
        (await RunAsync(world, "cache", "clear", "--downloads")).ShouldBe(0, world.Error);
        world.Out.ShouldContain("removed 1 file of 5 bytes");
        Directory.Exists(_folder.PathOf(download)).ShouldBeFalse();
        File.Exists(_folder.PathOf("cache/datasets/mine/rows.jsonl")).ShouldBeTrue();
        File.Exists(_folder.PathOf("cache/datasets/notes.txt")).ShouldBeTrue();
        await using var database = await OpenAsync();
        (await database.AnswerQueries.ListAsync(CancellationToken.None)).Sum(r => r.Answers).ShouldBe(3);
    }

    [Theory]
    [InlineData("cache/datasets")]
    [InlineData("cache/datasets/")]
    [InlineData("cache/datasets/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/more")]
    public async Task Clear_DownloadsAroundTheUsersOwnData_IsRefusedBeforeAnythingIsRemoved(string own)
    {
        await FillAsync();
        var file = _folder.Write($"cache/datasets/{new string('a', 64)}/more/rows.jsonl", "12345");
        var world = new TestWorld(_folder.Root) { Variables = { ["EVAL_CACHE"] = _folder.PathOf("cache"), ["EVAL_DATASETS"] = _folder.PathOf(own) } };
        (await RunAsync(world, "cache", "clear", "--all", "--downloads")).ShouldBe(2);
        world.Error.ShouldContain("EVAL_DATASETS");
        File.Exists(file).ShouldBeTrue();
        await using var database = await OpenAsync();
        (await database.AnswerQueries.ListAsync(CancellationToken.None)).Sum(r => r.Answers).ShouldBe(3);
    }

    [Theory]
    [InlineData("nothing is named to be removed", "cache", "clear")]
    [InlineData("no candidate with cached answers matches \"gtp\" (did you mean \"gpt\"?)", "cache", "clear", "-m", "gtp")]
    [InlineData("no candidate with cached answers matches \"x*\"", "cache", "prune", "-m", "x*")]
    [InlineData("--older-than needs an age such as 30m, 12h, 7d or 2w, not \"soon\"", "cache", "prune", "--older-than", "soon")]
    [InlineData("--older-than needs an age such as 30m, 12h, 7d or 2w, not \"-2d\"", "cache", "prune", "--older-than=-2d")]
    public async Task Remove_WrongUse_Exits2AndRemovesNothing(string message, params string[] arguments)
    {
        await FillAsync();
        var world = new TestWorld(_folder.Root);
        (await RunAsync(world, arguments)).ShouldBe(2);
        world.Error.ShouldContain(message);
        await using var database = await OpenAsync();
        (await database.AnswerQueries.ListAsync(CancellationToken.None)).Sum(r => r.Answers).ShouldBe(3);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("prune")]
    [InlineData("clear", "--all")]
    public async Task Cache_NoDatabase_Exits2AndMakesNone(params string[] arguments)
    {
        var world = new TestWorld(_folder.Root);
        (await RunAsync(world, ["cache", .. arguments])).ShouldBe(2);
        world.Error.ShouldContain("there is no database");
        Directory.Exists(_folder.PathOf("results")).ShouldBeFalse();
    }

    private Task<int> RunAsync(TestWorld world, params string[] arguments) => EvalProgram.RunAsync(arguments, world.Surroundings with { Clock = _clock });

    private Task<EvalDatabase> OpenAsync() => EvalDatabase.OpenAsync(
        new EvalDatabaseOptions { Path = _folder.PathOf("results/eval.db"), Time = _clock }, CancellationToken.None);

    // Two of a hosted model, one of which expires, and one of a local model; then a month passes.
    private async Task FillAsync()
    {
        await using var database = await OpenAsync();
        await database.Answers.StoreAsync("a", "gpt", new CachedAnswer("1", 1, 900_000), TimeSpan.FromDays(14), CancellationToken.None);
        await database.Answers.StoreAsync("b", "gpt", new CachedAnswer("123", 1, 1_500_000), null, CancellationToken.None);
        await database.Answers.StoreAsync("c", "local", new CachedAnswer("123", 1, null), null, CancellationToken.None);
        _clock.Advance(TimeSpan.FromDays(30));
    }
}
