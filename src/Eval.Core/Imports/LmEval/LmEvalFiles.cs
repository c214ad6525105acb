using Eval.Core.Workspaces;

namespace Eval.Core.Imports.LmEval;

/// <summary>
/// Which files of lm-evaluation-harness belong together: the tool writes <c>results_DATE.json</c> and <c>samples_TASK_DATE.jsonl</c> with one date beside
/// each other, in a folder for each model.
/// </summary>
internal static class LmEvalFiles
{
    private const string Prefix = "samples_";
    private const string Extension = ".jsonl";
    private const int MostFiles = 100_000;

    /// <summary>The samples files beside a results file, by task.</summary>
    public static IReadOnlyDictionary<string, string> SamplesBeside(string results)
    {
        var folder = Path.GetDirectoryName(results)!;
        var all = SamplesIn(folder).ToList();
        var stamp = StampOf(results);
        var own = all.Where(s => s.Stamp == stamp).ToList();
        // A results file that was given another name still stands alone with its samples.
        var chosen = own.Count > 0 ? own : all.Select(s => s.Stamp).Distinct(StringComparer.Ordinal).Count() == 1 && Directory.GetFiles(folder, "*.json").Length == 1 ? all : [];
        return chosen.DistinctBy(s => s.Task).ToDictionary(s => s.Task, s => s.File, StringComparer.Ordinal);
    }

    /// <summary>Task and date of a samples file, or null where the name is not that of one.</summary>
    public static (string Task, string Stamp)? PartsOf(string file)
    {
        var name = Path.GetFileName(file);
        var last = name.LastIndexOf('_');
        return name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal) && last >= Prefix.Length
            ? (name[Prefix.Length..last], name[(last + 1)..^Extension.Length])
            : null;
    }

    /// <summary>Everything below a folder that may be of interest, in a fixed order.</summary>
    public static IReadOnlyList<string> Below(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 6, AttributesToSkip = FileAttributes.ReparsePoint };
        var files = Directory.EnumerateFiles(folder, "*", options).Where(f => Path.GetExtension(f) is ".json" or Extension or ".yaml" or ".yml").Take(MostFiles + 1).ToList();
        files.Sort(StringComparer.Ordinal);
        return files.Count <= MostFiles
            ? files
            : throw new EvalConfigurationException(new SourcePosition(folder, 0, 0), $"holds more than {MostFiles:N0} files", "take them in folder by folder");
    }

    private static IEnumerable<(string Task, string Stamp, string File)> SamplesIn(string folder) =>
        Directory.EnumerateFiles(folder, Prefix + "*" + Extension).Order(StringComparer.Ordinal)
            .Select(f => (Parts: PartsOf(f), File: f)).Where(f => f.Parts is not null).Select(f => (f.Parts!.Value.Task, f.Parts.Value.Stamp, f.File));

    private static string StampOf(string results)
    {
        var name = Path.GetFileNameWithoutExtension(results);
        return name[(name.LastIndexOf('_') + 1)..];
    }
}
