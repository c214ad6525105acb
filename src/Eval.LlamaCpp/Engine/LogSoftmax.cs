using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Eval.LlamaCpp.Engine;

/// <summary>
/// The normaliser of a row of logits, vectorised: e^x by a polynomial in single precision (as Cephes' <c>expf</c>, 1 to 2 ulp), sums of
/// blocks in double. Against a scalar loop in double the log-probabilities differ by about 1e-7.
/// </summary>
internal static class LogSoftmax
{
    // Sums of this many numbers stay in single precision; rounding grows with their count.
    private const int BlockLength = 4096;

    // Below this e^x is less than the smallest normal number; it counts as nothing in a sum that has a 1 in it.
    private const float Lowest = -87.0f;

    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>Largest logit and ln Σ e^logit. Both NaN or infinite where a logit is.</summary>
    internal static (float Max, double LogSum) Normaliser(ReadOnlySpan<float> logits)
    {
        var max = Max(logits);
        return (max, max + Math.Log(SumOfExp(logits, max)));
    }

    /// <summary>Largest number of a row that is not empty; may overlook a NaN, which then shows in the sum.</summary>
    internal static float Max(ReadOnlySpan<float> row)
    {
        var i = 0;
        var max = float.NegativeInfinity;
        ref var start = ref MemoryMarshal.GetReference(row);
        if (Vector512.IsHardwareAccelerated && row.Length >= Vector512<float>.Count)
        {
            var m = Vector512.Create(max);
            for (; i <= row.Length - Vector512<float>.Count; i += Vector512<float>.Count)
            {
                m = Vector512.MaxNative(m, Vector512.LoadUnsafe(ref start, (nuint)i));
            }

            for (var lane = 0; lane < Vector512<float>.Count; lane++)
            {
                max = MathF.Max(max, m[lane]);
            }
        }
        else if (row.Length >= Vector256<float>.Count)
        {
            var m = Vector256.Create(max);
            for (; i <= row.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                m = Vector256.MaxNative(m, Vector256.LoadUnsafe(ref start, (nuint)i));
            }

            for (var lane = 0; lane < Vector256<float>.Count; lane++)
            {
                max = MathF.Max(max, m[lane]);
            }
        }

        for (; i < row.Length; i++)
        {
            max = MathF.Max(max, row[i]);
        }

        return max;
    }

    /// <summary>Smallest number of a row that is not empty.</summary>
    internal static float Min(ReadOnlySpan<float> row)
    {
        var min = float.PositiveInfinity;
        var i = 0;
        if (row.Length >= Vector<float>.Count)
        {
            var m = new Vector<float>(min);
            for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                m = Vector.MinNative(m, new Vector<float>(row[i..]));
            }

            for (var lane = 0; lane < Vector<float>.Count; lane++)
            {
                min = MathF.Min(min, m[lane]);
            }
        }

        for (; i < row.Length; i++)
        {
            min = MathF.Min(min, row[i]);
        }

        return min;
    }

    /// <summary>Σ e^(x − max). NaN where an x is NaN or max is infinite.</summary>
    internal static double SumOfExp(ReadOnlySpan<float> row, float max)
    {
        var sum = 0.0;
        for (var start = 0; start < row.Length; start += BlockLength)
        {
            var block = row.Slice(start, Math.Min(BlockLength, row.Length - start));
            sum += Vector512.IsHardwareAccelerated ? BlockSum512(block, max) : BlockSum256(block, max);
        }

        return sum;
    }

    private static double BlockSum512(ReadOnlySpan<float> block, float max)
    {
        ref var start = ref MemoryMarshal.GetReference(block);
        var shift = Vector512.Create(max);
        Vector512<float> a = default, b = default;
        var i = 0;
        for (; i <= block.Length - (2 * Vector512<float>.Count); i += 2 * Vector512<float>.Count)
        {
            a += Exp(Vector512.LoadUnsafe(ref start, (nuint)i) - shift);
            b += Exp(Vector512.LoadUnsafe(ref start, (nuint)(i + Vector512<float>.Count)) - shift);
        }

        var sum = (double)Vector512.Sum(a + b);
        for (; i < block.Length; i++)
        {
            sum += Tail(block[i], max);
        }

        return sum;
    }

    private static double BlockSum256(ReadOnlySpan<float> block, float max)
    {
        ref var start = ref MemoryMarshal.GetReference(block);
        var shift = Vector256.Create(max);
        Vector256<float> a = default, b = default;
        var i = 0;
        for (; i <= block.Length - (2 * Vector256<float>.Count); i += 2 * Vector256<float>.Count)
        {
            a += Exp(Vector256.LoadUnsafe(ref start, (nuint)i) - shift);
            b += Exp(Vector256.LoadUnsafe(ref start, (nuint)(i + Vector256<float>.Count)) - shift);
        }

        var sum = (double)Vector256.Sum(a + b);
        for (; i < block.Length; i++)
        {
            sum += Tail(block[i], max);
        }

        return sum;
    }

    private static double Tail(float x, float max) => x == float.NegativeInfinity && float.IsFinite(max) ? 0 : MathF.Exp(x - max);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Exp(Vector512<float> x)
    {
        // Max keeps a NaN (MaxNative would drop it), and the product below carries it on.
        x = Vector512.Max(x, Vector512.Create(Lowest));
        var n = Vector512.Round(x * Log2E);
        var r = x - (n * Ln2High) - (n * Ln2Low);
        var p = Vector512.FusedMultiplyAdd(Vector512.Create(1.9875691500e-4f), r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r) + Vector512<float>.One;
        var scale = Vector512.ShiftLeft(Vector512.ConvertToInt32Native(n) + Vector512.Create(127), 23).AsSingle();
        return p * scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exp(Vector256<float> x)
    {
        x = Vector256.Max(x, Vector256.Create(Lowest));
        var n = Vector256.Round(x * Log2E);
        var r = x - (n * Ln2High) - (n * Ln2Low);
        var p = Vector256.FusedMultiplyAdd(Vector256.Create(1.9875691500e-4f), r, Vector256.Create(1.3981999507e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(8.3334519073e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(4.1665795894e-2f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.6666665459e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(5.0000001201e-1f));
        p = Vector256.FusedMultiplyAdd(p, r * r, r) + Vector256<float>.One;
        var scale = Vector256.ShiftLeft(Vector256.ConvertToInt32Native(n) + Vector256.Create(127), 23).AsSingle();
        return p * scale;
    }
}
