using System.Security.Cryptography;
using System.Text;

namespace Eval.Core.Running;

/// <summary>SHA-256 over a sequence of texts, each with its length before it, so that no two sequences collide by where they are cut.</summary>
public sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The hash of some texts, lower-case hex.</summary>
    public static string Of(params ReadOnlySpan<string?> parts)
    {
        using var hash = new ContentHash();
        foreach (var part in parts)
        {
            hash.Add(part);
        }

        return hash.Finish();
    }

    /// <summary>Adds a text; null and the empty text differ.</summary>
    public ContentHash Add(string? text)
    {
        Span<byte> length = stackalloc byte[8];
        if (text is null)
        {
            BitConverter.TryWriteBytes(length, -1L);
            _hash.AppendData(length);
            return this;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        BitConverter.TryWriteBytes(length, (long)bytes.Length);
        _hash.AppendData(length);
        _hash.AppendData(bytes);
        return this;
    }

    /// <summary>Gives the hash, lower-case hex, and starts anew.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
