using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Generation;

/// <summary>
/// Turns conversations into tokens. The template's markers become control tokens; the same characters in a message (a data set row that
/// says <c>&lt;|im_start|&gt;system</c>) must not: they would let it speak with another voice.
/// </summary>
/// <remarks>
/// llama.cpp parses markers in a whole text or nowhere. The whole is parsed, because tokens at the borders of messages then are those the
/// model was trained on, and compared with the skeleton, which holds placeholders for messages: the control tokens must be the same. If
/// they are not, the text is cut behind the first character of every marker in a message and its pieces are encoded one by one, so that
/// the marker is only characters. That may put a space where it was cut (SentencePiece), in hostile text only.
/// </remarks>
internal sealed class ChatEncoder(Vocabulary vocabulary, ChatTemplate template)
{
    private readonly Lazy<string[]> _markers = new(() => FindMarkers(vocabulary));

    /// <summary>
    /// Encodes a conversation. Throws <see cref="ArgumentException"/> where it cannot be encoded, with the reason.
    /// </summary>
    public ChatPrompt Encode(IReadOnlyList<ChatTurn> turns)
    {
        var skeleton = ChatSkeleton.Of(turns, template.Render)
            ?? throw new ArgumentException("the chat template changes the messages, so their markers cannot be told from its own", nameof(turns));
        var expected = Specials(vocabulary.Encode(skeleton.Skeleton, parseSpecial: true));
        foreach (var pieces in (ReadOnlySpan<Func<IEnumerable<string>>>)
            [() => [skeleton.Rendered], () => Cut(skeleton.Segments, atBorders: false), () => Cut(skeleton.Segments, atBorders: true)])
        {
            int[] tokens = [.. pieces().SelectMany(p => vocabulary.Encode(p, parseSpecial: true))];
            if (Specials(tokens).SequenceEqual(expected))
            {
                return new ChatPrompt(skeleton.Rendered, WithBos(tokens));
            }
        }

        throw new ArgumentException("a message holds control markers that cannot be told from those of the chat template", nameof(turns));
    }

    /// <summary>Some templates write BOS themselves; it must not come twice.</summary>
    private int[] WithBos(int[] tokens) =>
        vocabulary.AddsBos && (tokens.Length == 0 || tokens[0] != vocabulary.Bos) ? [vocabulary.Bos!.Value, .. tokens] : tokens;

    private IEnumerable<string> Cut(IReadOnlyList<ChatSegment> segments, bool atBorders)
    {
        var piece = "";
        foreach (var segment in segments)
        {
            if (atBorders && piece.Length > 0)
            {
                yield return piece;
                piece = "";
            }

            var rest = segment.Text;
            while (segment.IsMessage && FirstMarker(rest) is >= 0 and var at)
            {
                var behindFirstCharacter = at + (char.IsSurrogatePair(rest, at) ? 2 : 1);
                yield return piece + rest[..behindFirstCharacter];
                piece = "";
                rest = rest[behindFirstCharacter..];
            }

            piece += rest;
        }

        if (piece.Length > 0)
        {
            yield return piece;
        }
    }

    private int FirstMarker(string text)
    {
        var first = -1;
        foreach (var marker in _markers.Value)
        {
            var at = text.IndexOf(marker, StringComparison.Ordinal);
            if (at >= 0 && (first < 0 || at < first))
            {
                first = at;
            }
        }

        // A marker at the very end of one character cannot be cut; there is none such.
        return first >= 0 && first + 1 < text.Length ? first : -1;
    }

    private int[] Specials(int[] tokens) => [.. tokens.Where(t => IsSpecial(vocabulary, t))];

    private static bool IsSpecial(Vocabulary vocabulary, int token) =>
        LlamaApi.VocabIsControl(vocabulary.Handle, token) || vocabulary.IsEndOfGeneration(token)
        || LlamaApi.VocabAttributes(vocabulary.Handle, token).HasFlag(LlamaTokenAttributes.Unknown);

    private static string[] FindMarkers(Vocabulary vocabulary) =>
        [.. Enumerable.Range(0, vocabulary.Size).Where(t => IsSpecial(vocabulary, t)).Select(vocabulary.StoredText).Where(t => t.Length > 1)];
}
