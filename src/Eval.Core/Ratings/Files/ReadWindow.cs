using Eval.Core.Datasets;
using Eval.Core.Workspaces;

namespace Eval.Core.Ratings.Files;

/// <summary>A stretch of a file's bytes that moves on row by row. It grows for a long row, up to a limit, and never holds more.</summary>
internal sealed class ReadWindow(DataFile file) : IDisposable
{
    /// <summary>Bytes of the longest row that is read.</summary>
    public const int LongestRow = 16 << 20;

    private readonly Stream _stream = file.Open();
    private bool _begun;

    /// <summary>The bytes; those from <see cref="Start"/> to <see cref="End"/> are not used up.</summary>
    public byte[] Bytes { get; private set; } = new byte[256 * 1024];

    /// <summary>Where the row begins.</summary>
    public int Start { get; set; }

    /// <summary>Where the bytes that were read end.</summary>
    public int End { get; private set; }

    /// <summary>True where nothing follows <see cref="End"/>.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Reads on. Places in <see cref="Bytes"/> change: the row is parsed anew from <see cref="Start"/>.</summary>
    /// <param name="line">Line of the row, for the message.</param>
    public void ReadMore(long line)
    {
        var rest = End - Start;
        if (rest >= LongestRow)
        {
            throw new EvalConfigurationException(
                new SourcePosition(file.Name, (int)line, 0), $"begins a row of more than {LongestRow >> 20} MiB", "is a quote never closed, or is this no table?");
        }

        var target = rest > Bytes.Length / 2 ? new byte[Bytes.Length * 2] : Bytes;
        Buffer.BlockCopy(Bytes, Start, target, 0, rest);
        (Bytes, Start, End) = (target, 0, rest);
        try
        {
            // A packed stream gives little at a time, and each call here parses the row from its beginning.
            while (End < Bytes.Length && !IsAtEnd)
            {
                var read = _stream.Read(Bytes, End, Bytes.Length - End);
                (End, IsAtEnd) = (End + read, read == 0);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw file.Unreadable(e);
        }

        if (!_begun)
        {
            _begun = true;
            Start = Bytes.AsSpan(0, End).StartsWith("\uFEFF"u8) ? 3 : 0;
        }
    }

    public void Dispose() => _stream.Dispose();
}
