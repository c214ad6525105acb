using System.CommandLine;

namespace Eval.Cli.CommandLine;

/// <summary>Options that every command takes.</summary>
internal static class SharedOptions
{
    public static Option<string?> Workspace { get; } = new("--workspace", "-c")
    {
        Description = "The workspace file, or its folder [default: eval.yaml here or in a folder above]",
        HelpName = "FILE",
        Recursive = true,
    };

    public static Option<string?> Database { get; } = new("--db")
    {
        Description = "The database of results [default: results/eval.db beside the workspace]",
        HelpName = "FILE",
        Recursive = true,
    };

    public static Option<string?> EnvironmentFile { get; } = new("--env-file")
    {
        Description = "The file of variables and keys to read [default: .env beside the workspace, where there is one]",
        HelpName = "FILE",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write one JSON document to standard output and nothing else there",
        Recursive = true,
    };

    public static Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "No progress and no hints; errors are still shown",
        Recursive = true,
    };

    public static Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "More detail; an unexpected error shows where it came from",
        Recursive = true,
    };

    public static IReadOnlyList<Option> All { get; } = [Workspace, Database, EnvironmentFile, Json, Quiet, Verbose];
}
