using Eval.Core.Statistics;

namespace Eval.Core.Selection.Simulation;

/// <summary>
/// One uncertain number over all draws: SplitMix64 (G. Steele, D. Lea and C. Flood, OOPSLA 2014) read at any place. What it gives depends on its seed, its name and the draw's
/// number alone, so that neither threads nor further candidates change anybody's numbers.
/// </summary>
internal readonly struct DrawStream(int seed, string name)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private readonly ulong _start = SeededRandom.StableHash(seed, "selection " + name);

    /// <summary>A number in [0, 1).</summary>
    public double Uniform(int draw) => (Bits(2 * (ulong)draw) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A standard normal number (G. E. P. Box and M. E. Muller, 1958).</summary>
    public double Normal(int draw)
    {
        // 1 − u lies in (0, 1], whose logarithm is finite.
        var u = 1 - Uniform(draw);
        var v = (Bits((2 * (ulong)draw) + 1) >> 11) * (1.0 / (1UL << 53));
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }

    /// <summary>A generator of its own for a draw that needs many numbers.</summary>
    public SeededRandom Generator(int draw) => new(_start + (ulong)draw);

    private ulong Bits(ulong place)
    {
        var z = _start + (Step * (place + 1));
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
