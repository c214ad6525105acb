using System.Numerics;
using System.Runtime.Intrinsics;

namespace Eval.Core.Statistics;

/// <summary>
/// How often each of n units is drawn in n draws with replacement, exactly distributed, in about half a nanosecond per unit. Each unit first
/// gets a Poisson count, independently, with a mean somewhat below 1. Given their sum k ≤ n, such counts are distributed as k draws with
/// replacement, so that n − k further draws, one by one, make up the whole; where k exceeds n, which is rare, all begins anew.
/// </summary>
/// <remarks>
/// A Poisson count comes from one random byte: of the 256 values the counts 0 to 4 get as many as the whole parts of 256·P(count), and the few
/// values that remain (some 1 %) are decided by a number of 53 bits in proportion to the rests, so that the mixture is exact.
/// </remarks>
internal sealed class ResamplingCounts
{
    // Below this many units drawing one by one costs no more.
    private const int FewUnits = 48;

    // The mean stands three standard deviations below 1, so that one attempt in 700 is lost.
    private const double Deviations = 3;

    private const int ByteCounts = 5;

    private readonly int _units;
    private readonly byte[] _thresholds = new byte[ByteCounts];
    private readonly double[] _rest = [];

    /// <summary>Prepares the draws.</summary>
    /// <param name="units">Units, 1 or more.</param>
    public ResamplingCounts(int units)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        _units = units;
        Length = (units + Vector256<byte>.Count - 1) / Vector256<byte>.Count * Vector256<byte>.Count;
        if (units < FewUnits)
        {
            return;
        }

        var mean = 1 - (Deviations / Math.Sqrt(units));
        var (probability, taken) = (Math.Exp(-mean), 0);
        var (rest, sum) = (new List<double>(), 0.0);
        for (var count = 0; probability > 1e-18; probability *= mean / ++count)
        {
            var whole = count < ByteCounts ? Math.Floor(256 * probability) : 0;
            if (count < ByteCounts)
            {
                _thresholds[count] = (byte)(taken += (int)whole);
            }

            rest.Add(sum += (256 * probability) - whole);
        }

        // Cumulated shares of the counts among the bytes that decide nothing.
        _rest = [.. rest.Select(r => r / sum)];
    }

    /// <summary>Length of the counts: the units, filled up to whole vectors with units that are never drawn.</summary>
    public int Length { get; }

    /// <summary>One resample.</summary>
    /// <param name="stream">Number of the generator; the same number gives the same counts.</param>
    /// <param name="counts">Receives the counts; <see cref="Length"/> long. They fit a byte in all but one of 10^400 resamples; then this throws.</param>
    public void Draw(ulong stream, Span<byte> counts)
    {
        var random = new SeededRandom(stream);
        var left = _units;
        if (_units < FewUnits)
        {
            counts.Clear();
        }
        else
        {
            var vectors = new VectorRandom(random);
            do
            {
                left = _units - PoissonCounts(ref vectors, random, counts);
            }
            while (left < 0);
        }

        for (; left > 0; left--)
        {
            checked
            {
                counts[random.Next(_units)]++;
            }
        }
    }

    private int PoissonCounts(ref VectorRandom vectors, SeededRandom random, Span<byte> counts)
    {
        // A copy, so that the state stays in registers.
        var next = vectors;
        var (one, two, three, four, open) = (Threshold(0), Threshold(1), Threshold(2), Threshold(3), Threshold(4));
        var (sums, drawn) = (Vector256<byte>.Zero, 0);
        for (var start = 0; start < counts.Length; start += Vector256<byte>.Count)
        {
            // A comparison that holds is −1: the count is the number of thresholds reached.
            var bytes = next.Next().AsSByte();
            var reached = Vector256.GreaterThan(bytes, one) + Vector256.GreaterThan(bytes, two)
                + Vector256.GreaterThan(bytes, three) + Vector256.GreaterThan(bytes, four);
            var undecided = Vector256.GreaterThan(bytes, open);
            var found = Vector256.AndNot(-reached, undecided).AsByte();
            var rest = undecided.ExtractMostSignificantBits();
            var inside = _units - start;
            if (inside < Vector256<byte>.Count)
            {
                var tail = Vector256.LessThan(Vector256<byte>.Indices, Vector256.Create((byte)inside));
                (found, rest) = (found & tail, rest & tail.ExtractMostSignificantBits());
            }

            // 63 vectors of counts up to 4 fit the bytes of their sum.
            sums += found;
            if (start % (63 * Vector256<byte>.Count) == 0 || inside <= Vector256<byte>.Count)
            {
                (drawn, sums) = (drawn + Total(sums), Vector256<byte>.Zero);
            }

            found.CopyTo(counts[start..]);
            for (; rest != 0; rest &= rest - 1)
            {
                var u = random.NextDouble();
                var count = 0;
                while (count < _rest.Length - 1 && u >= _rest[count])
                {
                    count++;
                }

                counts[start + BitOperations.TrailingZeroCount(rest)] = (byte)count;
                drawn += count;
            }
        }

        vectors = next;
        return drawn;
    }

    // Signed bytes, for which processors have a comparison: b ≥ threshold of 0 to 255 is b − 128 > threshold − 129.
    private Vector256<sbyte> Threshold(int count) => Vector256.Create((sbyte)(_thresholds[count] - 129));

    private static int Total(Vector256<byte> counts) => Vector256.Sum(Vector256.WidenLower(counts) + Vector256.WidenUpper(counts));
}
