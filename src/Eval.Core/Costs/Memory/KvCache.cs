using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Memory;

/// <summary>The cache of keys and values that grows with every token of every sequence in flight.</summary>
/// <param name="Layers">Layers.</param>
/// <param name="KvHeads">Heads of keys and values: fewer than heads of attention where they are shared by groups.</param>
/// <param name="HeadSize">Numbers of a head.</param>
/// <param name="BytesPerNumber">2 for float16, 1 for 8 bits.</param>
public sealed record KvCache(int Layers, int KvHeads, int HeadSize, double BytesPerNumber)
{
    /// <summary>A model whose heads all have keys and values of their own, by its hidden size.</summary>
    /// <param name="layers">Layers.</param>
    /// <param name="hidden">Numbers of a hidden state: heads × size of a head.</param>
    /// <param name="bytesPerNumber">2 for float16.</param>
    public static KvCache OfFullAttention(int layers, int hidden, double bytesPerNumber) => new(layers, 1, hidden, bytesPerNumber);

    /// <summary>What one token takes: keys and values of every layer.</summary>
    public MemorySize PerToken => MemorySize.FromBytes(2.0 * Layers * KvHeads * HeadSize * BytesPerNumber);

    /// <summary>What a sequence takes.</summary>
    /// <param name="tokens">Its tokens, prompt and answer.</param>
    public MemorySize PerSequence(long tokens) => PerToken * tokens;

    /// <summary>Sequences of a length that fit into memory at the same time.</summary>
    /// <param name="free">What the weights leave free.</param>
    /// <param name="tokens">Tokens of a sequence, 1 or more.</param>
    public long SequencesIn(MemorySize free, long tokens)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1);
        return (long)Math.Max(0, Math.Floor(free / PerSequence(tokens)));
    }
}
