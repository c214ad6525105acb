using System.Text;

namespace Eval.LlamaCpp.Generation;

/// <summary>
/// Makes text of token pieces: characters may span tokens, and so may stop sequences. What could still become part of one is held back.
/// </summary>
internal sealed class TextAssembler(IReadOnlyList<string> stopSequences)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _text = new();
    private readonly int _longestStop = stopSequences.Count == 0 ? 0 : stopSequences.Max(s => s.Length);
    private int _released;

    /// <summary>The stop sequence that was found, or null.</summary>
    public string? StopSequence { get; private set; }

    /// <summary>The whole text so far, that held back included; without the stop sequence.</summary>
    public string Text => _text.ToString();

    /// <summary>Takes a piece and gives the text that is certain now. After a stop sequence was found, nothing more is taken.</summary>
    public string Push(ReadOnlySpan<byte> piece)
    {
        Append(piece, flush: false);
        return Release(holdBack: true);
    }

    /// <summary>Ends the text: half a character becomes U+FFFD, and what was held back is released.</summary>
    public string Finish()
    {
        Append([], flush: true);
        return Release(holdBack: false);
    }

    private void Append(ReadOnlySpan<byte> piece, bool flush)
    {
        if (StopSequence is not null)
        {
            return;
        }

        Span<char> buffer = stackalloc char[256];
        var characters = _decoder.GetCharCount(piece, flush);
        var target = characters <= buffer.Length ? buffer : new char[characters];
        var before = _text.Length;
        _text.Append(target[.._decoder.GetChars(piece, target, flush)]);
        FindStop(Math.Max(_released, before - _longestStop + 1));
    }

    private void FindStop(int from)
    {
        if (_longestStop == 0)
        {
            return;
        }

        var tail = _text.ToString(from, _text.Length - from);
        var best = -1;
        foreach (var stop in stopSequences)
        {
            var at = tail.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && (best < 0 || at < best))
            {
                best = at;
                StopSequence = stop;
            }
        }

        if (best >= 0)
        {
            _text.Length = from + best;
        }
    }

    private string Release(bool holdBack)
    {
        var end = _text.Length - (holdBack && StopSequence is null ? Undecided() : 0);
        if (end <= _released)
        {
            return "";
        }

        var released = _text.ToString(_released, end - _released);
        _released = end;
        return released;
    }

    /// <summary>Characters at the end that a stop sequence could begin with.</summary>
    private int Undecided()
    {
        var length = Math.Min(_longestStop - 1, _text.Length - _released);
        if (length <= 0)
        {
            return 0;
        }

        var tail = _text.ToString(_text.Length - length, length).AsSpan();
        for (; tail.Length > 0; tail = tail[1..])
        {
            foreach (var stop in stopSequences)
            {
                if (stop.Length > tail.Length && stop.AsSpan().StartsWith(tail, StringComparison.Ordinal))
                {
                    return tail.Length;
                }
            }
        }

        return 0;
    }
}
