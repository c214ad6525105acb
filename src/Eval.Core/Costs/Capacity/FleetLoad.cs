namespace Eval.Core.Costs.Capacity;

/// <summary>A workload on machines that are paid by the hour.</summary>
/// <param name="Workload">What is asked.</param>
/// <param name="Fleet">The machines.</param>
public sealed record FleetLoad(Workload Workload, InstanceFleet Fleet)
{
    /// <summary>True where more is demanded than the machines serve; demand that equals the capacity is still served.</summary>
    public bool IsAtLimit => Workload.Requests > Fleet.Capacity;

    /// <summary>Machines that serve the demand; null where a machine serves nothing.</summary>
    public long? InstancesNeeded => Fleet.Each.Hourly > 0 ? (long)Math.Min(long.MaxValue, Math.Ceiling(Workload.Requests / Fleet.Each)) : null;

    /// <summary>What the machines that are needed cost in an hour; null where a machine serves nothing.</summary>
    public Money? PerHourAtNeeded => Fleet.PricePerHour * InstancesNeeded;

    /// <summary>Share of the capacity that is used, at most 1.</summary>
    public double Utilisation => Fleet.Capacity.Hourly > 0 ? (double)Math.Min(1, Workload.Requests / Fleet.Capacity) : 1;

    /// <summary>What a request that is served costs: the hour, over what is asked or what the machines can do, whichever is less. Null where nothing is served.</summary>
    public Money? PerServedRequest
    {
        get
        {
            var served = Math.Min(Workload.Requests.Hourly, Fleet.Capacity.Hourly);
            return served > 0 ? Fleet.PerHour * (1 / served) : null;
        }
    }

    /// <summary>Sessions of this kind that the machines serve; null where a session asks nothing.</summary>
    public long? MostSessions => Workload.PerSession.Hourly > 0 ? (long)Math.Min(long.MaxValue, Math.Floor(Fleet.Capacity / Workload.PerSession)) : null;
}
