namespace Eval.Core.Costs.BreakEven;

/// <summary>
/// What one's own machines cost in a period (an hour, a month …) at a volume. Capacity comes in whole instances:
/// <c>overhead + ceil(volume / capacity) × fixed + volume × marginal</c>. Volume is counted in whatever the prices are for, such as requests or
/// millions of tokens: the same unit in all of them.
/// </summary>
public sealed record SteppedCost
{
    /// <summary>What one instance costs in the period, busy or not; 0 or more.</summary>
    public required Money Fixed { get; init; }

    /// <summary>Volume that one instance serves in the period at the objective, above 0.</summary>
    public required decimal Capacity { get; init; }

    /// <summary>What a unit of volume costs on top, such as energy; 0 or more.</summary>
    public Money Marginal { get; init; }

    /// <summary>What is paid in the period whatever the volume, such as staff; 0 or more.</summary>
    public Money Overhead { get; init; }

    /// <summary>Instances that a volume needs.</summary>
    public decimal Instances(decimal volume) => Math.Ceiling(volume / Capacity);

    /// <summary>What a volume costs.</summary>
    public Money At(decimal volume) => Overhead + (Fixed * Instances(volume)) + (Marginal * volume);

    /// <summary>What a unit costs where every instance is full all the time, without the overhead: the least it can cost.</summary>
    public Money PerUnitAtFullUse => Marginal + (Fixed * (1 / Capacity));
}
