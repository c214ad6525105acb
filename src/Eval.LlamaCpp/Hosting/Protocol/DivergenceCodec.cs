using System.Runtime.InteropServices;
using Eval.Core.Models;

namespace Eval.LlamaCpp.Hosting.Protocol;

/// <summary>
/// The one answer with many numbers, in binary (little endian, as every platform that runs local models): per window its index, the
/// count n of scored tokens, three arrays of n floats and n bytes of 0 or 1.
/// </summary>
internal static class DivergenceCodec
{
    public static byte[] Write(IReadOnlyList<DivergenceScore> scores)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(scores.Count);
        foreach (var score in scores)
        {
            writer.Write(score.Index);
            writer.Write(score.LogProbs.Length);
            writer.Write(MemoryMarshal.AsBytes(score.LogProbs.AsSpan()));
            writer.Write(MemoryMarshal.AsBytes(score.ReferenceLogProbs.AsSpan()));
            writer.Write(MemoryMarshal.AsBytes(score.Divergences.AsSpan()));
            writer.Write(MemoryMarshal.AsBytes(score.SameTop.AsSpan()));
        }

        return stream.ToArray();
    }

    /// <summary>Throws <see cref="FrameFormatException"/> where the bytes do not fit their own counts.</summary>
    public static IReadOnlyList<DivergenceScore> Read(ReadOnlySpan<byte> bytes)
    {
        var scores = new DivergenceScore[TakeCount(ref bytes, 8)];
        for (var i = 0; i < scores.Length; i++)
        {
            var index = Take<int>(ref bytes, 1)[0];
            var count = TakeCount(ref bytes, 13);
            scores[i] = new DivergenceScore(
                index, Take<float>(ref bytes, count), Take<float>(ref bytes, count), Take<float>(ref bytes, count), TakeFlags(ref bytes, count));
        }

        return bytes.IsEmpty ? scores : throw new FrameFormatException($"{bytes.Length} bytes are left over after the last window");
    }

    private static int TakeCount(ref ReadOnlySpan<byte> bytes, int bytesEach)
    {
        var count = Take<int>(ref bytes, 1)[0];
        return count >= 0 && count <= bytes.Length / bytesEach
            ? count
            : throw new FrameFormatException($"a count of {count} does not fit the {bytes.Length} bytes that follow");
    }

    private static T[] Take<T>(ref ReadOnlySpan<byte> bytes, int count)
        where T : unmanaged
    {
        var values = new T[count];
        var target = MemoryMarshal.AsBytes(values.AsSpan());
        if (bytes.Length < target.Length)
        {
            throw new FrameFormatException("the numbers end too early");
        }

        bytes[..target.Length].CopyTo(target);
        bytes = bytes[target.Length..];
        return values;
    }

    private static bool[] TakeFlags(ref ReadOnlySpan<byte> bytes, int count) => Array.ConvertAll(Take<byte>(ref bytes, count), b => b != 0);
}
