using Eval.Cli.CommandLine;
using Eval.Cli.Commands;

namespace Eval.Cli.Tests.CommandLine;

public class AgainCommandTests
{
    [Theory]
    [InlineData("run --filter-failing 12", "run", "--filter-failing", "latest")]
    [InlineData("run --filter-errors 12/a/b -n 5", "run", "--fresh", "--filter-errors=latest/a/b", "-n", "5")]
    [InlineData("run --filter-failing 7/a --name latest", "run", "--filter-failing", "7/a", "--name", "latest")]
    [InlineData("run --filter-failing latest.jsonl", "run", "--filter-failing", "latest.jsonl")]
    public void Of_FilterByTheLatestRun_NamesTheRunThatItWas(string expected, params string[] typed) =>
        AgainCommand.Of(CommandTree.Create().Parse(typed, EvalProgram.Parsing), "12").ShouldBe(expected);

    [Fact]
    public void OfNothingBegun_Fresh_StaysFresh() =>
        AgainCommand.OfNothingBegun(CommandTree.Create().Parse(["run", "--fresh", "a b"], EvalProgram.Parsing)).ShouldBe("run --fresh 'a b'");
}
