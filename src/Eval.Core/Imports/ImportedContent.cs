using System.Text;
using Eval.Core.Imports.Foreign;
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
public sealed record NotTaken(SourcePosition? At, string Key, string Why)
{
    // Both repeat what stands in the source.
    /// <summary>The key, path or name, as the tool writes it, without secrets.</summary>
    public string Key { get; init; } = ForeignSecrets.Text(Key);

    /// <summary>Why it was not taken.</summary>
    public string Why { get; init; } = ForeignSecrets.Text(Why);
}

/// <summary>A file to write.</summary>
/// <param name="Path">Relative path with <c>/</c>; never outside the folder.</param>
/// <param name="WriteAsync">Writes its bytes.</param>
public sealed record ImportedFile(string Path, Func<Stream, CancellationToken, Task> WriteAsync)
{
    /// <summary>A file of a known text.</summary>
    public static ImportedFile Of(string path, string text) => Of(path, (writer, _) => writer.WriteAsync(text));

    /// <summary>A file of text in UTF-8.</summary>
    /// <param name="path">See <see cref="Path"/>.</param>
    /// <param name="write">Writes the text.</param>
    public static ImportedFile Of(string path, Func<TextWriter, CancellationToken, Task> write) => new(path, async (stream, token) =>
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        await write(writer, token);
    });

    /// <summary>A copy of a file, byte for byte: it may be compressed, or in another encoding.</summary>
    /// <param name="path">See <see cref="Path"/>.</param>
    /// <param name="source">Absolute path of the file.</param>
    public static ImportedFile CopyOf(string path, string source) => new(path, async (stream, token) =>
    {
        await using var from = File.OpenRead(source);
        await from.CopyToAsync(stream, token);
    });
}
