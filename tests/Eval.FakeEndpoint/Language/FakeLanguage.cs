using System.Text;
using Eval.FakeEndpoint.Requests;

namespace Eval.FakeEndpoint.Language;

/// <summary>
/// A language model that is nothing but a hash: the next token's distribution depends on the seed and the last two tokens. A proper
/// distribution, the same on every route, so that a client's sums can be checked exactly.
/// </summary>
internal sealed class FakeLanguage(int seed) : ILanguage
{
    private const double Sharpness = 9;

    private readonly FakeVocabulary _vocabulary = new();

    public int Size => _vocabulary.Size;

    public int? Bos => FakeVocabulary.Bos;

    public bool Ends(int token) => token == FakeVocabulary.Eos;

    public int[] Encode(string text) => _vocabulary.Encode(text);

    public int[]? EncodeChat(IReadOnlyList<Turn> turns) => null;

    public byte[] Bytes(int token) => token >= 0 && token < Size ? _vocabulary.Bytes(token) : [];

    public string Decode(IEnumerable<int> tokens) => Encoding.UTF8.GetString([.. tokens.SelectMany(Bytes)]);

    /// <summary>Natural log-probabilities of every token after a context; an empty context counts as BOS alone.</summary>
    public double[] LogProbabilities(ReadOnlySpan<int> context)
    {
        var last = context.IsEmpty ? FakeVocabulary.Bos : context[^1];
        var before = context.Length < 2 ? FakeVocabulary.Bos : context[^2];
        var values = new double[Size];
        var sum = 0.0;
        for (var token = 0; token < values.Length; token++)
        {
            values[token] = token is 0 or FakeVocabulary.Bos ? -30 : Sharpness * Fraction(before, last, token);
            sum += Math.Exp(values[token]);
        }

        var log = Math.Log(sum);
        for (var token = 0; token < values.Length; token++)
        {
            values[token] -= log;
        }

        return values;
    }

    // SplitMix64's finaliser over the three numbers.
    private double Fraction(int before, int last, int token)
    {
        var z = ((ulong)(uint)seed * 0x9E3779B97F4A7C15) + ((ulong)before << 40) + ((ulong)last << 20) + (ulong)token;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (z >> 11) * (1.0 / (1UL << 53));
    }
}
