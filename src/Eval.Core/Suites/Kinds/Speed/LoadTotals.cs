namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>What a system did under one load: sums over all its requests, failed ones included where a definition counts them. Rates are per second.</summary>
/// <param name="traces">The requests of the load; warm-up is not among them.</param>
/// <param name="objective">What makes an answer good, or null.</param>
/// <param name="wallMs">From the first moment of the load to its last, or null for the end of its last request.</param>
public sealed class LoadTotals(IReadOnlyList<RequestTrace> traces, ServiceObjective? objective = null, double? wallMs = null)
{
    private readonly List<RequestTrace> _answered = [.. traces.Where(t => t.IsAnswered)];

    /// <summary>Requests made.</summary>
    public int Attempted => traces.Count;

    /// <summary>Requests answered.</summary>
    public int Answered => _answered.Count;

    /// <summary>Tokens written in answered requests.</summary>
    public long OutputTokens => _answered.Sum(t => t.OutputTokens);

    /// <summary>AIPerf's duration in milliseconds: first request sent to last response, over the answered ones.</summary>
    public double SpanMs => _answered.Count == 0 ? 0 : _answered.Max(t => t.Events.Count > 0 ? t.Events[^1].AtMs : t.EndMs) - _answered.Min(t => t.SentMs);

    /// <summary>vLLM's and llmperf's duration in milliseconds: the whole test, requests that failed included.</summary>
    public double WallMs => wallMs ?? (traces.Count == 0 ? 0 : traces.Max(t => t.EndMs) - Math.Min(0, traces.Min(t => t.ScheduledMs)));

    /// <summary>AIPerf: answered requests per second.</summary>
    public double? RequestThroughput => Rate(Answered, SpanMs);

    /// <summary>AIPerf: tokens written per second.</summary>
    public double? TokenThroughput => Rate(OutputTokens, SpanMs);

    /// <summary>vLLM: tokens written per second of wall time. llmperf's is the same: failed requests' tokens are dropped, their time is not.</summary>
    public double? WallTokenThroughput => Rate(OutputTokens, WallMs);

    /// <summary>AIPerf: good requests per second; null without an objective.</summary>
    public double? Goodput => objective is null ? null : Rate(_answered.Count(objective.HoldsByAiperf), SpanMs);

    /// <summary>vLLM: good requests per second of wall time; null without an objective.</summary>
    public double? WallGoodput => objective is null ? null : Rate(_answered.Count(objective.HoldsByVllm), WallMs);

    /// <summary>AIPerf: share of good requests, failed ones in the denominator; null without an objective.</summary>
    public double? GoodShare => objective is null || Attempted == 0 ? null : (double)_answered.Count(objective.HoldsByAiperf) / Attempted;

    /// <summary>Share of requests that failed.</summary>
    public double? ErrorRate => Attempted == 0 ? null : 1 - ((double)Answered / Attempted);

    /// <summary>Mean number of requests in flight, by Little's law: rate times time in the system.</summary>
    public double? InFlight => Attempted == 0 || WallMs <= 0 ? null : MeanInFlight(Attempted / WallMs, traces.Average(ServingTimes.Whole));

    /// <summary>Little's law (J. D. C. Little, Operations Research 9, 1961): requests in flight = rate × time each takes, in the same unit of time.</summary>
    public static double MeanInFlight(double rate, double time) => rate * time;

    private static double? Rate(double count, double ms) => ms > 0 ? count / ms * 1000 : null;
}
