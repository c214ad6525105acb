using Eval.Core.Workspaces;

namespace Eval.Core.Imports;

/// <summary>What a source holds: results, or suites and settings, or both.</summary>
public sealed record ImportedContent
{
    /// <summary>Results; each becomes a run.</summary>
    public IReadOnlyList<ImportedRun> Runs { get; init; } = [];

    /// <summary>Files of a workspace of ours, to be written into a new folder.</summary>
    public IReadOnlyList<ImportedFile> Files { get; init; } = [];

    /// <summary>What was not taken over, and why, in the order of the source.</summary>
    public IReadOnlyList<NotTaken> NotTaken { get; init; } = [];
}

/// <summary>Something of the source that has no counterpart here.</summary>
/// <param name="At">Where it stands, or null.</param>
/// <param name="Key">The key, path or name, as the tool writes it.</param>
/// <param name="Why">Why it was not taken, and what to do instead where there is something.</param>
public sealed record NotTaken(SourcePosition? At, string Key, string Why);

/// <summary>A file to write.</summary>
/// <param name="Path">Relative path with <c>/</c>; never outside the folder.</param>
/// <param name="WriteAsync">Writes the text.</param>
public sealed record ImportedFile(string Path, Func<TextWriter, CancellationToken, Task> WriteAsync)
{
    /// <summary>A file of a known text.</summary>
    public static ImportedFile Of(string path, string text) => new(path, (writer, _) => writer.WriteAsync(text));
}
