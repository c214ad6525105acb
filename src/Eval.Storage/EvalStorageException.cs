namespace Eval.Storage;

/// <summary>
/// The database could not be opened, read or written. The message is one line with the file and what to do; nothing that was stored
/// before is lost.
/// </summary>
public sealed class EvalStorageException : Exception
{
    public EvalStorageException(StorageProblem problem, string path, string message, Exception? inner = null)
        : base($"{path}: {message}", inner) => (Problem, Path) = (problem, path);

    /// <summary>What kind of problem it is.</summary>
    public StorageProblem Problem { get; }

    /// <summary>The database file.</summary>
    public string Path { get; }
}

/// <summary>Kinds of <see cref="EvalStorageException"/>.</summary>
public enum StorageProblem
{
    /// <summary>There is no such file, and it was opened for reading.</summary>
    Missing,

    /// <summary>The path names a folder, or lies under something that is no folder.</summary>
    NotAFile,

    /// <summary>The file is no SQLite database, or another program's.</summary>
    NotOurs,

    /// <summary>The file is damaged.</summary>
    Corrupt,

    /// <summary>File or folder cannot be written.</summary>
    ReadOnly,

    /// <summary>Another process held the file for longer than the timeout.</summary>
    Locked,

    /// <summary>No room is left on the disk.</summary>
    Full,

    /// <summary>A newer version of the program changed the schema.</summary>
    NewerSchema,

    /// <summary>An older version wrote it, and it was opened for reading only.</summary>
    OlderSchema,

    /// <summary>The schema could not be brought up to date; the message names the copy that was made before.</summary>
    UpdateFailed,

    /// <summary>The disk or file system failed.</summary>
    Io,
}
