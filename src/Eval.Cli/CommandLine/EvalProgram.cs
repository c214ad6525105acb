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
        arguments = arguments is ["help", ..] ? [.. arguments.Skip(1), "--help"] : arguments;
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
                return ErrorReport.Write(problems, WantsJson(arguments, surroundings), surroundings);
            }

            var command = (EvalCommand)parse.CommandResult.Command;
            using var interruption = Interruption.Listen(surroundings);
            return await RunAsync(command, new CommandContext(parse, surroundings, workspace), interruption.Token);
        }
        catch (EvalConfigurationException e)
        {
            return ErrorReport.Write(e.Problems, WantsJson(arguments, surroundings), surroundings);
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
        var given = Given(parse, SharedOptions.Workspace, surroundings);
        var workspace = WorkspaceFile.Find(given, surroundings.CurrentDirectory);
        foreach (var (name, value) in EnvironmentFile.Load(VariablesFile(parse, workspace, surroundings)))
        {
            if (surroundings.Set(name) is null)
            {
                surroundings.SetVariable(name, value);
            }
        }

        return given is null ? null : workspace;
    }

    private static string VariablesFile(ParseResult parse, string? workspace, Surroundings surroundings)
    {
        if (Given(parse, SharedOptions.EnvironmentFile, surroundings) is not { } named)
        {
            return Path.Combine(Path.GetDirectoryName(workspace) ?? surroundings.CurrentDirectory, ".env");
        }

        var path = Path.GetFullPath(named, surroundings.CurrentDirectory);
        return File.Exists(path) ? path : throw new EvalConfigurationException(null, $"--env-file: there is no file {path}");
    }

    private static string? Given(ParseResult parse, Option<string?> option, Surroundings surroundings) =>
        parse.GetResult(option) is { Implicit: false } && parse.Errors.Count == 0
            ? parse.GetValue(option)
            : surroundings.Set(EnvironmentOptions.VariableOf(option));

    // Asked where the arguments could not be read as a whole.
    private static bool WantsJson(IReadOnlyList<string> arguments, Surroundings surroundings) =>
        arguments.Contains("--json") || surroundings.Set(EnvironmentOptions.VariableOf(SharedOptions.Json))?.ToLowerInvariant() is "1" or "true" or "yes" or "on";

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
