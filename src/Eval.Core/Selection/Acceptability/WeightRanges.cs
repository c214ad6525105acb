using Eval.Core.Statistics;

namespace Eval.Core.Selection.Acceptability;

/// <summary>Each weight lies in a range: uniform over all weights that do and whose sum is 1.</summary>
public sealed record WeightRanges : WeightBelief
{
    // Tries by rejection before walking; each try of either kind is uniform where it hits.
    private const int Tries = 200;

    // Exchanges per factor from the centre; the walk forgets its start in far fewer.
    private const int Exchanges = 30;

    private readonly double[] _low;
    private readonly double[] _high;
    private readonly double[] _start;
    private readonly double _free;
    private readonly int _widest;

    /// <summary>Creates the belief.</summary>
    /// <param name="low">Least weight of each factor, 0 or more; their sum at most 1.</param>
    /// <param name="high">Greatest weight of each factor, at most 1; their sum 1 at least.</param>
    /// <exception cref="ArgumentException">No weights lie in the ranges.</exception>
    public WeightRanges(IReadOnlyList<double> low, IReadOnlyList<double> high)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(high.Count, low.Count);
        ArgumentOutOfRangeException.ThrowIfZero(low.Count);
        if (low.Zip(high).Any(r => !(r.First >= 0 && r.First <= r.Second && r.Second <= 1)) || low.Sum() > 1 + 1e-9 || high.Sum() < 1 - 1e-9)
        {
            throw new ArgumentException("weight ranges must lie in 0 to 1, their low ends add up to 1 at most and their high ends to 1 at least", nameof(low));
        }

        (_low, _high) = ([.. low], [.. high]);
        _free = Math.Max(0, 1 - low.Sum());
        var room = high.Sum() - low.Sum();
        _start = [.. low.Zip(high, (l, h) => room > 0 ? l + ((h - l) * Math.Min(1, _free / room)) : l)];
        _widest = Array.IndexOf(_low.Zip(_high, (l, h) => h - l).ToArray(), _low.Zip(_high, (l, h) => h - l).Max());
    }

    /// <inheritdoc/>
    public override int Count => _low.Length;

    internal override void Draw(SeededRandom random, Span<double> weights)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (FromSimplex(random, weights) || FromBox(random, weights))
            {
                return;
            }
        }

        Walk(random, weights);
    }

    internal override Interval? FirstOfTwo() => Count == 2 ? new(Math.Max(_low[0], 1 - _high[1]), Math.Min(_high[0], 1 - _low[1])) : null;

    // What the low ends leave, spread uniformly: hits often where ranges are wide.
    private bool FromSimplex(SeededRandom random, Span<double> weights)
    {
        Simplex(random, weights);
        var inside = true;
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = _low[i] + (_free * weights[i]);
            inside &= weights[i] <= _high[i];
        }

        return inside;
    }

    // All but the widest uniform in their ranges, that one by the sum: hits often where ranges are narrow.
    private bool FromBox(SeededRandom random, Span<double> weights)
    {
        var left = 1.0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (i != _widest)
            {
                left -= weights[i] = _low[i] + ((_high[i] - _low[i]) * random.NextDouble());
            }
        }

        weights[_widest] = left;
        return left >= _low[_widest] && left <= _high[_widest];
    }

    // Gibbs sampling: two weights at a time share their sum uniformly within their ranges.
    private void Walk(SeededRandom random, Span<double> weights)
    {
        _start.CopyTo(weights);
        if (Count < 2)
        {
            return;
        }

        for (var step = 0; step < Exchanges * Count; step++)
        {
            var i = random.Next(Count);
            var j = (i + 1 + random.Next(Count - 1)) % Count;
            var sum = weights[i] + weights[j];
            var (low, high) = (Math.Max(_low[i], sum - _high[j]), Math.Min(_high[i], sum - _low[j]));
            if (high > low)
            {
                weights[i] = low + ((high - low) * random.NextDouble());
                weights[j] = sum - weights[i];
            }
        }
    }
}
