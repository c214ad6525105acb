using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Capacity;

/// <summary>Which limit stops a workload first.</summary>
public enum BindingLimit
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Requests per minute.</summary>
    Requests,

    /// <summary>Tokens per minute.</summary>
    Tokens,
}

/// <summary>A workload on a hosted model: its cost, and its demand against the rate limits.</summary>
/// <param name="Workload">What is asked.</param>
/// <param name="PerTurn">What a turn costs, or null where the price does not say it.</param>
/// <param name="Limits">The provider's limits.</param>
public sealed record HostedLoad(Workload Workload, Money? PerTurn, RateCapacity Limits)
{
    /// <summary>What an hour costs, or null where unknown.</summary>
    public Money? PerHour => PerTurn * Workload.Requests.Hourly;

    /// <summary>True where more requests are demanded than the limit lets through; demand that equals the limit still passes.</summary>
    public bool IsAtRequestLimit => Limits.RequestsPerMinute is { } limit && Workload.Requests > RequestRate.PerMinute((decimal)limit);

    /// <summary>True where more tokens are demanded than the limit lets through.</summary>
    public bool IsAtTokenLimit => Limits.TokensPerMinute is { } limit && Workload.Tokens > TokenRate.PerMinute((decimal)limit);

    /// <summary>Requests of this size that the limits let through: <c>min(rpm, tpm / tokens)</c>; null without limits.</summary>
    public RequestRate? Effective => (ByRequests, ByTokens) switch
    {
        ({ } requests, { } tokens) => tokens < requests ? tokens : requests,
        var (requests, tokens) => requests ?? tokens,
    };

    /// <summary>The limit that is reached first.</summary>
    public BindingLimit Binding => Effective is null ? BindingLimit.None
        : Limits.IsBoundByTokens(Workload.Turn.TotalTokens) ? BindingLimit.Tokens : BindingLimit.Requests;

    /// <summary>Sessions of this kind that the limits hold; null where nothing limits them.</summary>
    public long? MostSessions
    {
        get
        {
            var hourly = Workload.PerSession.Hourly;
            if (hourly == 0 || Effective is null)
            {
                return null;
            }

            // From the limits, not from the effective rate: a third of a limit is no exact number.
            var byRequests = Limits.RequestsPerMinute is { } rpm ? (decimal)rpm * 60 / hourly : decimal.MaxValue;
            var byTokens = Limits.TokensPerMinute is { } tpm && Workload.Turn.TotalTokens > 0 ? (decimal)tpm * 60 / (hourly * Workload.Turn.TotalTokens) : decimal.MaxValue;
            return (long)Math.Min(long.MaxValue, Math.Floor(Math.Min(byRequests, byTokens)));
        }
    }

    private RequestRate? ByRequests => Limits.RequestsPerMinute is { } limit ? RequestRate.PerMinute((decimal)limit) : null;

    private RequestRate? ByTokens => Limits.TokensPerMinute is { } limit && Workload.Turn.TotalTokens > 0
        ? RequestRate.PerMinute((decimal)limit / Workload.Turn.TotalTokens)
        : null;
}
