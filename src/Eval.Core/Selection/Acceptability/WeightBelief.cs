using Eval.Core.Selection.Weights;
using Eval.Core.Statistics;

namespace Eval.Core.Selection.Acceptability;

/// <summary>What is known about the weights: a point, ranges, an order, or nothing. Everything that fits is equally likely.</summary>
public abstract record WeightBelief
{
    /// <summary>Factors.</summary>
    public abstract int Count { get; }

    /// <summary>Draws weights: 0 or more, their sum 1.</summary>
    internal abstract void Draw(SeededRandom random, Span<double> weights);

    /// <summary>For two factors the ends of the first one's weight; else null.</summary>
    internal abstract Interval? FirstOfTwo();

    /// <summary>Weights uniform on the simplex: exponential numbers divided by their sum.</summary>
    private protected static void Simplex(SeededRandom random, Span<double> weights)
    {
        var sum = 0.0;
        foreach (ref var weight in weights)
        {
            // 1 − u lies in (0, 1].
            sum += weight = -Math.Log(1 - random.NextDouble());
        }

        foreach (ref var weight in weights)
        {
            weight = sum > 0 ? weight / sum : 1.0 / weights.Length;
        }
    }
}

/// <summary>The weights are what they are.</summary>
/// <param name="Weights">The weights.</param>
public sealed record PointWeights(WeightSet Weights) : WeightBelief
{
    /// <inheritdoc/>
    public override int Count => Weights.Values.Count;

    internal override void Draw(SeededRandom random, Span<double> weights)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = Weights[i];
        }
    }

    internal override Interval? FirstOfTwo() => null;
}

/// <summary>Nothing is known: uniform over all weights of 0 or more whose sum is 1.</summary>
/// <param name="Factors">Factors, 1 or more.</param>
public sealed record UnknownWeights(int Factors) : WeightBelief
{
    /// <inheritdoc/>
    public override int Count => Factors;

    internal override void Draw(SeededRandom random, Span<double> weights) => Simplex(random, weights);

    internal override Interval? FirstOfTwo() => Factors == 2 ? new(0, 1) : null;
}
