namespace Eval.Cli.CommandLine;

/// <summary>
/// How the program is typed at the prompt, so that every hint can be pasted. <c>eval</c> alone is a shell builtin and never printed:
/// it is <c>dotnet eval</c> as a tool, <c>dotnet run …</c> in a clone, and a path elsewhere.
/// </summary>
/// <param name="Prefix">What stands before a command, for example <c>dotnet eval</c>.</param>
internal sealed record Invocation(string Prefix)
{
    /// <summary>The form for an installed tool.</summary>
    public static Invocation Tool { get; } = new("dotnet eval");

    /// <summary>Works out how this process was started.</summary>
    /// <param name="processPath">The executable: the published file, the tool's shim or <c>dotnet</c>; null where unknown.</param>
    /// <param name="baseDirectory">The folder of the assemblies.</param>
    /// <param name="currentDirectory">The folder the user is in.</param>
    public static Invocation Detect(string? processPath, string baseDirectory, string currentDirectory)
    {
        var name = Path.GetFileNameWithoutExtension(processPath) ?? "";
        if (name is "dotnet-eval" || Segments(baseDirectory).Contains(".store") || Segments(baseDirectory).Contains("dotnet-eval"))
        {
            return Tool;
        }

        if (CloneRoot(baseDirectory) is { } root)
        {
            var project = Relative(Path.Combine(root, "src", "Eval.Cli"), currentDirectory);
            return new($"dotnet run -c Release --project {Quote(project)} --");
        }

        if (processPath is null || name is "dotnet")
        {
            return new($"dotnet {Quote(Relative(Path.Combine(baseDirectory, "eval.dll"), currentDirectory))}");
        }

        var path = Relative(processPath, currentDirectory);
        return new(Quote(path.Contains(Path.DirectorySeparatorChar) ? path : $".{Path.DirectorySeparatorChar}{path}"));
    }

    /// <summary>A command that can be typed as it stands.</summary>
    public string Of(string arguments) => arguments.Length == 0 ? Prefix : $"{Prefix} {arguments}";

    /// <summary>Quotes a word for a POSIX shell where it needs quotes.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,+@%".Contains(c)) ? word : $"'{word.Replace("'", "'\\''")}'";

    // Binaries of a clone lie under artifacts/bin beside Eval.sln; a published copy elsewhere in the clone is started by its path.
    private static string? CloneRoot(string baseDirectory)
    {
        var inBuildOutput = false;
        for (var folder = new DirectoryInfo(baseDirectory); folder is not null; folder = folder.Parent)
        {
            inBuildOutput |= folder.Name is "bin" && folder.Parent?.Name is "artifacts";
            if (inBuildOutput && File.Exists(Path.Combine(folder.FullName, "src", "Eval.Cli", "Eval.Cli.csproj")))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    private static string[] Segments(string path) => path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);

    private static string Relative(string path, string currentDirectory)
    {
        var relative = Path.GetRelativePath(currentDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }
}
