using System.CommandLine;
using Eval.Cli.Rendering;
using Spectre.Console;

namespace Eval.Cli.CommandLine;

/// <summary>What a command gets: its parsed options and the world around it.</summary>
internal sealed class CommandContext
{
    private readonly Lazy<IAnsiConsole> _out;
    private readonly Lazy<IAnsiConsole> _error;
    private readonly string? _workspaceFile;

    public CommandContext(ParseResult parse, Surroundings surroundings, string? workspaceFile)
    {
        Parse = parse;
        Surroundings = surroundings;
        _workspaceFile = workspaceFile;
        _out = new(() => Consoles.Create(surroundings.Out, surroundings.OutIsTerminal, surroundings.OutWidth, surroundings));
        _error = new(() => Consoles.Create(surroundings.Error, surroundings.ErrorIsTerminal, surroundings.ErrorWidth, surroundings));
    }

    public ParseResult Parse { get; }

    public Surroundings Surroundings { get; }

    public bool Json => Parse.GetValue(SharedOptions.Json);

    public bool Quiet => Parse.GetValue(SharedOptions.Quiet);

    public bool Verbose => Parse.GetValue(SharedOptions.Verbose);

    /// <summary>Standard output as a drawing surface; not for commands that write JSON.</summary>
    public IAnsiConsole Out => _out.Value;

    /// <summary>Standard error as a drawing surface.</summary>
    public IAnsiConsole Error => _error.Value;

    /// <summary>The workspace file, or null where there is none.</summary>
    public string? OptionalWorkspaceFile => _workspaceFile;

    /// <summary>The workspace file. Throws where there is none.</summary>
    public string WorkspaceFilePath => _workspaceFile ?? throw WorkspaceFile.Missing(Surroundings.CurrentDirectory);

    /// <summary>The database: what the user named, or <c>results/eval.db</c> beside the workspace (here, where there is none).</summary>
    public string DatabaseFile => DatabaseOf(Parse.GetValue(SharedOptions.Database), _workspaceFile, Surroundings.CurrentDirectory);

    /// <summary>Options that a hint must repeat so that the command it names reads the same workspace and database.</summary>
    public string RepeatedOptions
    {
        get
        {
            var words = new List<string>();
            if (Parse.GetValue(SharedOptions.Workspace) is { } workspace && FromCommandLine(SharedOptions.Workspace))
            {
                words.Add($" -c {Invocation.Quote(workspace)}");
            }

            if (Parse.GetValue(SharedOptions.Database) is { } database && FromCommandLine(SharedOptions.Database))
            {
                words.Add($" --db {Invocation.Quote(database)}");
            }

            if (Parse.GetValue(SharedOptions.EnvironmentFile) is { } variables && FromCommandLine(SharedOptions.EnvironmentFile))
            {
                words.Add($" --env-file {Invocation.Quote(variables)}");
            }

            return string.Concat(words);
        }
    }

    /// <summary>The database of a workspace, unless the user named one.</summary>
    public static string DatabaseOf(string? given, string? workspaceFile, string currentDirectory) => given is not null
        ? Path.GetFullPath(given, currentDirectory)
        : Path.Combine(Path.GetDirectoryName(workspaceFile) ?? currentDirectory, "results", "eval.db");

    /// <summary>A command that can be pasted and sees the same workspace and database.</summary>
    public string Command(string arguments) => Surroundings.Invocation.Of(arguments + RepeatedOptions);

    /// <summary>A hint on standard error; silent with <c>--quiet</c>.</summary>
    public void Hint(string text)
    {
        if (!Quiet)
        {
            Surroundings.Error.WriteLine(TerminalText.OneLine(text));
        }
    }

    private bool FromCommandLine(Option option) =>
        Surroundings.Set(EnvironmentOptions.VariableOf(option)) is not { } set || Parse.GetResult(option)?.Tokens is not [var token] || token.Value != set;
}
