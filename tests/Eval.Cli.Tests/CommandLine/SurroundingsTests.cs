namespace Eval.Cli.Tests.CommandLine;

public class SurroundingsTests
{
    [Theory]
    [InlineData(true, true, true)]
    [InlineData(false, false, true)]
    [InlineData(true, true, false, "NO_COLOR", "1")]
    [InlineData(true, false, false, "TERM", "dumb")]
    [InlineData(true, false, true, "CI", "true")]
    [InlineData(true, true, true, "CI", "false")]
    [InlineData(true, true, true, "NO_COLOR", "")]
    public void Terminal_Variables_DecideOnLiveDisplayAndColour(bool isTerminal, bool live, bool colour, string? name = null, string? value = null)
    {
        var world = new TestWorld { IsTerminal = isTerminal };
        if (name is not null)
        {
            world.Variables[name] = value!;
        }

        world.Surroundings.AllowsLiveDisplay.ShouldBe(live);
        world.Surroundings.AllowsColour.ShouldBe(colour);
    }

    [Fact]
    public async Task Run_OutputOfATerminalWithoutColour_HasNoEscapeSequences()
    {
        using var folder = new Eval.TestSupport.TemporaryFolder();
        await Commands.TestDatabase.WriteAsync(folder.PathOf("eval.db"));
        var plain = new TestWorld(folder.Root) { IsTerminal = true, Variables = { ["TERM"] = "dumb" } };
        await plain.RunAsync("show", "--db", folder.PathOf("eval.db"));
        plain.Out.ShouldNotContain('\e');
        var coloured = new TestWorld(folder.Root) { IsTerminal = true };
        await coloured.RunAsync("show", "--db", folder.PathOf("eval.db"));
        coloured.Out.ShouldContain('\e');
    }
}
