using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Storage;

namespace Eval.Cli.CommandLine;

/// <summary>Tells what went wrong: people on standard error, programs as a JSON document where they asked for one.</summary>
internal static class ErrorReport
{
    /// <summary>Mistakes in files or options.</summary>
    public static int Write(IReadOnlyList<ConfigProblem> problems, bool json, Surroundings surroundings)
    {
        foreach (var problem in problems)
        {
            surroundings.Error.WriteLine(TerminalText.OneLine($"{(problem.At is null ? "error: " : "")}{Shown(problem, surroundings)}"));
        }

        return Document(ExitCodes.Usage, problems, json, surroundings);
    }

    /// <summary>Something that should not have happened.</summary>
    public static int Unexpected(Exception error, CommandContext context)
    {
        if (error is EvalStorageException { Problem: StorageProblem.Missing } missing)
        {
            return Write(
                [new ConfigProblem(null, $"there is no database {missing.Path}", $"a first run makes it: {context.Command("run")}; --db names another")],
                context.Json,
                context.Surroundings);
        }

        var isExpected = error is ModelUnavailableException or EvalStorageException or RunInUseException or IOException or UnauthorizedAccessException;
        var message = isExpected ? error.Message : $"{error.GetType().Name}: {error.Message}";
        context.Surroundings.Error.WriteLine(TerminalText.OneLine("error: " + message));
        if (context.Verbose)
        {
            context.Surroundings.Error.WriteLine(TerminalText.Lines(error.ToString()));
        }
        else if (!isExpected)
        {
            context.Hint("(--verbose shows where it came from)");
        }

        // A path that cannot be a database is a wrong option, not a broken machine.
        var exitCode = error is EvalStorageException { Problem: StorageProblem.NotAFile } ? ExitCodes.Usage : ExitCodes.Broken;
        return Document(exitCode, [new ConfigProblem(null, message)], context.Json, context.Surroundings);
    }

    public static int Interrupted(CommandContext context)
    {
        context.Surroundings.Error.WriteLine("interrupted");
        if (context.Parse.CommandResult.Command.Name is "run" or "pull")
        {
            context.Hint($"to go on: {context.Surroundings.Invocation.Of(AgainCommand.OfNothingBegun(context.Parse))}");
        }

        return Document(ExitCodes.Interrupted, [new ConfigProblem(null, "interrupted")], context.Json, context.Surroundings);
    }

    /// <summary>A problem with its file as the user would type it.</summary>
    public static string Shown(ConfigProblem problem, Surroundings surroundings) => problem.At is { } at
        ? (problem with { At = at with { File = ShortPath.Of(at.File, surroundings.CurrentDirectory) } }).ToString()
        : problem.ToString();

    private static int Document(int exitCode, IReadOnlyList<ConfigProblem> problems, bool json, Surroundings surroundings)
    {
        if (json)
        {
            JsonOutput.Write(surroundings.Out, ErrorDocument.Of(exitCode, problems), DocumentContext.Default.ErrorDocument);
        }

        return exitCode;
    }
}
