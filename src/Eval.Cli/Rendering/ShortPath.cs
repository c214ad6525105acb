namespace Eval.Cli.Rendering;

/// <summary>Paths as a person would type them from where they are.</summary>
internal static class ShortPath
{
    public static string Of(string path, string currentDirectory)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            return path;
        }

        var relative = Path.GetRelativePath(currentDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }
}
