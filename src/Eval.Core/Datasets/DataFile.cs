using System.IO.Compression;
using System.Security.Cryptography;
using Eval.Core.Workspaces;

namespace Eval.Core.Datasets;

/// <summary>One file of a data set.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">What ids call it: the same on every machine, whether the file was found, fetched or packed.</param>
/// <param name="Relative">Its path below the folder it was searched in, with forward slashes; its name where it was fetched.</param>
internal sealed record DataFile(string Path, string Name, string Relative)
{
    public bool IsGzip => Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The format that a file's name tells, or null.</summary>
    public static DatasetFormat? FormatOf(string name)
    {
        var plain = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return System.IO.Path.GetExtension(plain).ToLowerInvariant() switch
        {
            ".jsonl" or ".ndjson" => DatasetFormat.Jsonl,
            ".json" => DatasetFormat.Json,
            ".csv" => DatasetFormat.Csv,
            ".tsv" => DatasetFormat.Tsv,
            ".txt" or ".text" => DatasetFormat.Text,
            _ => null,
        };
    }

    /// <summary>Opens the content: unpacked, and checked to be UTF-8.</summary>
    public Stream Open()
    {
        try
        {
            Stream stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan);
            if (IsGzip && stream.CanSeek && stream.Length == 0)
            {
                stream.Dispose();
                throw Unreadable(new InvalidDataException());
            }

            return new StrictUtf8Stream(IsGzip ? new GZipStream(stream, CompressionMode.Decompress) : stream, Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
    }

    public EvalConfigurationException Unreadable(Exception e) => e is InvalidDataException
        ? new(new SourcePosition(Path, 0, 0), "is no whole gzip file: it is cut off or damaged", "fetch or copy it again")
        : new(new SourcePosition(Path, 0, 0), e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : Directory.Exists(Path) ? "is a folder, not a file" : $"cannot be read: {e.Message}");

    /// <summary>Checks the file's hash. A packed file may have the hash of its unpacked bytes instead.</summary>
    public async Task VerifyAsync(string sha256, string key, SourcePosition? at, CancellationToken cancellationToken)
    {
        try
        {
            string actual;
            await using (var raw = File.OpenRead(Path))
            {
                actual = Convert.ToHexStringLower(await SHA256.HashDataAsync(raw, cancellationToken));
            }

            if (actual != sha256 && IsGzip)
            {
                await using var unpacked = new GZipStream(File.OpenRead(Path), CompressionMode.Decompress);
                if (Convert.ToHexStringLower(await SHA256.HashDataAsync(unpacked, cancellationToken)) == sha256)
                {
                    return;
                }
            }

            if (actual != sha256)
            {
                throw new EvalConfigurationException(
                    at, $"{Path} has SHA-256 {actual}, but \"{key}\" says {sha256}", "another version of the file, or a damaged one");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Unreadable(e);
        }
    }
}
