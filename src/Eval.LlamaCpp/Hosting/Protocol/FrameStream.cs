using System.Buffers.Binary;
using System.Text;

namespace Eval.LlamaCpp.Hosting.Protocol;

/// <summary>
/// Frames over a pair of pipes: 16 bytes of header (magic, kind, method, two zero bytes, call, length; little endian) and the payload.
/// One thread reads; writers are serialised here.
/// </summary>
internal sealed class FrameStream(Stream input, Stream output)
{
    /// <summary>Largest payload in bytes; more than any text or batch of requests, less than what a wrong length could claim.</summary>
    internal const int MaximumPayload = 256 * 1024 * 1024;

    private const int HeaderBytes = 16;
    private const uint Magic = 0x3148_5645; // "EVH1"

    private readonly Lock _writing = new();
    private readonly byte[] _readHeader = new byte[HeaderBytes];

    /// <summary>
    /// The next frame, or null at the end of the input. Throws <see cref="FrameFormatException"/> for anything that is no frame, an end
    /// in the middle of one included.
    /// </summary>
    public Frame? Read()
    {
        var got = input.ReadAtLeast(_readHeader, HeaderBytes, throwOnEndOfStream: false);
        if (got == 0)
        {
            return null;
        }

        if (got < HeaderBytes)
        {
            throw new FrameFormatException($"the stream ended after {got} of {HeaderBytes} header bytes: {Printable(_readHeader.AsSpan(0, got))}");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(_readHeader) != Magic)
        {
            throw new FrameFormatException($"these bytes do not begin a frame: {Printable(_readHeader)}");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(_readHeader.AsSpan(12));
        if (length > MaximumPayload)
        {
            throw new FrameFormatException($"a frame claims {length:N0} bytes; the most is {MaximumPayload:N0}");
        }

        var kind = (FrameKind)_readHeader[4];
        if (!Enum.IsDefined(kind))
        {
            throw new FrameFormatException($"a frame is of the unknown kind {(byte)kind}");
        }

        var payload = length == 0 ? [] : GC.AllocateUninitializedArray<byte>((int)length);
        var read = input.ReadAtLeast(payload, payload.Length, throwOnEndOfStream: false);
        if (read < payload.Length)
        {
            throw new FrameFormatException($"the stream ended after {read:N0} of a frame's {length:N0} bytes");
        }

        return new Frame(kind, (HostMethod)_readHeader[5], BinaryPrimitives.ReadUInt32LittleEndian(_readHeader.AsSpan(8)), payload);
    }

    /// <summary>
    /// Writes a frame and flushes. Throws <see cref="ArgumentException"/> for a payload over <see cref="MaximumPayload"/>, before anything
    /// is written, and <see cref="IOException"/> where the other end is gone.
    /// </summary>
    public void Write(Frame frame)
    {
        if (frame.Payload.Length > MaximumPayload)
        {
            throw new ArgumentException($"{frame.Payload.Length:N0} bytes are more than the {MaximumPayload:N0} that fit into one call", nameof(frame));
        }

        Span<byte> header = stackalloc byte[HeaderBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        header[4] = (byte)frame.Kind;
        header[5] = (byte)frame.Method;
        header[6] = header[7] = 0;
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], frame.Call);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], (uint)frame.Payload.Length);
        lock (_writing)
        {
            output.Write(header);
            output.Write(frame.Payload.Span);
            output.Flush();
        }
    }

    private static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder("'");
        foreach (var b in bytes)
        {
            text.Append(b is >= 0x20 and < 0x7F ? ((char)b).ToString() : $"\\x{b:X2}");
        }

        return text.Append('\'').ToString();
    }
}
