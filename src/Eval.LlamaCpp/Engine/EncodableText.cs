using System.Globalization;
using System.Text;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Engine;

/// <summary>
/// Which characters a vocabulary can encode. Almost all can encode any text by falling back to bytes; of the others llama.cpp looks up
/// the missing byte without checking, and the exception ends the process (SentencePiece), or it silently leaves the character out (BPE).
/// </summary>
internal sealed class EncodableText
{
    private const char SentencePieceSpace = '\u2581';

    // Null: everything can be encoded.
    private readonly HashSet<int>? _characters;
    private readonly bool[] _bytes;
    private readonly bool _spaceIsEscaped;

    private EncodableText(HashSet<int>? characters, bool[] bytes, bool spaceIsEscaped)
    {
        _characters = characters;
        _bytes = bytes;
        _spaceIsEscaped = spaceIsEscaped;
    }

    internal static EncodableText Of(Vocabulary vocabulary) => vocabulary.Type switch
    {
        LlamaVocabType.SPM => OfSentencePiece(vocabulary),
        LlamaVocabType.BPE => OfBytePairs(vocabulary),
        _ => new EncodableText(null, [], spaceIsEscaped: false),
    };

    /// <summary>The first character that cannot be encoded, or null.</summary>
    internal Rune? FirstProblem(string text)
    {
        if (_characters is null)
        {
            return null;
        }

        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (_characters.Contains(rune.Value == ' ' && _spaceIsEscaped ? SentencePieceSpace : rune.Value))
            {
                continue;
            }

            foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
            {
                if (!_bytes[b])
                {
                    return rune;
                }
            }
        }

        return null;
    }

    private static EncodableText OfSentencePiece(Vocabulary vocabulary)
    {
        var characters = new HashSet<int>();
        var bytes = new bool[256];
        for (var token = 0; token < vocabulary.Size; token++)
        {
            var text = vocabulary.StoredText(token);
            if (ByteToken(text) is { } value)
            {
                bytes[value] = true;
            }
            else if (SingleCharacter(text) is { } character)
            {
                characters.Add(character);
                if (character < 0x80)
                {
                    // The last resort of the tokenizer: a byte that is a token as it stands.
                    bytes[character] = true;
                }
            }
        }

        return new EncodableText(bytes.All(b => b) ? null : characters, bytes, spaceIsEscaped: true);
    }

    private static EncodableText OfBytePairs(Vocabulary vocabulary)
    {
        var bytes = new bool[256];
        var ofCharacter = ByteLevelAlphabet();
        for (var token = 0; token < vocabulary.Size; token++)
        {
            var text = vocabulary.StoredText(token);
            if (ByteToken(text) is not null)
            {
                // Not byte-level after all: it falls back to bytes as SentencePiece does.
                return new EncodableText(null, [], spaceIsEscaped: false);
            }

            if (SingleCharacter(text) is { } character && ofCharacter.TryGetValue(character, out var value))
            {
                bytes[value] = true;
            }
        }

        // Bytes that no UTF-8 text holds need no token.
        bytes[0xC0] = bytes[0xC1] = true;
        bytes.AsSpan(0xF5).Fill(true);
        return new EncodableText(bytes.All(b => b) ? null : [], bytes, spaceIsEscaped: false);
    }

    private static byte? ByteToken(string text) =>
        text.Length == 6 && text.StartsWith("<0x", StringComparison.Ordinal) && text[5] == '>'
        && byte.TryParse(text.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, null, out var value)
            ? value
            : null;

    private static int? SingleCharacter(string text) =>
        text.Length > 0 && Rune.TryGetRuneAt(text, 0, out var rune) && rune.Utf16SequenceLength == text.Length ? rune.Value : null;

    /// <summary>
    /// The printable characters by which byte-level BPE (GPT-2) writes bytes: those printable in Latin-1 stand for themselves, the others
    /// are U+0100 and on.
    /// </summary>
    private static Dictionary<int, byte> ByteLevelAlphabet()
    {
        var alphabet = new Dictionary<int, byte>();
        var next = 0x100;
        for (var b = 0; b < 256; b++)
        {
            var printable = b is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            alphabet[printable ? b : next++] = (byte)b;
        }

        return alphabet;
    }
}
