using System.Buffers;
using Eval.Core.Datasets;

namespace Eval.Core.Imports.Json;

/// <summary>
/// Makes the JSON that Python writes valid: <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, which stand there as bare words, are passed on in
/// quotes. Everything else passes byte by byte.
/// </summary>
internal sealed class NamedNumberStream(Stream inner) : ReadThroughStream(inner)
{
    private static readonly byte[][] Words = ["NaN"u8.ToArray(), "Infinity"u8.ToArray(), "-Infinity"u8.ToArray()];

    // Where a word or a text may begin; a backslash means nothing outside texts.
    private static readonly SearchValues<byte> Marks = SearchValues.Create("\"NI-"u8);

    private readonly byte[] _source = new byte[32 * 1024];
    private readonly Queue<byte> _held = new();
    private int _start;
    private int _end;
    private bool _inText;
    private bool _escaped;

    public override int Read(Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (Pass(buffer, isEnd: false) is > 0 and var passed)
            {
                return passed;
            }

            MoveToFront();
            var read = Inner.Read(_source, _end, _source.Length - _end);
            if (read == 0)
            {
                return Pass(buffer, isEnd: true);
            }

            _end += read;
        }

        return 0;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            if (Pass(buffer.Span, isEnd: false) is > 0 and var passed)
            {
                return passed;
            }

            MoveToFront();
            var read = await Inner.ReadAsync(_source.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return Pass(buffer.Span, isEnd: true);
            }

            _end += read;
        }

        return 0;
    }

    /// <summary>Passes on what is decided; stops before bytes that may be the start of a word, unless these are the last.</summary>
    private int Pass(Span<byte> target, bool isEnd)
    {
        var written = 0;
        while (written < target.Length && _held.TryDequeue(out var held))
        {
            target[written++] = held;
        }

        while (written < target.Length && _start < _end)
        {
            var rest = _source.AsSpan(_start, _end - _start);
            var plain = _escaped ? 1 : _inText ? rest.IndexOfAny((byte)'"', (byte)'\\') : rest.IndexOfAny(Marks);
            if (plain != 0)
            {
                // What cannot matter is passed on in one piece; so is the byte after a backslash.
                var length = Math.Min(plain < 0 ? rest.Length : plain, target.Length - written);
                rest[..length].CopyTo(target[written..]);
                (written, _start, _escaped) = (written + length, _start + length, false);
                continue;
            }

            if (rest[0] is (byte)'"' or (byte)'\\')
            {
                (_inText, _escaped) = (_inText ? rest[0] != '"' : true, rest[0] == '\\');
            }
            else if (WordAt(rest) is { } word)
            {
                Hold(word);
                _start += word.Length;
                while (written < target.Length && _held.TryDequeue(out var held))
                {
                    target[written++] = held;
                }

                continue;
            }
            else if (!isEnd && MayBecomeWord(rest))
            {
                break;
            }

            target[written++] = rest[0];
            _start++;
        }

        return written;
    }

    private static byte[]? WordAt(ReadOnlySpan<byte> rest)
    {
        foreach (var word in Words)
        {
            if (rest.StartsWith(word))
            {
                return word;
            }
        }

        return null;
    }

    private static bool MayBecomeWord(ReadOnlySpan<byte> rest)
    {
        foreach (var word in Words)
        {
            if (rest.Length < word.Length && word.AsSpan().StartsWith(rest))
            {
                return true;
            }
        }

        return false;
    }

    private void Hold(byte[] word)
    {
        _held.Enqueue((byte)'"');
        foreach (var b in word)
        {
            _held.Enqueue(b);
        }

        _held.Enqueue((byte)'"');
    }

    private void MoveToFront()
    {
        _source.AsSpan(_start, _end - _start).CopyTo(_source);
        (_start, _end) = (0, _end - _start);
    }
}
