using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Eval.Core.Suites;

/// <summary>SHA-256 over rows: each id and its fields in canonical form, with their lengths, in order.</summary>
internal sealed class RowHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly byte[] _length = new byte[4];

    /// <summary>Adds a row.</summary>
    public void Add(string id, JsonObject fields)
    {
        Add(id);
        _buffer.ResetWrittenCount();
        CanonicalJson.Write(_buffer, fields);
        Append(_buffer.WrittenSpan);
    }

    /// <summary>Adds a text.</summary>
    public void Add(string text)
    {
        _buffer.ResetWrittenCount();
        Encoding.UTF8.GetBytes(text, _buffer);
        Append(_buffer.WrittenSpan);
    }

    /// <summary>Gives the hash in lower-case hex.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();

    private void Append(ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_length, bytes.Length);
        _hash.AppendData(_length);
        _hash.AppendData(bytes);
    }
}
