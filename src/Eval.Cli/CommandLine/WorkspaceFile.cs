using Eval.Core.Workspaces;

namespace Eval.Cli.CommandLine;

/// <summary>Finds the workspace file.</summary>
internal static class WorkspaceFile
{
    public const string DefaultName = "eval.yaml";

    /// <summary>The absolute path of the workspace file, or null where none was named and none is found here or above.</summary>
    /// <param name="given">What the user gave: a file or a folder; null to look for one.</param>
    /// <param name="currentDirectory">The folder the user is in.</param>
    public static string? Find(string? given, string currentDirectory)
    {
        if (given is not null)
        {
            var path = Path.GetFullPath(given, currentDirectory);
            return Directory.Exists(path) ? Path.Combine(path, DefaultName) : path;
        }

        for (var folder = new DirectoryInfo(currentDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, DefaultName);
            if (File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }

    /// <summary>The error for a command that needs a workspace and has none.</summary>
    public static EvalConfigurationException Missing(string currentDirectory) => new(
        null,
        $"there is no {DefaultName} in {currentDirectory} or in a folder above it",
        "name one with --workspace FILE");
}
