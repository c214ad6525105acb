using System.CommandLine;
using System.CommandLine.Help;
using Eval.Cli.CommandLine;
using Eval.Cli.Commands;
using Eval.TestSupport;

namespace Eval.Cli.Tests.CommandLine;

public class EnvironmentOptionsTests
{
    public static TheoryData<string> Commands => [.. Leaves(CommandTree.Create(), "").Select(c => c.Path)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Complete_EveryOptionOfEveryCommand_IsTakenFromItsVariable(string path)
    {
        var root = CommandTree.Create();
        var command = Leaves(root, "").Single(c => c.Path == path).Command;
        var arguments = path.Split(' ');
        foreach (var option in command.Options.Concat(SharedOptions.All).Where(o => o is not (HelpOption or VersionOption)))
        {
            var value = option.ValueType == typeof(bool) ? "1" : "7";
            var completed = EnvironmentOptions.Complete(
                root.Parse(arguments), arguments, name => name == EnvironmentOptions.VariableOf(option) ? value : null);
            var result = root.Parse(completed).GetResult(option);
            (result is { Implicit: false }).ShouldBeTrue($"{EnvironmentOptions.VariableOf(option)} of \"{path}\"");
            result!.Errors.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Complete_OptionOnCommandLine_WinsOverVariable()
    {
        string[] arguments = ["run", "--limit", "5"];
        EnvironmentOptions.Complete(CommandTree.Create().Parse(arguments), arguments, n => n == "EVAL_LIMIT" ? "9" : null).ShouldBe(arguments);
    }

    [Fact]
    public void Complete_ArgumentsAfterDoubleDash_StayLast()
    {
        string[] arguments = ["run", "--", "odd-name"];
        EnvironmentOptions.Complete(CommandTree.Create().Parse(arguments), arguments, n => n == "EVAL_LIMIT" ? "9" : null)
            .ShouldBe(["run", "--limit=9", "--", "odd-name"]);
    }

    [Fact]
    public void Complete_TwoOptions_NeverShareAVariable()
    {
        foreach (var (_, command) in Leaves(CommandTree.Create(), ""))
        {
            command.Options.Concat(SharedOptions.All).Distinct().Select(EnvironmentOptions.VariableOf).ShouldBeUnique();
        }
    }

    [Fact]
    public async Task Run_WrongValueInVariable_NamesTheVariable()
    {
        var world = new TestWorld { Variables = { ["EVAL_LIMIT"] = "many" } };
        (await world.RunAsync("run")).ShouldBe(2);
        world.Error.ShouldContain("EVAL_LIMIT: --limit needs a whole number");
    }

    [Fact]
    public async Task Run_DotEnvBesideWorkspace_SetsOptionsButNotOverTheShell()
    {
        using var folder = new TemporaryFolder();
        folder.Write("eval.yaml", "candidates: []\nsuites: []\n");
        folder.Write(".env", "EVAL_LIMIT=many\nSOME_KEY='secret # value'\nKEPT=file\n");
        var world = new TestWorld { Variables = { ["KEPT"] = "shell" } };
        (await world.RunAsync("run", "-c", folder.Root)).ShouldBe(2);
        world.Error.ShouldContain("EVAL_LIMIT: --limit");
        world.Variables["SOME_KEY"].ShouldBe("secret # value");
        world.Variables["KEPT"].ShouldBe("shell");
    }

    [Fact]
    public async Task Run_BrokenDotEnv_IsReportedWithoutItsContent()
    {
        using var folder = new TemporaryFolder();
        folder.Write("eval.yaml", "candidates: []\nsuites: []\n");
        folder.Write(".env", "GOOD=1\nsk-very-secret\n");
        var world = new TestWorld();
        (await world.RunAsync("run", "-c", folder.PathOf("eval.yaml"))).ShouldBe(2);
        world.Error.ShouldContain(".env:2");
        world.Error.ShouldNotContain("very-secret");
    }

    private static IEnumerable<(string Path, Command Command)> Leaves(Command command, string path)
    {
        foreach (var child in command.Subcommands)
        {
            var name = $"{path} {child.Name}".TrimStart();
            if (child.Subcommands.Count == 0)
            {
                yield return (name, child);
            }

            foreach (var leaf in Leaves(child, name))
            {
                yield return leaf;
            }
        }
    }
}
