using System.IO.Compression;
using System.Runtime.CompilerServices;
using Eval.Core.Datasets;
using Eval.Core.Workspaces;

namespace Eval.Core.Archives;

/// <summary>The bytes of an archive, decompressed where they are compressed, whatever the file is called.</summary>
internal static class ArchiveFile
{
    public static Stream Open(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
            Span<byte> start = stackalloc byte[2];
            var isCompressed = file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start is [0x1f, 0x8b];
            file.Position = 0;
            return isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalConfigurationException(
                new SourcePosition(path, 0, 0), e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : $"cannot be read: {e.Message}");
        }
    }

    /// <summary>Its lines with their numbers from 1; damage of the compressed stream is told as such.</summary>
    public static async IAsyncEnumerable<(ReadOnlyMemory<byte> Line, int Number)> LinesAsync(
        string path, Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lines = Utf8Lines.ReadAsync(stream, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await lines.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                throw new EvalConfigurationException(
                    new SourcePosition(path, 0, 0), e is InvalidDataException ? "is no whole gzip file: it is cut off or damaged" : $"cannot be read: {e.Message}", "copy or export it again");
            }

            yield return lines.Current;
        }
    }
}
