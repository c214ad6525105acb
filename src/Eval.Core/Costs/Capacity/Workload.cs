using Eval.Core.Costs.Units;
using Eval.Core.Models;

namespace Eval.Core.Costs.Capacity;

/// <summary>What people ask of a model: how many of them, how often, and how long their turns are.</summary>
public sealed record Workload
{
    /// <summary>People or programs that ask at the same time.</summary>
    public required int Sessions { get; init; }

    /// <summary>Requests of one session.</summary>
    public required RequestRate PerSession { get; init; }

    /// <summary>One request and its answer.</summary>
    public required CallUsage Turn { get; init; }

    /// <summary>Requests of all sessions.</summary>
    public RequestRate Requests => PerSession * Sessions;

    /// <summary>Tokens of all sessions, read and written.</summary>
    public TokenRate Tokens => Requests.Tokens(Turn.TotalTokens);

    /// <summary>From one request of a session to its next.</summary>
    public Duration ThinkTime => PerSession.Interval;

    /// <summary>What the workload costs and demands of a hosted model.</summary>
    /// <param name="price">What a call costs.</param>
    /// <param name="limits">The provider's rate limits.</param>
    public HostedLoad On(PriceSpec price, RateCapacity limits) => new(this, CallPrice.Of(price, Turn), limits);

    /// <summary>What the workload costs and demands of machines that are paid by the hour.</summary>
    public FleetLoad On(InstanceFleet fleet) => new(this, fleet);
}
