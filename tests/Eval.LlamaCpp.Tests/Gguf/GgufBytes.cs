using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Eval.LlamaCpp.Tests.Gguf;

/// <summary>Writes GGUF headers piece by piece, whole or broken.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A stream in memory holds nothing to release.")]
internal sealed class GgufBytes
{
    private readonly List<byte> _bytes = [];

    internal GgufBytes(uint version, long tensors = 0, long metadata = 0) =>
        _bytes.AddRange([.. "GGUF"u8, .. BitConverter.GetBytes(version), .. BitConverter.GetBytes(tensors), .. BitConverter.GetBytes(metadata)]);

    internal GgufBytes Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _bytes.AddRange([.. BitConverter.GetBytes((ulong)bytes.Length), .. bytes]);
        return this;
    }

    internal GgufBytes Type(uint type)
    {
        _bytes.AddRange(BitConverter.GetBytes(type));
        return this;
    }

    internal GgufBytes Length(ulong length)
    {
        _bytes.AddRange(BitConverter.GetBytes(length));
        return this;
    }

    internal GgufBytes Pad(int bytes)
    {
        _bytes.AddRange(new byte[bytes]);
        return this;
    }

    internal byte[] ToArray() => [.. _bytes];
}
