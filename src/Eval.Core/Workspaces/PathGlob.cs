using System.IO.Enumeration;

namespace Eval.Core.Workspaces;

/// <summary>Paths with wildcards: <c>*</c> and <c>?</c> within one name, <c>**</c> over any number of folders.</summary>
public static class PathGlob
{
    /// <summary>True where a pattern holds a wildcard.</summary>
    public static bool HasWildcard(string pattern) => pattern.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>
    /// The files that a pattern matches, as absolute paths in ordinal order. A pattern without wildcards gives that path if it is a file.
    /// Hidden files and folders (a name that begins with a dot) need a pattern that names the dot.
    /// </summary>
    /// <param name="folder">The folder that a relative pattern starts from.</param>
    /// <param name="pattern">The pattern; both slashes separate names.</param>
    public static IReadOnlyList<string> Files(string folder, string pattern)
    {
        var normal = pattern.Replace('\\', '/');
        var root = Path.IsPathRooted(normal) ? Path.GetPathRoot(normal)! : folder;
        var parts = normal[(Path.IsPathRooted(normal) ? root.Length : 0)..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Walk(Path.GetFullPath(root), parts, found);
        return [.. found];
    }

    private static void Walk(string folder, ReadOnlySpan<string> parts, SortedSet<string> found)
    {
        if (parts.Length == 0)
        {
            return;
        }

        var part = parts[0];
        var rest = parts[1..];
        if (part == "**")
        {
            Walk(folder, rest.Length == 0 ? ["*"] : rest, found);
            foreach (var below in Names(folder, "*", files: false))
            {
                Walk(below, parts, found);
            }
        }
        else if (rest.Length == 0)
        {
            foreach (var file in HasWildcard(part) ? Names(folder, part, files: true) : Existing(folder, part))
            {
                found.Add(file);
            }
        }
        else
        {
            foreach (var below in HasWildcard(part) ? Names(folder, part, files: false) : [Path.GetFullPath(Path.Combine(folder, part))])
            {
                Walk(below, rest, found);
            }
        }
    }

    private static IEnumerable<string> Existing(string folder, string name)
    {
        var path = Path.GetFullPath(Path.Combine(folder, name));
        return File.Exists(path) ? [path] : [];
    }

    private static IEnumerable<string> Names(string folder, string pattern, bool files)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        // Links to folders are not followed under a wildcard: a link to a folder above would never end.
        return (files ? Directory.GetFiles(folder) : Directory.GetDirectories(folder))
            .Where(p => Path.GetFileName(p) is var name
                && FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)
                && (pattern.StartsWith('.') || !name.StartsWith('.'))
                && (files || new DirectoryInfo(p).LinkTarget is null));
    }
}
