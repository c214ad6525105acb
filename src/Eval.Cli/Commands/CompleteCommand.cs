using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Completion;

namespace Eval.Cli.Commands;

/// <summary>
/// <c>complete -- WORD… +WORD</c>, called by the completion scripts: one offer a line, with a tab and a description. The last word is the one at the
/// cursor, with a plus before it, since some shells drop empty words.
/// </summary>
internal static class CompleteCommand
{
    private static readonly Argument<string[]> Line = new("words") { Arity = ArgumentArity.ZeroOrMore };

    public static Command Create() => new EvalCommand("complete", "Words that may stand at the cursor")
    {
        Hidden = true,
        Arguments = { Line },
        Work = (context, _) => Task.FromResult(Write(context)),
    };

    private static int Write(CommandContext context)
    {
        var words = context.Parse.GetValue(Line) ?? [];
        if (words is not [.. var before, ['+', ..] current])
        {
            return ExitCodes.Usage;
        }

        var root = CommandTree.Create();
        var parse = root.Parse(before, EvalProgram.Parsing);
        var workspace = WorkspaceFile.Find(Given(parse, SharedOptions.Workspace) ?? context.Parse.GetValue(SharedOptions.Workspace), context.Surroundings.CurrentDirectory);
        var database = CommandContext.DatabaseOf(
            Given(parse, SharedOptions.Database) ?? context.Parse.GetValue(SharedOptions.Database), workspace, context.Surroundings.CurrentDirectory);
        foreach (var offer in new Completer(root, new StoredNames(workspace, database)).Complete(before, current[1..]))
        {
            context.Surroundings.Out.WriteLine($"{TerminalText.OneLine(offer.Value)}\t{TerminalText.OneLine(offer.Description)}".TrimEnd('\t'));
        }

        return ExitCodes.Done;
    }

    // What is being typed need not be right.
    private static string? Given(ParseResult parse, Option<string?> option) => parse.GetResult(option) is { Tokens: [var token, ..] } ? token.Value : null;
}
