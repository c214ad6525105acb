using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Eval.LlamaCpp.Gguf;

/// <summary>
/// SHA-256 of weight files. Hashing 10 GB takes ten seconds, so results are remembered by path, size and time of the last change: in the
/// process, and beside other caches of the user where a folder is given.
/// </summary>
public sealed class WeightsHash
{
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly string? _folder;

    /// <summary>Creates the memory.</summary>
    /// <param name="folder">Where hashes are kept between runs, or null to keep them in the process only.</param>
    public WeightsHash(string? folder = null) => _folder = folder;

    /// <summary>The hash in lower-case hex. Throws <see cref="IOException"/> where the file cannot be read.</summary>
    public async Task<string> OfAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new FileNotFoundException($"{path}: there is no such file", path);
        }

        var key = KeyOf(file);
        if (_known.TryGetValue(key, out var hash))
        {
            return hash;
        }

        var kept = KeptAt(key);
        if (kept is not null && File.Exists(kept))
        {
            var text = (await File.ReadAllTextAsync(kept, cancellationToken)).Trim();
            if (text.Length == 64 && text.All(char.IsAsciiHexDigitLower))
            {
                return _known[key] = text;
            }
        }

        await using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan))
        {
            hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        }

        if (kept is not null)
        {
            await KeepAsync(kept, hash, cancellationToken);
        }

        return _known[key] = hash;
    }

    /// <summary>Takes down the hash of a file that was hashed while it came.</summary>
    public async Task RememberAsync(string path, string hash, CancellationToken cancellationToken)
    {
        var key = KeyOf(new FileInfo(path));
        _known[key] = hash;
        if (KeptAt(key) is { } kept)
        {
            await KeepAsync(kept, hash, cancellationToken);
        }
    }

    private static string KeyOf(FileInfo file) => $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}";

    private string? KeptAt(string key) => _folder is null
        ? null
        : Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key))) + ".sha256");

    private static async Task KeepAsync(string path, string hash, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var scratch = $"{path}.{Environment.ProcessId}";
            await File.WriteAllTextAsync(scratch, hash, cancellationToken);
            File.Move(scratch, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache that cannot be written only costs time.
        }
    }
}
