namespace Eval.LlamaCpp.Gguf;

/// <summary>One tensor of a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">How its numbers are stored.</param>
/// <param name="Dimensions">Its sizes, the contiguous one first.</param>
/// <param name="Offset">Bytes from the start of the tensor data.</param>
public sealed record GgufTensor(string Name, GgufTensorType Type, IReadOnlyList<long> Dimensions, long Offset)
{
    /// <summary>Numbers in it.</summary>
    public long ElementCount => Dimensions.Aggregate(1L, (product, d) => product * d);

    /// <summary>Bytes in the file.</summary>
    public long ByteCount => ElementCount / Type.BlockSize * Type.BlockBytes;
}
