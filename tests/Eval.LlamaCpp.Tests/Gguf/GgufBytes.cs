using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Eval.LlamaCpp.Tests.Gguf;

/// <summary>Writes GGUF headers piece by piece, whole or broken.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A stream in memory holds nothing to release.")]
internal sealed class GgufBytes
{
    private readonly MemoryStream _stream = new();
    private readonly BinaryWriter _writer;

    internal GgufBytes(uint version, long tensors = 0, long metadata = 0)
    {
        _writer = new BinaryWriter(_stream);
        _writer.Write("GGUF"u8);
        _writer.Write(version);
        _writer.Write(tensors);
        _writer.Write(metadata);
    }

    internal GgufBytes Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _writer.Write((ulong)bytes.Length);
        _writer.Write(bytes);
        return this;
    }

    internal GgufBytes Type(uint type)
    {
        _writer.Write(type);
        return this;
    }

    internal GgufBytes Length(ulong length)
    {
        _writer.Write(length);
        return this;
    }

    internal GgufBytes Pad(int bytes)
    {
        _writer.Write(new byte[bytes]);
        return this;
    }

    internal byte[] ToArray() => _stream.ToArray();
}
