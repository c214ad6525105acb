using System.Runtime.Intrinsics;

namespace Eval.Core.Statistics;

/// <summary>Four generators xoshiro256** side by side (see <see cref="SeededRandom"/>), the same numbers with and without vector instructions.</summary>
internal struct VectorRandom
{
    private Vector256<ulong> _a;
    private Vector256<ulong> _b;
    private Vector256<ulong> _c;
    private Vector256<ulong> _d;

    /// <summary>Seeds the four from one.</summary>
    public VectorRandom(SeededRandom seeds)
    {
        for (var lane = 0; lane < Vector256<ulong>.Count; lane++)
        {
            var (a, b, c, d) = new SeededRandom(seeds.NextBits()).State;
            (_a, _b, _c, _d) = (_a.WithElement(lane, a), _b.WithElement(lane, b), _c.WithElement(lane, c), _d.WithElement(lane, d));
        }
    }

    /// <summary>The next 256 random bits.</summary>
    public Vector256<ulong> Next()
    {
        var times5 = (_b << 2) + _b;
        var rotated = (times5 << 7) | (times5 >>> 57);
        var result = (rotated << 3) + rotated;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = (_d << 45) | (_d >>> 19);
        return result;
    }
}
