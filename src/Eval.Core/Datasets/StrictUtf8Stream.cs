using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Eval.Core.Workspaces;

namespace Eval.Core.Datasets;

/// <summary>Passes bytes on and checks that they are UTF-8, so that a wrong byte is an error with its line and never a silent replacement.</summary>
internal sealed class StrictUtf8Stream(Stream inner, string file) : ReadThroughStream(inner)
{
    private readonly byte[] _tail = new byte[4];
    private int _tailLength;
    private int _line = 1;

    public override int Read(Span<byte> buffer)
    {
        var read = Inner.Read(buffer);
        Check(buffer[..read], read == 0 && buffer.Length > 0);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await Inner.ReadAsync(buffer, cancellationToken);
        Check(buffer.Span[..read], read == 0 && buffer.Length > 0);
        return read;
    }

    private void Check(ReadOnlySpan<byte> chunk, bool end)
    {
        if (end)
        {
            if (_tailLength > 0)
            {
                throw Invalid(_line);
            }

            return;
        }

        if (_tailLength == 0)
        {
            CheckWhole(chunk);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(_tailLength + chunk.Length);
        try
        {
            _tail.AsSpan(0, _tailLength).CopyTo(rented);
            chunk.CopyTo(rented.AsSpan(_tailLength));
            var length = _tailLength + chunk.Length;
            _tailLength = 0;
            CheckWhole(rented.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void CheckWhole(ReadOnlySpan<byte> bytes)
    {
        var cut = bytes.Length - Incomplete(bytes);
        if (!Utf8.IsValid(bytes[..cut]))
        {
            throw Invalid(_line + bytes[..FirstWrong(bytes)].Count((byte)'\n'));
        }

        _line += bytes.Count((byte)'\n');
        bytes[cut..].CopyTo(_tail);
        _tailLength = bytes.Length - cut;
    }

    /// <summary>How many bytes at the end begin a character that the next chunk must finish: 0 to 3.</summary>
    private static int Incomplete(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var b = bytes[^back];
            if (b < 0x80)
            {
                return 0;
            }

            if (b >= 0xC0)
            {
                var needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return back < needed ? back : 0;
            }
        }

        return 0;
    }

    private static int FirstWrong(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        while (position < bytes.Length && Rune.DecodeFromUtf8(bytes[position..], out _, out var used) == OperationStatus.Done)
        {
            position += used;
        }

        return position;
    }

    private EvalConfigurationException Invalid(int line) => new(new SourcePosition(file, line, 0), "is not valid UTF-8", "save it as UTF-8, not as UTF-16 or Latin-1");
}
