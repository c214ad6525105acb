using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Commands;
using Eval.Cli.Tests.CommandLine;

namespace Eval.Cli.Tests.Commands;

/// <summary>Every example of every command's help is typed as it stands, in a workspace of the demo's shape.</summary>
public sealed class ExampleTests(ExampleWorkspace workspace) : IClassFixture<ExampleWorkspace>
{
    // What needs the network is tried in the command's own tests, against a server of theirs.
    private static readonly string[] NeedTheNetwork = ["models pull"];

    public static TheoryData<string> Commands => [.. All(CommandTree.Create(), "").Where(c => c.Command.Examples.Count > 0).Select(c => c.Path)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Examples_OfACommand_DoWhatTheySay(string path)
    {
        foreach (var example in All(CommandTree.Create(), "").Single(c => c.Path == path).Command.Examples.Select(e => e.Arguments))
        {
            if (NeedTheNetwork.Any(n => example.StartsWith(n, StringComparison.Ordinal)))
            {
                continue;
            }

            var world = new TestWorld(workspace.Root);
            var exitCode = await world.RunAsync(Words(example.Split(" > ")[0]));
            // A gate may decide either way; what is wrong with the example itself is 2, and what is broken 4.
            exitCode.ShouldBeOneOf([ExitCodes.Done, .. path.StartsWith("gate", StringComparison.Ordinal) ? [ExitCodes.Regression, ExitCodes.Inconclusive] : Array.Empty<int>()], $"{example}\n{world.Error}\n{world.Out}");
            (world.Out + world.Error).ShouldNotBeEmpty(example);
        }
    }

    [Fact]
    public void Commands_AllThatDoSomething_HaveAnExample() =>
        All(CommandTree.Create(), "").Where(c => c.Command is { Work: not null, Hidden: false, Examples.Count: 0 }).Select(c => c.Path).ShouldBeEmpty();

    // The words as a POSIX shell would cut them.
    private static string[] Words(string line) =>
        [.. System.Text.RegularExpressions.Regex.Matches(line, """(?:'[^']*'|"[^"]*"|[^\s'"])+""").Select(m => m.Value.Replace("'", "").Replace("\"", ""))];

    private static IEnumerable<(string Path, EvalCommand Command)> All(Command command, string path)
    {
        foreach (var child in command.Subcommands.OfType<EvalCommand>())
        {
            var name = $"{path} {child.Name}".TrimStart();
            yield return (name, child);
            foreach (var inner in All(child, name))
            {
                yield return inner;
            }
        }
    }
}
