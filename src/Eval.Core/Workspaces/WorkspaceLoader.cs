namespace Eval.Core.Workspaces;

/// <summary>Reads <c>eval.yaml</c>, strictly: every mistake is reported, all of them together.</summary>
public static class WorkspaceLoader
{
    /// <summary>
    /// Loads a workspace. Paths in it are relative to its folder. Suites are found but not read. Whether model files exist is
    /// for their provider to check, because only the chosen candidates need to be there.
    /// </summary>
    /// <param name="path">The file, or a folder that holds an <c>eval.yaml</c>.</param>
    /// <exception cref="EvalConfigurationException">The file is missing, unreadable or wrong.</exception>
    public static Workspace Load(string path)
    {
        var document = ConfigDocument.Load(Directory.Exists(path) ? Path.Combine(path, "eval.yaml") : path);
        var workspace = Read(document);
        document.ThrowIfInvalid();
        return workspace;
    }

    /// <summary>Reads a document without raising its problems.</summary>
    internal static Workspace Read(ConfigDocument document)
    {
        var root = document.Root;
        var file = Path.GetFullPath(document.File);
        var folder = Path.GetDirectoryName(file)!;
        var candidates = CandidateReader.Read(root, folder);
        var gates = SectionReader.Gates(root);
        return new Workspace
        {
            File = file,
            Directory = folder,
            Candidates = candidates,
            SuiteFiles = SuiteFiles(root, folder),
            Defaults = Defaults(root),
            Gates = gates,
            Schedules = SectionReader.Schedules(root, candidates, gates.Keys),
            Selection = SectionReader.Selection(root, candidates),
            Storage = SectionReader.Storage(root),
            Notify = SectionReader.FreeMaps(root, "notify"),
            Triggers = SectionReader.FreeMaps(root, "triggers"),
            Service = SectionReader.FreeMap(root, "service"),
        };
    }

    private static List<string> SuiteFiles(ConfigMap root, string folder)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        var patterns = root.OptionalStrings("suites");
        for (var i = 0; i < patterns.Count; i++)
        {
            var found = PathGlob.Files(folder, patterns[i]);
            if (found.Count == 0)
            {
                var at = root.PositionOf("suites", i);
                if (PathGlob.HasWildcard(patterns[i]))
                {
                    root.Report(at, $"no file matches \"{patterns[i]}\"", $"looked in {folder}");
                }
                else
                {
                    root.Report(at, $"there is no file \"{patterns[i]}\"", Directory.Exists(Path.Combine(folder, patterns[i]))
                        ? $"it is a folder: write \"{patterns[i].TrimEnd('/')}/suite.yaml\"" : $"looked in {folder}");
                }
            }

            files.UnionWith(found);
        }

        return [.. files];
    }

    private static RunDefaults Defaults(ConfigMap root)
    {
        var standard = new RunDefaults();
        if (root.OptionalMap("defaults") is not { } map)
        {
            return standard;
        }

        return new RunDefaults(
            map.OptionalInt("epochs", min: 1, max: 10_000) ?? standard.Epochs,
            map.OptionalInt("seed") ?? standard.Seed,
            map.OptionalMap("budget")?.OptionalDecimal("usd"));
    }
}
