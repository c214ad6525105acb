using Eval.Cli.Commands;
using Eval.Core.Costs.Capacity;

namespace Eval.Cli.Documents;

/// <summary>What a workload costs: written by <c>cost workload</c>.</summary>
internal sealed record CostWorkloadDocument(int Schema, WorkloadEntry Workload, IReadOnlyList<WorkloadColumnEntry> Columns)
{
    public static CostWorkloadDocument Of(Workload workload, IReadOnlyList<(CostColumn Column, HostedLoad? Hosted, FleetLoad? Own)> loads) => new(
        1,
        new WorkloadEntry(
            workload.Sessions, workload.PerSession.Hourly, workload.Turn.InputTokens, workload.Turn.OutputTokens,
            workload.Requests.Hourly, Short(workload.Requests.Minutely), Short(workload.Tokens.Minutely)),
        [.. loads.Select(l => l.Hosted is { } hosted ? Of(l.Column, hosted) : Of(l.Column, l.Own!))]);

    private static WorkloadColumnEntry Of(CostColumn column, HostedLoad load) => new(column.Name, "hosted")
    {
        InputPerMTok = column.Price!.InputPerMTok,
        OutputPerMTok = column.Price.OutputPerMTok,
        PerTurnUsd = Short(load.PerTurn?.Usd),
        PerHourUsd = Short(load.PerHour?.Usd),
        RequestsPerMinuteLimit = (decimal?)load.Limits.RequestsPerMinute,
        TokensPerMinuteLimit = (decimal?)load.Limits.TokensPerMinute,
        AtRequestLimit = load.Limits.RequestsPerMinute is null ? null : load.IsAtRequestLimit,
        AtTokenLimit = load.Limits.TokensPerMinute is null ? null : load.IsAtTokenLimit,
        MostRequestsPerMinute = Short(load.Effective?.Minutely),
        BoundBy = load.Binding switch { BindingLimit.Requests => "requests", BindingLimit.Tokens => "tokens", _ => null },
        MostSessions = load.MostSessions,
    };

    private static WorkloadColumnEntry Of(CostColumn column, FleetLoad load)
    {
        // A machine of which nobody said what it serves has a price by the hour, and nothing else.
        var known = load.Fleet.Each.Hourly > 0;
        return new(column.Name, "own")
        {
            Instances = load.Fleet.Count,
            InstancePerHourUsd = load.Fleet.PricePerHour.Usd,
            PerTurnUsd = known ? Short(load.PerServedRequest?.Usd) : null,
            PerHourUsd = Short(load.Fleet.PerHour.Usd),
            RequestsPerMinuteLimit = known ? Short(load.Fleet.Capacity.Minutely) : null,
            AtRequestLimit = known ? load.IsAtLimit : null,
            MostRequestsPerMinute = known ? Short(load.Fleet.Capacity.Minutely) : null,
            BoundBy = known ? "machines" : null,
            MostSessions = known ? load.MostSessions : null,
            Utilisation = known ? Math.Round(load.Utilisation, 6) : null,
            InstancesNeeded = load.InstancesNeeded,
            PerHourAtNeededUsd = Short(load.PerHourAtNeeded?.Usd),
        };
    }

    private static decimal? Short(decimal? number) => number is { } value ? Short(value) : null;

    // Ten decimals tell any price; 28 digits of a third tell nothing.
    private static decimal Short(decimal number) => decimal.Round(number, 10) / 1.0000000000000000000000000000m;
}

/// <summary>What is asked.</summary>
internal sealed record WorkloadEntry(
    int Sessions, decimal RequestsPerHourOfSession, long InputTokens, long OutputTokens, decimal RequestsPerHour, decimal RequestsPerMinute, decimal TokensPerMinute);

/// <summary>One model or machine: <c>Kind</c> is <c>hosted</c> or <c>own</c>. What is null does not apply, or nobody said it.</summary>
internal sealed record WorkloadColumnEntry(string Name, string Kind)
{
    public decimal? InputPerMTok { get; init; }

    public decimal? OutputPerMTok { get; init; }

    public int? Instances { get; init; }

    public decimal? InstancePerHourUsd { get; init; }

    /// <summary>Of own machines: the hour over the requests that are served.</summary>
    public decimal? PerTurnUsd { get; init; }

    public decimal? PerHourUsd { get; init; }

    public decimal? RequestsPerMinuteLimit { get; init; }

    public decimal? TokensPerMinuteLimit { get; init; }

    public bool? AtRequestLimit { get; init; }

    public bool? AtTokenLimit { get; init; }

    public decimal? MostRequestsPerMinute { get; init; }

    /// <summary><c>requests</c>, <c>tokens</c> or <c>machines</c>.</summary>
    public string? BoundBy { get; init; }

    public long? MostSessions { get; init; }

    public double? Utilisation { get; init; }

    public long? InstancesNeeded { get; init; }

    public decimal? PerHourAtNeededUsd { get; init; }
}
