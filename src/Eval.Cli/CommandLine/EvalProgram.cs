using System.CommandLine;
using System.CommandLine.Help;
using Eval.Cli.Commands;
using Eval.Core.Workspaces;

namespace Eval.Cli.CommandLine;

/// <summary>From arguments to an exit code.</summary>
internal static class EvalProgram
{
    /// <summary>No response files: <c>@last-passed</c> is a word like any other.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Surroundings surroundings)
    {
        var root = CommandTree.Create();
        var parse = root.Parse(arguments, Parsing);
        if (Wants<HelpOption>(parse) || arguments.Count == 0)
        {
            HelpText.Write(parse.CommandResult, surroundings.Out, surroundings.OutWidth, surroundings.Invocation);
            return arguments.Count == 0 ? ExitCodes.Usage : ExitCodes.Done;
        }

        if (Wants<VersionOption>(parse))
        {
            surroundings.Out.WriteLine(ProgramVersion.Text);
            return ExitCodes.Done;
        }

        try
        {
            var workspace = ReadEnvironment(parse, surroundings);
            parse = root.Parse(EnvironmentOptions.Complete(parse, arguments, surroundings.Variable), Parsing);
            workspace ??= WorkspaceFile.Find(parse.GetValue(SharedOptions.Workspace), surroundings.CurrentDirectory);
            var problems = UsageProblems.Of(parse, surroundings);
            if (problems.Count > 0)
            {
                return ErrorReport.Write(problems, arguments.Contains("--json"), surroundings);
            }

            var command = (EvalCommand)parse.CommandResult.Command;
            using var interruption = Interruption.Listen(surroundings);
            return await RunAsync(command, new CommandContext(parse, surroundings, workspace), interruption.Token);
        }
        catch (EvalConfigurationException e)
        {
            return ErrorReport.Write(e.Problems, arguments.Contains("--json"), surroundings);
        }
    }

    private static async Task<int> RunAsync(EvalCommand command, CommandContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await command.Work!(context, cancellationToken);
        }
        catch (EvalConfigurationException e)
        {
            return ErrorReport.Write(e.Problems, context.Json, context.Surroundings);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ErrorReport.Interrupted(context);
        }
        catch (Exception e)
        {
            return ErrorReport.Unexpected(e, context);
        }
    }

    // The file beside the workspace may set options and keys; it never overrides what the shell has set.
    private static string? ReadEnvironment(ParseResult parse, Surroundings surroundings)
    {
        var given = parse.GetResult(SharedOptions.Workspace) is { Implicit: false } && parse.Errors.Count == 0
            ? parse.GetValue(SharedOptions.Workspace)
            : surroundings.Set(EnvironmentOptions.VariableOf(SharedOptions.Workspace));
        var workspace = WorkspaceFile.Find(given, surroundings.CurrentDirectory);
        var folder = Path.GetDirectoryName(workspace) ?? surroundings.CurrentDirectory;
        foreach (var (name, value) in EnvironmentFile.Load(Path.Combine(folder, ".env")))
        {
            if (surroundings.Set(name) is null)
            {
                surroundings.SetVariable(name, value);
            }
        }

        return given is null ? null : workspace;
    }

    private static bool Wants<T>(ParseResult parse)
        where T : Option
    {
        for (var command = parse.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
        {
            if (command.Command.Options.OfType<T>().Any(o => parse.GetResult(o) is { Implicit: false }))
            {
                return true;
            }
        }

        return false;
    }
}
