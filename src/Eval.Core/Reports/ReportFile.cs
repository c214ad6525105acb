using System.IO.Compression;

namespace Eval.Core.Reports;

/// <summary>What was written to a file.</summary>
/// <param name="Bytes">Bytes, compressed where the file is.</param>
/// <param name="Sha256">SHA-256 over them, lower-case hex.</param>
public sealed record WrittenFile(long Bytes, string Sha256);

/// <summary>
/// A report's file: it appears under its name only once it is whole. A link stays a link, and the file that it leads to is written. Pipes, terminals and
/// devices are never replaced by a file: what is written goes through them.
/// </summary>
public static class ReportFile
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>True where the name asks for compression: it ends in <c>.gz</c>.</summary>
    public static bool IsCompressed(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file that would be written: where the links lead to that a path is made of, absolute. It need not exist.</summary>
    /// <exception cref="IOException">The links lead round in a circle.</exception>
    public static string TargetOf(string path)
    {
        var target = Path.GetFullPath(path);
        for (var i = 0; i <= MostLinks; i++)
        {
            // A descriptor looks like a link, but what it names can be written only through it.
            if (IsOfTheSystem(target) || new FileInfo(target).LinkTarget is not { } next)
            {
                return target;
            }

            target = Path.GetFullPath(next, Path.GetDirectoryName(target)!);
        }

        throw new IOException($"{path} is a link that leads back to itself");
    }

    /// <summary>True where a file is written as it stands, because it is or may be no ordinary one: a pipe, a terminal, a device, a descriptor.</summary>
    /// <param name="target">An absolute path that is no link; see <see cref="TargetOf"/>.</param>
    public static bool IsWrittenThrough(string target) =>
        // Whatever is no ordinary file has a length of 0; where an ordinary one has, no content is lost either.
        IsOfTheSystem(target) || new FileInfo(target) is { Exists: true, Length: 0 };

    /// <summary>
    /// Writes a file, compressed where its name says so. An existing one is replaced and keeps its permissions; where the writing fails, it is left as it was.
    /// </summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static Task<WrittenFile> WriteAsync(string path, Func<Stream, Task> write)
    {
        var target = TargetOf(path);
        return IsWrittenThrough(target) ? ThroughAsync(path, target, write) : ReplaceAsync(path, target, write);
    }

    private static async Task<WrittenFile> ThroughAsync(string path, string target, Func<Stream, Task> write)
    {
        await using var file = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1 << 16, useAsync: true);
        if (file.CanSeek)
        {
            // A descriptor of this program may be a file that something was written to already.
            file.Seek(0, SeekOrigin.End);
        }

        var start = file.CanSeek ? file.Position : 0;
        try
        {
            return await WriteAsync(path, file, write);
        }
        catch when (file.CanSeek && !IsOfTheSystem(target))
        {
            await file.FlushAsync();
            file.SetLength(start);
            throw;
        }
    }

    private static async Task<WrittenFile> ReplaceAsync(string path, string target, Func<Stream, Task> write)
    {
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            WrittenFile written;
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 1 << 16, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                options.UnixCreateMode = File.GetUnixFileMode(target);
            }

            await using (var file = new FileStream(temporary, options))
            {
                written = await WriteAsync(path, file, write);
            }

            File.Move(temporary, target, overwrite: true);
            return written;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task<WrittenFile> WriteAsync(string path, FileStream file, Func<Stream, Task> write)
    {
        await using var hashed = new HashedStream(file);
        if (IsCompressed(path))
        {
            await using var packed = new GZipStream(hashed, CompressionLevel.Optimal, leaveOpen: true);
            await write(packed);
        }
        else
        {
            await write(hashed);
        }

        await file.FlushAsync();
        return hashed.Written;
    }

    private static bool IsOfTheSystem(string path) =>
        !OperatingSystem.IsWindows() && (path.StartsWith("/proc/", StringComparison.Ordinal) || path.StartsWith("/dev/", StringComparison.Ordinal))
        && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);
}
