using System.Security.Cryptography;

namespace Eval.Providers.Downloads;

/// <summary>The beginning of a file that is being fetched, held by this process alone, with the running hash of what it has.</summary>
internal sealed class PartFile : IAsyncDisposable
{
    private static readonly TimeSpan WaitForOther = TimeSpan.FromSeconds(1);

    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private PartFile(FileStream file) => _file = file;

    public string Path => _file.Name;

    /// <summary>Bytes that are there and hashed.</summary>
    public long Length { get; private set; }

    /// <summary>Opens <c>target.part</c>; where another process holds it, waits until that one is done.</summary>
    public static async Task<PartFile> OpenAsync(string target, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                // Unbuffered: a killed process keeps what came. Windows moves an open file only where that is shared; elsewhere .NET locks a file only where nothing is.
                var share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
                return new PartFile(new FileStream(target + ".part", FileMode.OpenOrCreate, FileAccess.ReadWrite, share, 0, FileOptions.Asynchronous));
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException)
                && (File.Exists(target + ".part") || File.Exists(target)))
            {
                await Task.Delay(WaitForOther, time, cancellationToken);
            }
        }
    }

    /// <summary>Takes in what an earlier attempt left.</summary>
    public async Task ResumeAsync(Action<long> report, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 20];
        _file.Position = 0;
        for (int read; (read = await _file.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            _hash.AppendData(buffer, 0, read);
            Length += read;
            report(Length);
        }
    }

    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _file.Position = Length;
        await _file.WriteAsync(bytes, cancellationToken);
        _hash.AppendData(bytes.Span);
        Length += bytes.Length;
    }

    /// <summary>Throws away what is there.</summary>
    public void Clear()
    {
        _file.SetLength(0);
        _hash.GetHashAndReset();
        Length = 0;
    }

    /// <summary>True where the file begins as it must, as far as it goes.</summary>
    public async Task<bool> BeginsWithAsync(ReadOnlyMemory<byte> beginning, CancellationToken cancellationToken)
    {
        var found = new byte[Math.Min(beginning.Length, Length)];
        _file.Position = 0;
        await _file.ReadExactlyAsync(found, cancellationToken);
        return found.AsSpan().SequenceEqual(beginning.Span[..found.Length]);
    }

    /// <summary>The hash of what is there, lower-case hex.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Gives the file its name.</summary>
    public async Task FinishAsync(string target, CancellationToken cancellationToken)
    {
        await _file.FlushAsync(cancellationToken);
        File.Move(_file.Name, target, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _hash.Dispose();
    }
}
