using Eval.Core.Imports;
using Eval.Core.Workspaces;

namespace Eval.Cli.Imports;

/// <summary>The folder that imported suites are written to.</summary>
internal sealed class ImportFolder(string path)
{
    /// <summary>Absolute path, without a separator at its end but for the root's.</summary>
    public string Path { get; } = System.IO.Path.TrimEndingDirectorySeparator(path);

    /// <summary>Looks, before anything is stored or written, whether all of it can be.</summary>
    /// <exception cref="EvalConfigurationException">A file is there already, or would lie outside the folder.</exception>
    public void Check(IReadOnlyList<ImportedFile> files, bool force)
    {
        var problems = new List<ConfigProblem>();
        if (File.Exists(Path))
        {
            problems.Add(new ConfigProblem(null, $"{Path} is a file", "-o needs the name of a folder"));
        }

        foreach (var target in files.Select(Target).Where(t => !force && File.Exists(t)))
        {
            problems.Add(new ConfigProblem(null, $"{target} is there already", "name another folder with -o; --force writes over it"));
        }

        if (problems.Count > 0)
        {
            throw new EvalConfigurationException(problems);
        }
    }

    /// <summary>The files' absolute paths.</summary>
    public IReadOnlyList<string> Names(IReadOnlyList<ImportedFile> files) => [.. files.Select(Target)];

    /// <summary>Writes the files and gives their absolute paths.</summary>
    public async Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<ImportedFile> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            var target = Target(file);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            await using var stream = File.Create(target);
            await file.WriteAsync(stream, cancellationToken);
        }

        return Names(files);
    }

    // Names come from files that anybody may have written.
    private string Target(ImportedFile file)
    {
        var target = System.IO.Path.GetFullPath(file.Path, Path);
        var inside = System.IO.Path.EndsInDirectorySeparator(Path) ? Path : Path + System.IO.Path.DirectorySeparatorChar;
        return target.StartsWith(inside, StringComparison.Ordinal)
            ? target
            : throw new EvalConfigurationException(null, $"the source asks for a file outside the folder: {file.Path}");
    }
}
