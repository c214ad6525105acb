namespace Eval.Core.Selection;

/// <summary>A raw value and what it is worth.</summary>
/// <param name="Raw">In the factor's unit.</param>
/// <param name="Value">From 0 (worst) to 1 (best).</param>
public readonly record struct ValuePoint(double Raw, double Value);

/// <summary>
/// Something a decision weighs. Its anchors belong to the decision and not to the candidates in it, so that a newcomer changes nobody's value
/// and therefore nobody's order.
/// </summary>
public sealed record Factor
{
    /// <summary>Its key, unique in a decision.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it; null: the id.</summary>
    public string? Label { get; init; }

    /// <summary>Unit of raw values (<c>USD per 1,000 tasks</c>, <c>s</c>); empty where there is none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The raw value that is worth 0; what is worse is worth 0 too.</summary>
    public required double Worst { get; init; }

    /// <summary>The raw value that is worth 1; what is better is worth 1 too. Below <see cref="Worst"/> where less is better.</summary>
    public required double Best { get; init; }

    /// <summary>How values lie between the anchors. Default: linear.</summary>
    public FactorScale Scale { get; init; } = FactorScale.Linear;

    /// <summary>For <see cref="FactorScale.Piecewise"/> the points, the two anchors among them (values 0 and 1); else empty.</summary>
    public IReadOnlyList<ValuePoint> Points { get; init; } = [];

    /// <summary>The strategic driver that it belongs to (accuracy, bias, energy …), or null.</summary>
    public string? Group { get; init; }

    /// <summary>The raw value to be reached, or null.</summary>
    public double? Target { get; init; }

    /// <summary>For PROMETHEE II: a raw difference up to which two candidates count as equal; null: 0.</summary>
    public double? Indifference { get; init; }

    /// <summary>For PROMETHEE II: a raw difference from which one is preferred wholly; null: the anchors' distance.</summary>
    public double? Preference { get; init; }

    /// <summary>What to show.</summary>
    public string Name => Label ?? Id;

    /// <summary>True where more is better, as the anchors say.</summary>
    public bool MoreIsBetter => Best > Worst;

    /// <summary>How far a raw value is from the target, in the factor's unit; 0 where the target is reached, null where there is none.</summary>
    public double? GapToTarget(double raw) => Target is not { } target ? null : Math.Max(0, MoreIsBetter ? target - raw : raw - target);

    /// <summary>A factor whose anchors are the ends of stated points.</summary>
    /// <param name="id">Its key.</param>
    /// <param name="points">Points with values from 0 to 1, in any order.</param>
    public static Factor Piecewise(string id, IReadOnlyList<ValuePoint> points) => new()
    {
        Id = id,
        Scale = FactorScale.Piecewise,
        Points = points,
        Worst = points.Count == 0 ? double.NaN : points.MinBy(p => p.Value).Raw,
        Best = points.Count == 0 ? double.NaN : points.MaxBy(p => p.Value).Raw,
    };

    /// <summary>Everything that is wrong with it, as sentences without a full stop; empty where it can be used.</summary>
    public IEnumerable<string> Problems()
    {
        if (!double.IsFinite(Worst) || !double.IsFinite(Best))
        {
            yield return $"factor {Id}: worst and best must be finite numbers";
            yield break;
        }

        if (Worst == Best)
        {
            yield return $"factor {Id}: worst and best are both {Best}, which tells no candidate from another";
        }

        if (Scale == FactorScale.Logarithmic && (Worst <= 0 || Best <= 0))
        {
            yield return $"factor {Id}: a logarithmic scale needs anchors above 0";
        }

        if (Target is { } target && !double.IsFinite(target))
        {
            yield return $"factor {Id}: the target must be a finite number";
        }

        if (Indifference is { } q && !(q >= 0) || Preference is { } p && !(p > (Indifference ?? 0)))
        {
            yield return $"factor {Id}: the indifference must be 0 or more and the preference above it";
        }

        if (Scale != FactorScale.Piecewise)
        {
            if (Points.Count > 0)
            {
                yield return $"factor {Id}: points belong to a piecewise scale only";
            }

            yield break;
        }

        var sorted = Points.OrderBy(x => x.Raw).ToList();
        if (sorted.Count < 2 || sorted.Any(x => !double.IsFinite(x.Raw) || !(x.Value is >= 0 and <= 1)))
        {
            yield return $"factor {Id}: a piecewise scale needs two points or more with values from 0 to 1";
            yield break;
        }

        var (first, last) = MoreIsBetter ? (Worst, Best) : (Best, Worst);
        if (sorted[0].Raw != first || sorted[^1].Raw != last || sorted.Min(x => x.Value) != 0 || sorted.Max(x => x.Value) != 1)
        {
            yield return $"factor {Id}: the outermost points must be the anchors, one worth 0 and one worth 1";
        }

        var pairs = sorted.Zip(sorted.Skip(1)).ToList();
        if (pairs.Any(x => x.First.Raw == x.Second.Raw || (MoreIsBetter ? x.Second.Value < x.First.Value : x.Second.Value > x.First.Value)))
        {
            yield return $"factor {Id}: along the points values must go one way, from worst to best, each raw value once";
        }
    }
}
