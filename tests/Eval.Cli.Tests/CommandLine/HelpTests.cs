using System.CommandLine;
using System.Text.RegularExpressions;
using Eval.Cli.CommandLine;
using Eval.Cli.Commands;
using Eval.TestSupport;

namespace Eval.Cli.Tests.CommandLine;

public partial class HelpTests
{
    public static TheoryData<string> Commands => [.. All(CommandTree.Create(), "").Select(c => c.Path)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_EveryCommand_ListsItsOptionsAndNeverSaysBareEval(string path)
    {
        var command = All(CommandTree.Create(), "").Single(c => c.Path == path).Command;
        var world = new TestWorld();
        (await world.RunAsync([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).ShouldBe(0);
        world.Error.ShouldBeEmpty();
        world.Out.ShouldContain(command.Description!.Split(' ')[0]);
        foreach (var option in command.Options.Where(o => !o.Hidden))
        {
            world.Out.ShouldContain(option.Name);
        }

        BareEval().Match(world.Out).Value.ShouldBeEmpty();
        world.Out.ShouldContain("dotnet eval");
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(160)]
    public async Task Help_AnyWidth_KeepsProseWithinIt(int width)
    {
        var world = new TestWorld { Width = width };
        await world.RunAsync("run", "--help");
        // Commands to paste are never broken.
        var prose = world.Out.Split('\n').Where(l => !l.Contains("dotnet eval"));
        prose.ShouldAllBe(l => l.Length <= width);
    }

    [Fact]
    public void Examples_OfEveryCommand_ParseWithoutErrors()
    {
        var root = CommandTree.Create();
        foreach (var (path, command) in All(root, ""))
        {
            foreach (var example in ((command as EvalCommand)?.Examples ?? []).Select(e => e.Arguments))
            {
                var words = example.Split(" > ")[0].Split(' ').Select(w => w.Trim('\'')).ToArray();
                root.Parse(words, EvalProgram.Parsing).Errors.ShouldBeEmpty($"{path}: {example}");
                UsageProblems.Of(root.Parse(words, EvalProgram.Parsing), new TestWorld().Surroundings).ShouldBeEmpty($"{path}: {example}");
            }
        }
    }

    [Fact]
    public async Task Help_AsACommand_IsTheSame()
    {
        var (first, second, third) = (new TestWorld(), new TestWorld(), new TestWorld());
        (await first.RunAsync("help", "models", "list")).ShouldBe(0);
        (await second.RunAsync("models", "list", "--help")).ShouldBe(0);
        first.Out.ShouldBe(second.Out);
        (await third.RunAsync("help")).ShouldBe(0);
        third.Out.ShouldContain("Commands:");
    }

    [Fact]
    public async Task Help_NoArguments_IsShownButIsNoSuccess()
    {
        var world = new TestWorld();
        (await world.RunAsync()).ShouldBe(2);
        world.Out.ShouldContain("Commands:");
    }

    [Fact]
    public void Sources_HintsAndReadme_NeverSayBareEval()
    {
        var files = Directory.GetFiles(Path.Combine(SharedFolder.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/")).Append(Path.Combine(SharedFolder.RepositoryRoot, "README.md")).Where(File.Exists);
        foreach (var file in files)
        {
            BareEval().Match(File.ReadAllText(file)).Value.ShouldBeEmpty(file);
        }
    }

    [Theory]
    [InlineData("then type eval run", true)]
    [InlineData("`eval show 3`", true)]
    [InlineData("dotnet eval run", false)]
    [InlineData("./publish/eval run", false)]
    [InlineData("eval.yaml", false)]
    public void BareEval_Pattern_FindsOnlyTheBareForm(string text, bool bare) => BareEval().IsMatch(text).ShouldBe(bare);

    [GeneratedRegex(@"(?<!dotnet )(?<![\w./-])eval (init|run|show|samples|rescore|compare|gate|rank|rate|agree|cost|sweep|check|validate|doctor|serve|view|worker|schedule|models|cache|db|token|mcp|import|export|COMMAND|--)\b")]
    private static partial Regex BareEval();

    private static IEnumerable<(string Path, Command Command)> All(Command command, string path)
    {
        yield return (path, command);
        foreach (var child in command.Subcommands.Where(c => !c.Hidden))
        {
            foreach (var inner in All(child, $"{path} {child.Name}".TrimStart()))
            {
                yield return inner;
            }
        }
    }
}
