namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>What an answer must hold to be good for its user (a service-level objective). Milliseconds; null sets no bound. MLPerf's for chat: 2,000 and 100 (8 billion parameters) to 200.</summary>
/// <param name="FirstTokenMs">Most time to the first token.</param>
/// <param name="PerTokenMs">Most time per further token.</param>
/// <param name="WholeMs">Most time for the whole answer.</param>
public sealed record ServiceObjective(double? FirstTokenMs = null, double? PerTokenMs = null, double? WholeMs = null)
{
    /// <summary>vLLM's goodput: its own TTFT, TPOT (0 for an answer of one token) and end-to-end time.</summary>
    public bool HoldsByVllm(RequestTrace trace) => trace.IsAnswered
        && Within(ServingTimes.FirstEvent(trace), FirstTokenMs)
        && Within(ServingTimes.PerOutputToken(trace) ?? 0, PerTokenMs)
        && Within(ServingTimes.LastEvent(trace), WholeMs);

    /// <summary>AIPerf's goodput: its own TTFT, inter-token latency and request latency. An answer of one token has no inter-token latency to miss.</summary>
    public bool HoldsByAiperf(RequestTrace trace) => trace.IsAnswered
        && Within(ServingTimes.FirstToken(trace), FirstTokenMs)
        && Within(ServingTimes.InterToken(trace) ?? 0, PerTokenMs)
        && Within(ServingTimes.LastResponse(trace), WholeMs);

    private static bool Within(double? value, double? most) => most is null || value <= most;
}
