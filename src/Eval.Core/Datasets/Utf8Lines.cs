using System.Runtime.CompilerServices;

namespace Eval.Core.Datasets;

/// <summary>Cuts a stream of UTF-8 bytes into lines. LF and CRLF end a line; a byte order mark at the start is dropped.</summary>
internal static class Utf8Lines
{
    /// <summary>The lines with their numbers from 1. Bytes are valid until the next line is asked for.</summary>
    public static async IAsyncEnumerable<(ReadOnlyMemory<byte> Bytes, int Number)> ReadAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        int start = 0, end = 0, scanned = 0, number = 0;
        while (true)
        {
            var newline = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var stop = scanned + newline;
                yield return (Line(buffer, start, stop, number), ++number);
                start = scanned = stop + 1;
                continue;
            }

            scanned = end;
            if (end == buffer.Length)
            {
                // Move the rest to the front; a line longer than the buffer makes it grow.
                var rest = end - start;
                var target = rest > buffer.Length / 2 ? new byte[buffer.Length * 2] : buffer;
                Buffer.BlockCopy(buffer, start, target, 0, rest);
                (buffer, start, end, scanned) = (target, 0, rest, rest);
            }

            var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
            if (read == 0)
            {
                break;
            }

            end += read;
        }

        if (end > start)
        {
            yield return (Line(buffer, start, end, number), ++number);
        }
    }

    private static ReadOnlyMemory<byte> Line(byte[] buffer, int start, int stop, int number)
    {
        var line = buffer.AsMemory(start, stop - start);
        if (number == 0 && line.Span.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        return line.Span is [.., (byte)'\r'] ? line[..^1] : line;
    }
}
