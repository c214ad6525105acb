using System.CommandLine;
using System.CommandLine.Help;
using System.Text.Json;
using Eval.Cli.CommandLine;
using Eval.Cli.Commands;
using Eval.TestSupport;

namespace Eval.Cli.Tests.CommandLine;

public class EnvironmentOptionsTests
{
    public static TheoryData<string> Commands => [.. Leaves(CommandTree.Create(), "").Select(c => c.Path)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Complete_EveryOptionOfEveryCommand_MeansTheSameAsOnTheCommandLine(string path)
    {
        var root = CommandTree.Create();
        var command = Leaves(root, "").Single(c => c.Path == path).Command;
        var words = path.Split(' ');
        foreach (var option in command.Options.Concat(SharedOptions.All).Where(o => o is not (HelpOption or VersionOption)))
        {
            var isSwitch = option.ValueType == typeof(bool);
            var value = isSwitch ? "yes" : option.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).FirstOrDefault()?.Label
                ?? (option.Arity.MaximumNumberOfValues > 1 ? "3,5" : option.HelpName switch { "DATE" => "2026-12-01", "AGE" => "7d", "SHARE" => "0.7", _ => "7" });
            var typed = root.Parse(isSwitch ? [.. words, option.Name] : [.. words, option.Name, value], EvalProgram.Parsing);
            var set = root.Parse(
                EnvironmentOptions.Complete(root.Parse(words, EvalProgram.Parsing), words, name => name == EnvironmentOptions.VariableOf(option) ? value : null), EvalProgram.Parsing);
            JsonSerializer.Serialize(Value(set, option)).ShouldBe(JsonSerializer.Serialize(Value(typed, option)), $"{EnvironmentOptions.VariableOf(option)} of \"{path}\"");
            Value(set, option).ShouldNotBeNull($"{EnvironmentOptions.VariableOf(option)} of \"{path}\"");
            if (isSwitch)
            {
                string[] off = [.. EnvironmentOptions.Complete(root.Parse(words, EvalProgram.Parsing), words, name => name == EnvironmentOptions.VariableOf(option) ? "0" : null)];
                off.ShouldBe(words, $"{EnvironmentOptions.VariableOf(option)}=0 of \"{path}\"");
            }
        }
    }

    [Fact]
    public async Task Run_EnvironmentFile_TakesThePlaceOfDotEnvAndMustBeThere()
    {
        using var folder = new TemporaryFolder();
        folder.Write("eval.yaml", "candidates: []\nsuites: []\n");
        folder.Write(".env", "A=beside\n");
        folder.Write("ci.env", "B=named\n");
        foreach (var (arguments, variable) in new (string[], string?)[] { (["check", "--env-file", "ci.env"], null), (["check"], "ci.env") })
        {
            var world = new TestWorld(folder.Root);
            if (variable is not null)
            {
                world.Variables["EVAL_ENV_FILE"] = variable;
            }

            await world.RunAsync(arguments);
            (world.Variables.GetValueOrDefault("A"), world.Variables.GetValueOrDefault("B")).ShouldBe((null, "named"));
        }

        var missing = new TestWorld(folder.Root);
        (await missing.RunAsync("check", "--env-file", "nowhere.env")).ShouldBe(2);
        missing.Error.ShouldContain("--env-file: there is no file");
    }

    [Fact]
    public async Task Run_JsonByVariable_AlsoGivesMistakesAsADocument()
    {
        var world = new TestWorld { Variables = { ["EVAL_JSON"] = "1" } };
        (await world.RunAsync("run", "--limit", "x")).ShouldBe(2);
        world.Out.ShouldStartWith("{");
    }

    [Fact]
    public async Task Run_SwitchThatIsNeitherOnNorOff_NamesTheVariable()
    {
        var world = new TestWorld { Variables = { ["EVAL_QUIET"] = "perhaps" } };
        (await world.RunAsync("run")).ShouldBe(2);
        world.Error.ShouldContain("EVAL_QUIET is true or false, not \"perhaps\"");
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

    // The value as its own type has it, whatever that is.
    private static object? Value(ParseResult parse, Option option) => typeof(ParseResult).GetMethods()
        .Single(m => m is { Name: nameof(ParseResult.GetValue), IsGenericMethod: true } && m.GetParameters()[0].ParameterType.Name.StartsWith("Option", StringComparison.Ordinal))
        .MakeGenericMethod(option.ValueType).Invoke(parse, [option]);

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
