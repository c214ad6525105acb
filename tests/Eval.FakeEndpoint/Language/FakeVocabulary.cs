using System.Text;

namespace Eval.FakeEndpoint.Language;

/// <summary>
/// A small vocabulary: three control tokens, all bytes, and common English pieces, matched longest first. Every text can be encoded and
/// comes back as it was; a character outside ASCII takes several tokens, as with real vocabularies.
/// </summary>
internal sealed class FakeVocabulary
{
    public const int Bos = 1;
    public const int Eos = 2;
    private const int FirstByte = 3;
    private const int LongestPiece = 8;

    private static readonly string[] Pieces = [.. CommonPieces.All.Distinct(StringComparer.Ordinal)];

    private readonly Dictionary<string, int> _ids = [];
    private readonly byte[][] _bytes;

    public FakeVocabulary()
    {
        _bytes = [[], [], [], .. Enumerable.Range(0, 256).Select(b => new[] { (byte)b }), .. Pieces.Select(Encoding.ASCII.GetBytes)];
        for (var i = 0; i < Pieces.Length; i++)
        {
            _ids.Add(Pieces[i], FirstByte + 256 + i);
        }
    }

    public int Size => _bytes.Length;

    /// <summary>The bytes of a token; none for a control token.</summary>
    public byte[] Bytes(int token) => _bytes[token];

    public int[] Encode(string text)
    {
        var tokens = new List<int>(text.Length / 2);
        var pieces = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            var length = Math.Min(LongestPiece, text.Length - i);
            var id = 0;
            for (; length > 1 && !pieces.TryGetValue(text.AsSpan(i, length), out id); length--)
            {
            }

            if (length > 1)
            {
                tokens.Add(id);
                i += length;
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var consumed);
            foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
            {
                tokens.Add(FirstByte + b);
            }

            i += consumed;
        }

        return [.. tokens];
    }
}
