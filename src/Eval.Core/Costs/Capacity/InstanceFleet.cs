using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Capacity;

/// <summary>Machines of one kind that are paid by the hour, whether they are busy or not.</summary>
/// <param name="PricePerHour">What one machine costs in an hour.</param>
/// <param name="Each">Requests that one machine serves: measured at the objective, not its peak.</param>
/// <param name="Count">Machines, 1 or more.</param>
public sealed record InstanceFleet(Money PricePerHour, RequestRate Each, int Count = 1)
{
    /// <summary>Requests that all machines serve.</summary>
    public RequestRate Capacity => Each * Count;

    /// <summary>What all machines cost in an hour.</summary>
    public Money PerHour => PricePerHour * Count;

    /// <summary>What a request costs where every machine is busy all the time; null where none is served.</summary>
    public Money? PerRequestAtFullUse => Capacity.Hourly > 0 ? PerHour * (1 / Capacity.Hourly) : null;
}
