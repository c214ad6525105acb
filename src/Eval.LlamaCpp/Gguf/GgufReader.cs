using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Eval.LlamaCpp.Gguf;

/// <summary>
/// Reads the parts of a GGUF header. Files come from strangers: every length is compared with what is left of the file before it is
/// believed, so a hostile one costs neither memory nor time.
/// </summary>
internal sealed class GgufReader : IDisposable
{
    private const int MaxKeyLength = 65_535;
    private const int KeptArrayLength = 4096;

    private readonly string _path;
    private readonly BufferedStream _stream;
    private readonly byte[] _scratch = new byte[8];
    private long _position;

    internal GgufReader(string path)
    {
        _path = path;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        Length = file.Length;
        _stream = new BufferedStream(file, 1 << 16);
    }

    /// <summary>Bytes of the whole file.</summary>
    internal long Length { get; }

    /// <summary>Bytes read so far.</summary>
    internal long Position => _position;

    public void Dispose() => _stream.Dispose();

    internal GgufFormatException Bad(string what) => new($"{_path}: {what}");

    internal GgufFormatException CutOff() =>
        Bad($"the file ends inside its header, after {Length:N0} bytes: it is incomplete; fetch it again");

    internal uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    internal ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>A count of things that take at least <paramref name="leastBytes"/> each in the rest of the file.</summary>
    internal long ReadCount(string what, int leastBytes)
    {
        var count = ReadUInt64();
        return count <= (ulong)(Length - _position) / (ulong)leastBytes
            ? (long)count
            : throw Bad($"it claims {count:N0} {what}, more than the file can hold: it is damaged or not complete");
    }

    internal string ReadKey()
    {
        var length = ReadUInt64();
        if (length > MaxKeyLength)
        {
            throw Bad($"a name of {length:N0} bytes: the file is damaged");
        }

        return ReadText((int)length);
    }

    internal string ReadString() => ReadText(CheckedLength(ReadUInt64()));

    internal object ReadValue(GgufValueType type) => type switch
    {
        GgufValueType.UInt8 => Take(1)[0],
        GgufValueType.Int8 => (sbyte)Take(1)[0],
        GgufValueType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(Take(2)),
        GgufValueType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(Take(2)),
        GgufValueType.UInt32 => ReadUInt32(),
        GgufValueType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Take(4)),
        GgufValueType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(Take(4)),
        GgufValueType.Bool => Take(1)[0] != 0,
        GgufValueType.String => ReadString(),
        GgufValueType.UInt64 => ReadUInt64(),
        GgufValueType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(Take(8)),
        GgufValueType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(Take(8)),
        GgufValueType.Array => ReadArray(),
        _ => throw Bad($"a value of the unknown type {(int)type}: the file is damaged or newer than this program"),
    };

    private GgufArray ReadArray()
    {
        var type = (GgufValueType)ReadUInt32();
        if (type == GgufValueType.Array || !Enum.IsDefined(type))
        {
            throw Bad($"an array of the type {(int)type}, which llama.cpp does not read");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var size = FixedSize(type);
        var count = ReadCount("array elements", Math.Max(size, 1));
        List<object>? values = null;
        if (size > 0 && count <= KeptArrayLength)
        {
            values = new List<object>((int)count);
            for (var i = 0; i < count; i++)
            {
                values.Add(ReadValue(type));
                hash.AppendData(_scratch, 0, size);
            }
        }
        else if (size > 0)
        {
            Skip(count * size, hash);
        }
        else
        {
            for (var i = 0L; i < count; i++)
            {
                var length = ReadUInt64();
                hash.AppendData(_scratch, 0, 8);
                Skip(CheckedLength(length), hash);
            }
        }

        return new GgufArray(type, count, values, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static int FixedSize(GgufValueType type) => type switch
    {
        GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool => 1,
        GgufValueType.UInt16 or GgufValueType.Int16 => 2,
        GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
        GgufValueType.UInt64 or GgufValueType.Int64 or GgufValueType.Float64 => 8,
        _ => 0,
    };

    private int CheckedLength(ulong length) => length <= (ulong)(Length - _position) && length <= int.MaxValue
        ? (int)length
        : throw Bad($"a text of {length:N0} bytes, longer than the rest of the file: it is damaged or not complete");

    private string ReadText(int length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Fill(buffer.AsSpan(0, length));
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Skip(long bytes, IncrementalHash hash)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(bytes, 1 << 16));
        try
        {
            while (bytes > 0)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(bytes, buffer.Length));
                Fill(part);
                hash.AppendData(part);
                bytes -= part.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var part = _scratch.AsSpan(0, count);
        Fill(part);
        return part;
    }

    private void Fill(Span<byte> target)
    {
        if (_stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
        {
            throw CutOff();
        }

        _position += target.Length;
    }
}
