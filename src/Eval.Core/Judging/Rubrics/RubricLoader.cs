using Eval.Core.Judging.Methods;
using Eval.Core.Workspaces;

namespace Eval.Core.Judging.Rubrics;

/// <summary>
/// Finds and reads rubrics, strictly: every mistake is reported. A rubric of the user's own comes before a built-in one of the same name.
/// </summary>
public static class RubricLoader
{
    private const string Folder = "rubrics";
    private const string Extension = ".yaml";

    /// <summary>Names of the rubrics that ship with the program, in ordinal order.</summary>
    public static IReadOnlyList<string> BuiltInNames { get; } =
        [.. typeof(RubricLoader).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Folder + "/", StringComparison.Ordinal))
            .Select(n => n[(Folder.Length + 1)..^Extension.Length])
            .Order(StringComparer.Ordinal)];

    /// <summary>Loads a rubric from a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="methods">The methods of judging to choose from; null takes <see cref="JudgeMethods.BuiltIn"/>.</param>
    /// <exception cref="EvalConfigurationException">The file is missing, unreadable or wrong; holds all its mistakes.</exception>
    public static Rubric Load(string file, IReadOnlyList<IJudgeMethod>? methods = null) =>
        Read(ConfigDocument.Load(file), Path.GetFullPath(file), methods);

    /// <summary>Reads a rubric from text.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="methods">The methods of judging to choose from; null takes <see cref="JudgeMethods.BuiltIn"/>.</param>
    /// <exception cref="EvalConfigurationException">The text is wrong; holds all its mistakes.</exception>
    public static Rubric Parse(string text, string source, IReadOnlyList<IJudgeMethod>? methods = null) =>
        Read(ConfigDocument.Parse(text, source), file: null, methods);

    /// <summary>Loads several rubrics.</summary>
    /// <param name="files">The files; usually <see cref="FilesOf"/>.</param>
    /// <exception cref="EvalConfigurationException">Any file is wrong; holds the mistakes of all of them.</exception>
    public static IReadOnlyList<Rubric> LoadAll(IEnumerable<string> files)
    {
        var rubrics = new List<Rubric>();
        var problems = new List<ConfigProblem>();
        foreach (var file in files)
        {
            try
            {
                rubrics.Add(Load(file));
            }
            catch (EvalConfigurationException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        return problems.Count == 0 ? rubrics : throw new EvalConfigurationException(problems);
    }

    /// <summary>The rubric of a name that ships with the program, or null.</summary>
    public static Rubric? BuiltIn(string name) => BuiltInText(name) is { } text ? Parse(text, $"{name} (built-in rubric)") : null;

    /// <summary>The file of a built-in rubric as it was written, comments and all, to begin one's own with; null for an unknown name.</summary>
    public static string? BuiltInText(string name)
    {
        using var stream = typeof(RubricLoader).Assembly.GetManifestResourceStream($"{Folder}/{name}{Extension}");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>
    /// Finds a rubric. What ends in <c>.yaml</c> or <c>.yml</c> or holds a slash is a path from the suite's folder. Anything else is a name: that of
    /// <c>rubrics/NAME.yaml</c> in the suite's folder or a folder above it, the nearest first, up to the one that holds an <c>eval.yaml</c>;
    /// else that of a built-in rubric.
    /// </summary>
    /// <param name="nameOrPath">What the suite says.</param>
    /// <param name="suiteDirectory">The suite's folder.</param>
    /// <param name="at">Where the suite says it, for the message; or null.</param>
    /// <exception cref="EvalConfigurationException">There is none (told with the nearest name and where was looked), or it is wrong.</exception>
    public static Rubric Find(string nameOrPath, string suiteDirectory, SourcePosition? at = null)
    {
        if (IsPath(nameOrPath))
        {
            var file = Path.GetFullPath(nameOrPath.Replace('\\', '/'), Path.GetFullPath(suiteDirectory));
            return File.Exists(file) ? Load(file)
                : throw new EvalConfigurationException(at, $"there is no rubric file \"{nameOrPath}\"", $"looked for {file}");
        }

        var folders = FoldersFrom(suiteDirectory).ToList();
        var own = folders.Select(f => Path.Combine(f, nameOrPath + Extension)).FirstOrDefault(File.Exists);
        return own is not null ? Load(own) : BuiltIn(nameOrPath) ?? throw NotFound(nameOrPath, folders, at);
    }

    /// <summary>The rubric files of a workspace: those in its folder's and its suites' <c>rubrics</c> folders, as absolute paths in ordinal order.</summary>
    public static IReadOnlyList<string> FilesOf(Workspace workspace)
    {
        var top = Path.GetFullPath(workspace.Directory);
        var folders = workspace.SuiteFiles.SelectMany(f => FoldersFrom(Path.GetDirectoryName(f)!))
            .Where(f => f.StartsWith(top + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Append(Path.Combine(top, Folder));
        return [.. folders.Distinct(StringComparer.Ordinal).SelectMany(f => PathGlob.Files(f, "*" + Extension)).Order(StringComparer.Ordinal)];
    }

    private static bool IsPath(string text) =>
        text.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || text.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
        || text.AsSpan().IndexOfAny('/', '\\') >= 0;

    private static IEnumerable<string> FoldersFrom(string suiteDirectory)
    {
        for (var folder = new DirectoryInfo(Path.GetFullPath(suiteDirectory)); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, Folder);
            if (File.Exists(Path.Combine(folder.FullName, "eval.yaml")))
            {
                yield break;
            }
        }
    }

    private static EvalConfigurationException NotFound(string name, List<string> folders, SourcePosition? at)
    {
        var names = folders.SelectMany(f => PathGlob.Files(f, "*" + Extension)).Select(f => Path.GetFileNameWithoutExtension(f)).Concat(BuiltInNames);
        var looked = folders.Count == 1 ? folders[0] : $"{folders[0]} and the folders above it up to {folders[^1]}";
        var hint = NearestName.Hint(name, names) switch
        {
            null => "",
            var nearest when nearest.EndsWith('?') => nearest + " ",
            var list => list + "; ",
        };
        return new EvalConfigurationException(at, $"there is no rubric \"{name}\"", $"{hint}looked for {name}{Extension} in {looked}, and among the built-in ones");
    }

    private static Rubric Read(ConfigDocument document, string? file, IReadOnlyList<IJudgeMethod>? methods)
    {
        var rubric = RubricReader.Read(document, file, methods ?? JudgeMethods.BuiltIn);
        document.ThrowIfInvalid();
        return rubric;
    }
}
