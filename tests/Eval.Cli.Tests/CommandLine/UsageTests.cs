using System.Text.Json.Nodes;
using Eval.TestSupport;

namespace Eval.Cli.Tests.CommandLine;

public class UsageTests
{
    [Theory]
    [InlineData("unknown command \"rum\" (did you mean \"run\"?)", "rum")]
    [InlineData("unknown command \"lst\" of \"models\" (did you mean \"list\"?)", "models", "lst")]
    [InlineData("unknown option \"--limti\" of \"run\" (did you mean \"--limit\"?)", "run", "--limti", "4")]
    [InlineData("unknown option \"--limti\" of \"run\" (did you mean \"--limit\"?)", "run", "--limti=4")]
    [InlineData("unknown option \"--wong\" of \"samples\" (did you mean \"--wrong\"?)", "samples", "3", "--wong")]
    [InlineData("--limit needs a whole number of at least 1, not \"x\"", "run", "--limit", "x")]
    [InlineData("--limit needs a whole number of at least 1, not \"0\"", "run", "-n", "0")]
    [InlineData("--limit needs a value", "run", "--limit")]
    [InlineData("--candidate was given an empty value; leave it out for all", "run", "-m", "")]
    [InlineData("--suite was given an empty value; leave it out for all", "samples", "--suite", " , ")]
    [InlineData("--limit was given more than once", "run", "-n", "3", "-n", "4")]
    [InlineData("--budget needs an amount of US dollars such as 2.50, not \"much\"", "run", "--budget", "much")]
    [InlineData("unexpected \"b\" after \"show\"", "show", "a", "b")]
    [InlineData("a command is missing after \"models\": list, probe, pull, inspect", "models")]
    public async Task Run_WrongArguments_SaysWhatIsWrongAndExits2(string message, params string[] arguments)
    {
        var world = new TestWorld();
        (await world.RunAsync(arguments)).ShouldBe(2);
        world.Error.ShouldContain("error: " + message);
        world.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1, world.Error);
        world.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_OptionAfterDoubleDash_IsAnArgument()
    {
        using var folder = new TemporaryFolder();
        var world = new TestWorld(folder.Root);
        (await world.RunAsync("run", "--", "--limti")).ShouldBe(2);
        world.Error.ShouldNotContain("unknown option");
    }

    [Fact]
    public async Task Run_NoWorkspaceAnywhere_SaysHowToNameOne()
    {
        using var folder = new TemporaryFolder();
        var world = new TestWorld(folder.Root);
        (await world.RunAsync("run")).ShouldBe(2);
        world.Error.ShouldContain("there is no eval.yaml in");
        world.Error.ShouldContain("--workspace FILE");
    }

    [Fact]
    public async Task Run_ErrorWithJson_IsOneDocumentOnStandardOutput()
    {
        var world = new TestWorld();
        (await world.RunAsync("run", "--limit", "x", "--json")).ShouldBe(2);
        var document = JsonNode.Parse(world.Out)!;
        document["schema"]!.GetValue<int>().ShouldBe(1);
        document["exitCode"]!.GetValue<int>().ShouldBe(2);
        document["problems"]![0]!["message"]!.GetValue<string>().ShouldContain("--limit");
    }

    [Fact]
    public async Task Run_FreshAndResume_IsAContradiction()
    {
        using var folder = new TemporaryFolder();
        folder.Write("eval.yaml", "candidates: []\nsuites: []\n");
        var world = new TestWorld(folder.Root);
        (await world.RunAsync("run", "--fresh", "--resume", "3")).ShouldBe(2);
        world.Error.ShouldContain("--fresh starts a new run and --resume goes on with an old one");
    }

    [Fact]
    public async Task Run_ControlCharactersInArguments_AreShownAsEscapes()
    {
        var world = new TestWorld();
        (await world.RunAsync("\e[31mrun")).ShouldBe(2);
        world.Error.ShouldNotContain('\e');
        world.Error.ShouldContain("\\x1b[31mrun");
    }
}
