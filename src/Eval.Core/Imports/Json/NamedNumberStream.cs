namespace Eval.Core.Imports.Json;

/// <summary>
/// Makes the JSON that Python writes valid: <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, which stand there as bare words, are passed on in
/// quotes. Everything else passes byte by byte.
/// </summary>
internal sealed class NamedNumberStream(Stream inner) : Stream
{
    private static readonly byte[][] Words = ["NaN"u8.ToArray(), "Infinity"u8.ToArray(), "-Infinity"u8.ToArray()];

    private readonly byte[] _source = new byte[32 * 1024];
    private readonly Queue<byte> _held = new();
    private int _start;
    private int _end;
    private bool _inText;
    private bool _escaped;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (Pass(buffer, isEnd: false) is > 0 and var passed)
            {
                return passed;
            }

            MoveToFront();
            var read = inner.Read(_source, _end, _source.Length - _end);
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
            var read = await inner.ReadAsync(_source.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return Pass(buffer.Span, isEnd: true);
            }

            _end += read;
        }

        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
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
            var b = _source[_start];
            if (_inText)
            {
                (_inText, _escaped) = (_escaped || b != '"', !_escaped && b == '\\');
            }
            else if (b == '"')
            {
                _inText = true;
            }
            else if (b is (byte)'N' or (byte)'I' or (byte)'-')
            {
                var rest = _source.AsSpan(_start, _end - _start);
                var word = Array.Find(Words, w => w[0] == _source[_start] && _end - _start >= w.Length && _source.AsSpan(_start, w.Length).SequenceEqual(w));
                if (word is not null)
                {
                    Hold(word);
                    _start += word.Length;
                    while (written < target.Length && _held.TryDequeue(out var held))
                    {
                        target[written++] = held;
                    }

                    continue;
                }

                if (!isEnd && rest.Length < Words[2].Length && MayBecomeWord(rest))
                {
                    break;
                }
            }

            target[written++] = b;
            _start++;
        }

        return written;
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
