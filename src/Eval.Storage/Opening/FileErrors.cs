namespace Eval.Storage.Opening;

/// <summary>Turns errors of files and folders into <see cref="EvalStorageException"/> with what to do.</summary>
internal static class FileErrors
{
    /// <summary>The exception for the user, or null where it is no error of a file.</summary>
    public static EvalStorageException? Translate(Exception exception, string path) => exception switch
    {
        UnauthorizedAccessException => new(StorageProblem.ReadOnly, path,
            $"its folder cannot be written ({exception.Message}); allow it, or name another file with --db", exception),
        IOException { HResult: NoRoom or NoRoomOnWindows } => new(StorageProblem.Full, path,
            "the disk is full; free some room and try again: everything stored so far is kept", exception),
        IOException { HResult: ReadOnlyFileSystem } => new(StorageProblem.ReadOnly, path,
            "its disk is read-only; name another file with --db", exception),
        IOException when FileAbove(path) is { } file => new(StorageProblem.NotAFile, path,
            $"{file} is a file, not a folder; name another file with --db", exception),
        IOException => new(StorageProblem.ReadOnly, path,
            $"its folder cannot be made or used ({exception.Message}); check the path, or name another file with --db", exception),
        _ => null,
    };

    private const int NoRoom = 28; // ENOSPC
    private const int NoRoomOnWindows = unchecked((int)0x80070070);
    private const int ReadOnlyFileSystem = 30; // EROFS

    private static string? FileAbove(string path)
    {
        var above = Path.GetDirectoryName(path);
        while (above is not null && !File.Exists(above))
        {
            above = Path.GetDirectoryName(above);
        }

        return above;
    }
}
