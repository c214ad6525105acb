namespace Eval.LlamaCpp.Gguf;

/// <summary>An array among the metadata. Long ones (vocabularies) are not kept, only what is asked of them.</summary>
/// <param name="ElementType">Type of its elements.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Values">The elements of a short array of numbers or truth values; null otherwise.</param>
/// <param name="Sha256">SHA-256 of the stored bytes in lower-case hex: equal where the arrays are equal.</param>
public sealed record GgufArray(GgufValueType ElementType, long Count, IReadOnlyList<object>? Values, string Sha256);

/// <summary>Types of GGUF metadata, by their numbers in the file.</summary>
public enum GgufValueType
{
    UInt8 = 0,
    Int8 = 1,
    UInt16 = 2,
    Int16 = 3,
    UInt32 = 4,
    Int32 = 5,
    Float32 = 6,
    Bool = 7,
    String = 8,
    Array = 9,
    UInt64 = 10,
    Int64 = 11,
    Float64 = 12,
}
