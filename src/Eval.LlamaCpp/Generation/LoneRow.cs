using System.Runtime.InteropServices;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Generation;

/// <summary>
/// Finds out whether the logits of a row are the same alone and beside another, to the last bit. Which kernels run depends on the types
/// and shapes of the weights and on the number of rows, not on the tokens: a few of them tell.
/// </summary>
internal static unsafe class LoneRow
{
    private const int Steps = 4;

    /// <summary>Decodes a few tokens alone and beside others. The context has two sequences at least; it is left empty.</summary>
    public static bool IsTheSame(LlamaContextHandle context, GenerationBatch batch, int vocabularySize)
    {
        var alone = new float[Steps * vocabularySize];
        var beside = new float[Steps * vocabularySize];
        return Decode(context, batch, vocabularySize, rows: 1, alone) && Decode(context, batch, vocabularySize, rows: 2, beside)
            && MemoryMarshal.AsBytes(alone.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(beside.AsSpan()));
    }

    /// <summary>The logits of the first sequence; false where llama.cpp refuses.</summary>
    private static bool Decode(LlamaContextHandle context, GenerationBatch batch, int vocabularySize, int rows, Span<float> firstLogits)
    {
        try
        {
            for (var step = 0; step < Steps; step++)
            {
                batch.Clear();
                for (var sequence = 0; sequence < rows; sequence++)
                {
                    batch.Add(((step * 31) + 7) * (sequence + 1) % vocabularySize, step, sequence, wantsLogits: true);
                }

                if (batch.Decode(context) != 0)
                {
                    return false;
                }

                new ReadOnlySpan<float>(LlamaApi.GetLogits(context, 0), vocabularySize).CopyTo(firstLogits[(step * vocabularySize)..]);
            }

            return true;
        }
        finally
        {
            LlamaApi.MemoryClear(LlamaApi.GetMemory(context), data: true);
        }
    }
}
