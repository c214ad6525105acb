using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Commands;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Completion;

public sealed class CompleteCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CompleteCommandTests()
    {
        _folder.Write("eval.yaml", """
            candidates:
              - id: gpt-small
                hosted: { provider: openai, model: gpt-4o-mini }
            suites: [ "*/suite.yaml" ]
            gates: { upgrade: { margin: { sums: 0.05 } } }
            """);
        // Broken in every way but its name: a shell is no place to complain.
        _folder.Write("sums/suite.yaml", "# a comment\nname: \"sums\"\nkind: nonsense\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Complete_NamesOfWorkspaceAndDatabase_AreOfferedWithADescription()
    {
        await TestDatabase.WriteAsync(_folder.PathOf("results/eval.db"));
        (await LinesAsync("run", "+")).ShouldContain("sums\tsuite");
        (await LinesAsync("run", "-m", "+g")).ShouldBe(["gpt-small\tcandidate"]);
        (await LinesAsync("gate", "--policy", "+u")).ShouldBe(["upgrade\tgate", ":file"]);
        (await LinesAsync("show", "+")).ShouldBe(["latest\tthe newest run", "1\tnightly", "nightly\trun 1"]);
    }

    [Fact]
    public async Task Complete_OtherWorkspaceOnTheLine_IsTheOneThatCounts()
    {
        using var elsewhere = new TemporaryFolder();
        var world = new TestWorld(elsewhere.Root);
        (await world.RunAsync("complete", "--", "run", "-c", _folder.Root, "-m", "+")).ShouldBe(0);
        world.Out.ShouldBe("gpt-small\tcandidate\n");
    }

    [Theory]
    [InlineData("candidates: [", null)]
    [InlineData("candidates: []\nsuites: [nowhere/*.yaml]", "no database at all")]
    public async Task Complete_BrokenWorkspaceOrDatabase_OffersNothingAndSaysNothing(string workspace, string? database)
    {
        _folder.Write("eval.yaml", workspace);
        if (database is not null)
        {
            _folder.Write("results/eval.db", database);
        }

        (await LinesAsync("run", "-m", "+")).ShouldBeEmpty();
        (await LinesAsync("show", "+x")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Complete_HostileName_CannotReachTheTerminalOrAddALine()
    {
        _folder.Write("sums/suite.yaml", "name: \"a\u001b]0;owned\u0007b\"\n");
        (await LinesAsync("run", "+a")).ShouldHaveSingleItem().ShouldNotContain('\e');
    }

    [Theory]
    [InlineData("bash", "complete -F")]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c dotnet-eval")]
    [InlineData("powershell", "Register-ArgumentCompleter")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Completion_Shell_WritesItsScript(string shell, string expected)
    {
        var world = new TestWorld();
        (await world.RunAsync("completion", shell)).ShouldBe(0);
        world.Out.ShouldContain(expected);
        world.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Completion_UnknownShell_Exits2WithTheNearest()
    {
        var world = new TestWorld();
        (await world.RunAsync("completion", "pwershell")).ShouldBe(2);
        world.Error.ShouldContain("SHELL is one of bash, zsh, fish, powershell, not \"pwershell\": did you mean \"powershell\"?");
    }

    private async Task<string[]> LinesAsync(params string[] words)
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(["complete", "--", .. words])).ShouldBe(0);
        world.Error.ShouldBeEmpty();
        return world.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
