namespace Eval.Core.Selection.Weights;

/// <summary>
/// Swing weights: imagine every factor at its worst anchor; the one you would raise to best first gets 100 points, the others theirs in comparison
/// (D. von Winterfeldt and W. Edwards, Decision Analysis and Behavioral Research, 1986). Weight = points / sum.
/// </summary>
public static class SwingWeights
{
    /// <summary>The weights of points by factor.</summary>
    /// <inheritdoc cref="WeightSet.Of(IReadOnlyList{Factor}, IReadOnlyDictionary{string, double}, string)"/>
    public static WeightSet Of(IReadOnlyList<Factor> factors, IReadOnlyDictionary<string, double> points, string name = "default") =>
        WeightSet.Of(factors, points, name);

    /// <summary>
    /// The weights that mean the same after anchors moved. A factor's points are for the swing between its anchors; on the old scale the new swing is worth a
    /// share of the old one (or more than it), and so are its points.
    /// </summary>
    /// <param name="weights">Weights for the old anchors.</param>
    /// <param name="before">The old factors.</param>
    /// <param name="after">The same factors with their new anchors, in the same order.</param>
    /// <exception cref="ArgumentException">
    /// Other factors, an anchor moved so that the direction turned, or a piecewise one moved outside its points: then the question must be asked again.
    /// </exception>
    public static WeightSet Rescale(WeightSet weights, IReadOnlyList<Factor> before, IReadOnlyList<Factor> after)
    {
        if (!before.Select(f => f.Id).SequenceEqual(after.Select(f => f.Id)))
        {
            throw new ArgumentException("the factors are not the same ones in the same order", nameof(after));
        }

        return WeightSet.Of([.. before.Select((f, i) => weights[i] * ShareOfSwing(f, after[i]))], weights.Name);
    }

    /// <summary>What the swing between the new anchors is worth, in swings between the old ones: 0.4 where 20 to 0.30 shrinks to 3.2 to 0.6 on a logarithmic scale.</summary>
    /// <inheritdoc cref="Rescale"/>
    public static double ShareOfSwing(Factor before, Factor after)
    {
        if (before == after)
        {
            return 1;
        }

        var old = ValueFunction.Of(before);
        var points = before.Scale == FactorScale.Piecewise;
        if (points && (Outside(before, after.Worst) || Outside(before, after.Best)))
        {
            throw new ArgumentException($"{before.Name}: the new anchors lie outside the old points; weigh it anew", nameof(after));
        }

        if (old.Refusal(after.Worst) is not null || old.Refusal(after.Best) is not null || old.Extended(after.Best) - old.Extended(after.Worst) is not (> 0 and var share))
        {
            throw new ArgumentException($"{before.Name}: the new anchors cannot be compared with the old ones; weigh it anew", nameof(after));
        }

        return share;
    }

    private static bool Outside(Factor factor, double raw) => raw < Math.Min(factor.Worst, factor.Best) || raw > Math.Max(factor.Worst, factor.Best);
}
