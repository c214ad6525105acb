using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class SamplesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(20)]
    [InlineData(6, "--wrong")]
    [InlineData(3, "--wrong", "-m", "alpha")]
    [InlineData(3, "--wrong", "-m", "al*")]
    [InlineData(2, "--failed")]
    [InlineData(2, "--errors")]
    [InlineData(10, "--slice", "topic=colours")]
    [InlineData(4, "--slice", "topic=colours", "--wrong")]
    [InlineData(2, "--id", "fact-4")]
    [InlineData(2, "--search", "answer 5")]
    [InlineData(5, "--suite", "facts", "-n", "5")]
    [InlineData(13, "-n", "13")]
    public async Task Samples_Filter_GivesThoseSamples(int expected, params string[] filter)
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(["samples", "--json", "--db", Database, .. filter])).ShouldBe(0);
        SchemaFiles.Validate("samples", world.Out).ShouldBeEmpty();
        var document = JsonNode.Parse(world.Out)!;
        document["shown"]!.GetValue<int>().ShouldBe(expected);
        document["samples"]!.AsArray().Count.ShouldBe(expected);
    }

    [Fact]
    public async Task Samples_HostileAnswer_NeverReachesTheTerminalRaw()
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root) { IsTerminal = true, Variables = { ["NO_COLOR"] = "1" }, Width = 160 };
        (await world.RunAsync("samples", "--id", "fact-0", "--full", "--db", Database)).ShouldBe(0);
        world.Out.ShouldContain("\\x1b[2J\\x1b]0;owned\\x07 [red]no markup[/] \\u{202e}txt");
        world.Out.ShouldNotContain("\e[2J");
        world.Out.ShouldNotContain("\a");
        world.Out.ShouldNotContain("\u202e");
    }

    [Fact]
    public async Task Samples_LongPrompt_IsCutUnlessFull()
    {
        await TestDatabase.WriteAsync(Database);
        var cut = new TestWorld(_folder.Root);
        await cut.RunAsync("samples", "--id", "fact-4", "-m", "alpha", "--db", Database);
        cut.Out.ShouldContain("more characters");
        cut.Out.ShouldNotContain("line 11");
        var full = new TestWorld(_folder.Root);
        await full.RunAsync("samples", "--id", "fact-4", "-m", "alpha", "--full", "--db", Database);
        full.Out.ShouldContain("line 11");
    }

    [Fact]
    public async Task Samples_NothingMatches_Exits2()
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("samples", "--id", "no-such", "--db", Database)).ShouldBe(2);
        world.Error.ShouldContain("no sample of run 1 matches");
    }

    [Theory]
    [InlineData("no candidate of this run matches \"alpa\" (did you mean \"alpha\"?)", "-m", "alpa")]
    [InlineData("no suite of this run matches \"fcats\" (did you mean \"facts\"?)", "--suite", "fcats")]
    [InlineData("--slice needs FIELD=VALUE", "--slice", "colours")]
    public async Task Samples_WrongFilter_Exits2WithTheNearestName(string message, params string[] filter)
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(["samples", "--db", Database, .. filter])).ShouldBe(2);
        world.Error.ShouldContain(message);
    }

    [Fact]
    public async Task Samples_JsonLines_IsOneObjectALine()
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("samples", "--jsonl", "--db", Database)).ShouldBe(0);
        var lines = world.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(20);
        lines.ShouldAllBe(l => SchemaFiles.Validate("sample-line", l).Count == 0);
    }

    private string Database => _folder.PathOf("eval.db");
}
