using Eval.Core.Workspaces;

namespace Eval.Cli.Initialization;

/// <summary>Writes the files of a new workspace. What is there already is not overwritten unless that was asked for.</summary>
internal static class WorkspaceWriter
{
    private static readonly string[] Ignored = [".env", "results/"];

    /// <summary>Writes everything, or nothing where a file is in the way. Gives the paths written, relative to the folder.</summary>
    /// <exception cref="EvalConfigurationException">A file is in the way.</exception>
    public static IReadOnlyList<string> Write(InitialWorkspace workspace, string folder, bool force)
    {
        var files = workspace.Files().ToList();
        var inTheWay = files.Select(f => f.Path).Where(p => File.Exists(Path.Combine(folder, p))).ToList();
        if (inTheWay.Count > 0 && !force)
        {
            throw new EvalConfigurationException(
                null, $"{Path.Combine(folder, inTheWay[0])} exists already{(inTheWay.Count > 1 ? $", and {inTheWay.Count - 1} more" : "")}",
                "--force overwrites it; another folder can be named: init FOLDER");
        }

        foreach (var (path, content) in files)
        {
            var target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, content());
        }

        return [.. files.Select(f => f.Path), .. Ignore(folder)];
    }

    // Results and keys do not belong into a repository. What the user's own file says stays.
    private static IEnumerable<string> Ignore(string folder)
    {
        var path = Path.Combine(folder, ".gitignore");
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        var missing = Ignored.Except(text.Split('\n', StringSplitOptions.TrimEntries), StringComparer.Ordinal).ToList();
        if (missing.Count == 0)
        {
            return [];
        }

        File.WriteAllText(path, $"{text}{(text.Length > 0 && text[^1] != '\n' ? "\n" : "")}{string.Join('\n', missing)}\n");
        return [".gitignore"];
    }
}
