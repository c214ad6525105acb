using Eval.Core.Statistics;

namespace Eval.Benchmarks.Models;

/// <summary>
/// A SentencePiece vocabulary with byte fallback: every longer piece is another piece and one letter, so that its merges lead to it and
/// random texts of its words fall apart into few tokens, as real texts do.
/// </summary>
internal sealed class RandomVocabulary
{
    private const string Letters = "etaoinshrdlucmfwypvbgk";

    public const int Unknown = 0;
    public const int Bos = 1;
    public const int Eos = 2;

    public RandomVocabulary(int size, int seed)
    {
        var random = SeededRandom.For(seed, "vocabulary");
        var pieces = new List<string> { "\u2581" };
        pieces.AddRange(Enumerable.Range('!', '~' - '!' + 1).Select(c => ((char)c).ToString()));
        var seen = pieces.ToHashSet(StringComparer.Ordinal);
        var beginnings = new List<string> { "\u2581" };
        var insides = Letters.Select(c => c.ToString()).ToList();
        while (pieces.Count < size - 3 - 256)
        {
            // Two of three begin a word. Each grows from any earlier one, so that lengths spread as those of real vocabularies do.
            var family = random.Next(3) > 0 ? beginnings : insides;
            var piece = family[random.Next(family.Count)] + Letters[Math.Min(random.Next(Letters.Length), random.Next(Letters.Length))];
            if (piece.Length <= 12 && seen.Add(piece))
            {
                pieces.Add(piece);
                family.Add(piece);
            }
        }

        Tokens = [("<unk>", 0, TokenType.Unknown), ("<s>", 0, TokenType.Control), ("</s>", 0, TokenType.Control),
            .. Enumerable.Range(0, 256).Select(b => ($"<0x{b:X2}>", 0f, TokenType.Byte)),
            .. pieces.Select((p, i) => (p, -(float)i, TokenType.Normal))];
        Words = [.. pieces.Where(p => p.Length > 1 && p[0] == '\u2581').Select(p => p[1..])];
    }

    internal enum TokenType
    {
        Normal = 1,
        Unknown = 2,
        Control = 3,
        Byte = 6,
    }

    public IReadOnlyList<(string Text, float Score, TokenType Type)> Tokens { get; }

    /// <summary>The pieces that are whole words.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>A text of random words, frequent ones more often (Zipf's law), in sentences.</summary>
    public string Text(SeededRandom random, int words)
    {
        var result = new List<string>(words);
        for (var i = 0; i < words; i++)
        {
            var word = Words[(int)(Math.Pow(Words.Count, random.NextDouble()) - 1)];
            result.Add(i % 12 == 11 ? word + "." : word);
        }

        return string.Join(' ', result);
    }
}
