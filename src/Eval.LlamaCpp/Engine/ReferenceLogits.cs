using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Eval.LlamaCpp.Engine;

/// <summary>
/// Next-token distributions in a file, as llama.cpp's perplexity tool keeps them for its KL-divergence mode: <c>_logits_</c>, context
/// length, vocabulary size, number of windows, the windows' tokens, then for each scored position scale and smallest log-probability as
/// floats and every log-probability in 16 bits (research/benchmark-harnesses.md 2.4). Files of the tool can be read, and the tool can read
/// these. Rows may be read and written by several threads at once.
/// </summary>
internal sealed class ReferenceLogits : IDisposable
{
    private const int HeaderBytes = 20;

    private readonly SafeFileHandle _file;
    private readonly long _firstRow;

    private ReferenceLogits(SafeFileHandle file, int contextLength, int vocabularySize, int[] tokens)
    {
        _file = file;
        ContextLength = contextLength;
        VocabularySize = vocabularySize;
        Tokens = tokens;
        _firstRow = HeaderBytes + (4L * tokens.Length);
    }

    /// <summary>Tokens in a window.</summary>
    public int ContextLength { get; }

    /// <summary>Tokens of the vocabulary.</summary>
    public int VocabularySize { get; }

    /// <summary>The tokens of all windows, as in the text: without the BOS that takes the place of each first one.</summary>
    public int[] Tokens { get; }

    /// <summary>Number of windows.</summary>
    public int WindowCount => Tokens.Length / ContextLength;

    /// <summary>Scored positions of a window.</summary>
    public int RowsPerWindow => ContextLength - 1 - (ContextLength / 2);

    /// <summary>Numbers of 16 bits in a row: the two floats, the vocabulary, and one more where that is odd.</summary>
    public int RowLength => RowLengthOf(VocabularySize);

    /// <summary>Begins a file.</summary>
    public static ReferenceLogits Create(string path, int contextLength, int vocabularySize, int[] tokens)
    {
        var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var header = new byte[HeaderBytes + (4 * tokens.Length)];
        "_logits_"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), contextLength);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), vocabularySize);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), tokens.Length / contextLength);
        MemoryMarshal.AsBytes(tokens.AsSpan()).CopyTo(header.AsSpan(HeaderBytes));
        RandomAccess.Write(file, header, 0);
        return new ReferenceLogits(file, contextLength, vocabularySize, tokens);
    }

    /// <summary>Opens a file. Throws <see cref="InvalidDataException"/> where it is none or not whole.</summary>
    public static ReferenceLogits Open(string path)
    {
        var file = File.OpenHandle(path);
        try
        {
            Span<byte> header = stackalloc byte[HeaderBytes];
            if (RandomAccess.Read(file, header, 0) < HeaderBytes || !header.StartsWith("_logits_"u8))
            {
                throw new InvalidDataException($"{path}: this is not a file of reference logits");
            }

            var context = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
            var vocabulary = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
            var windows = BinaryPrimitives.ReadInt32LittleEndian(header[16..]);
            var length = RandomAccess.GetLength(file);
            if (context < 3 || vocabulary < 1 || windows < 1 || (long)windows * context > length
                || length < HeaderBytes + (4L * windows * context)
                    + ((long)windows * (context - 1 - (context / 2)) * RowLengthOf(vocabulary) * 2))
            {
                throw new InvalidDataException($"{path}: the reference logits are incomplete or damaged");
            }

            var tokens = new int[windows * context];
            ReadFully(file, MemoryMarshal.AsBytes(tokens.AsSpan()), HeaderBytes);
            return new ReferenceLogits(file, context, vocabulary, tokens);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes the row of a scored position.</summary>
    public void Write(int window, int position, ReadOnlySpan<ushort> row) =>
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(row), Offset(window, position));

    /// <summary>Reads the row of a scored position.</summary>
    public void Read(int window, int position, Span<ushort> row) => ReadFully(_file, MemoryMarshal.AsBytes(row), Offset(window, position));

    public void Dispose() => _file.Dispose();

    private static int RowLengthOf(int vocabularySize) => (2 * ((vocabularySize + 1) / 2)) + 4;

    private static void ReadFully(SafeFileHandle file, Span<byte> target, long offset)
    {
        while (target.Length > 0)
        {
            var read = RandomAccess.Read(file, target, offset);
            if (read == 0)
            {
                throw new EndOfStreamException("the reference logits end too early");
            }

            target = target[read..];
            offset += read;
        }
    }

    private long Offset(int window, int position) => _firstRow + ((((long)window * RowsPerWindow) + position) * RowLength * 2);
}
