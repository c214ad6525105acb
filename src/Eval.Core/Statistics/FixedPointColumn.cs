using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Eval.Core.Statistics;

/// <summary>
/// Numbers as 32-bit integers, so that Σ count·number is summed exactly and quickly, and is the same on every processor. Whole numbers stay as they
/// are; others are taken about their mean, to 10⁻⁹ of the largest deviation.
/// </summary>
internal sealed class FixedPointColumn
{
    // Vectors after which 32-bit sums are emptied: no lane's counts add up to 65,536 in so few.
    private const int Block = 512;

    private const int Largest = 1 << 30;

    private readonly short[] _high;
    private readonly short[] _low;
    private readonly double _unit;
    private readonly double _centre;
    private readonly int _count;

    /// <summary>Converts numbers.</summary>
    /// <param name="values">Finite numbers.</param>
    /// <param name="length">Length of the counts that will be given: as many numbers or more, a multiple of 32.</param>
    public FixedPointColumn(ReadOnlySpan<double> values, int length)
    {
        (_high, _low, _count) = (new short[length], new short[length], values.Length);
        var whole = true;
        foreach (var value in values)
        {
            whole &= Math.Abs(value) <= Largest && value == Math.Truncate(value);
        }

        _unit = 1;
        if (!whole)
        {
            _centre = Moments.MeanOf(values);
            var largest = 0.0;
            foreach (var value in values)
            {
                largest = Math.Max(largest, Math.Abs(value - _centre));
            }

            _unit = largest > 0 ? largest / Largest : 1;
        }

        for (var i = 0; i < values.Length; i++)
        {
            var number = (int)Math.Round((values[i] - _centre) / _unit);
            _low[i] = (short)number;
            _high[i] = (short)((number - _low[i]) >> 16);
        }
    }

    /// <summary>Σ count·number.</summary>
    /// <param name="counts">Counts whose sum is the number of numbers.</param>
    public double Sum(ReadOnlySpan<byte> counts)
    {
        var (high, low) = (0L, 0L);
        ref var firstHigh = ref MemoryMarshal.GetArrayDataReference(_high);
        ref var firstLow = ref MemoryMarshal.GetArrayDataReference(_low);
        ArgumentOutOfRangeException.ThrowIfNotEqual(counts.Length, _high.Length);
        for (var start = 0; start < counts.Length; start += Block * Vector256<byte>.Count)
        {
            var end = Math.Min(counts.Length, start + (Block * Vector256<byte>.Count));
            var (highs, lows) = (Vector256<int>.Zero, Vector256<int>.Zero);
            for (var i = start; i < end; i += Vector256<byte>.Count)
            {
                var count = Vector256.Create(counts.Slice(i, Vector256<byte>.Count));
                var (lower, upper) = (Vector256.WidenLower(count).AsInt16(), Vector256.WidenUpper(count).AsInt16());
                highs += Products(lower, ref firstHigh, i) + Products(upper, ref firstHigh, i + 16);
                lows += Products(lower, ref firstLow, i) + Products(upper, ref firstLow, i + 16);
            }

            high += Total(highs);
            low += Total(lows);
        }

        return (_centre * _count) + (_unit * ((high * 65536.0) + low));
    }

    // Sums of two neighbours' products each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Products(Vector256<short> counts, ref short digits, int at)
    {
        var d = Vector256.LoadUnsafe(ref digits, (nuint)at);
        return Avx2.IsSupported
            ? Avx2.MultiplyAddAdjacent(counts, d)
            : (Vector256.WidenLower(counts) * Vector256.WidenLower(d)) + (Vector256.WidenUpper(counts) * Vector256.WidenUpper(d));
    }

    private static long Total(Vector256<int> lanes) => Vector256.Sum(Vector256.WidenLower(lanes) + Vector256.WidenUpper(lanes));
}
