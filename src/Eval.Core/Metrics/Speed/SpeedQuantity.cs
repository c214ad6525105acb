using Eval.Core.Suites.Kinds.Speed;

namespace Eval.Core.Metrics.Speed;

/// <summary>Something that a request has one number of, or several.</summary>
/// <param name="Name">Begins the ids of its metrics.</param>
/// <param name="Description">What it is, and by whose definition.</param>
/// <param name="Format">Its unit.</param>
/// <param name="HigherIsBetter">True for speeds, false for times.</param>
/// <param name="Values">The numbers of an answered request.</param>
/// <param name="IsMany">True where one request has several, which depend on each other.</param>
internal sealed record SpeedQuantity(
    string Name, string Description, MetricFormat Format, bool HigherIsBetter, Func<RequestTrace, IEnumerable<double>> Values, bool IsMany)
{
    /// <summary>Every definition of every tool, each under its own name. (research/selection-cost.md 3.1)</summary>
    public static IReadOnlyList<SpeedQuantity> All { get; } =
    [
        Time("ttft_vllm", "time to first token by vLLM: first event with choices, even if empty", ServingTimes.FirstEvent),
        Time("ttft_genaiperf", "time to first token by GenAI-Perf: first response", ServingTimes.FirstEvent),
        Time("ttft_aiperf", "time to first token by AIPerf: first text, thoughts included", ServingTimes.FirstToken),
        Time("ttfo_aiperf", "time to first output token by AIPerf: first text of the answer", ServingTimes.FirstAnswerToken),
        Time("ttft_llmperf", "time to first token by llmperf: first text of the answer", ServingTimes.FirstAnswerToken),
        Time("ttft_aa", "time to first token by Artificial Analysis: first text, thoughts included", ServingTimes.FirstToken),
        Time("ttfc_otel", "time to first chunk by OpenTelemetry: first event, whatever it carries", ServingTimes.FirstChunk),
        Time("ttft_scheduled", "time to first text from when the request should have been sent, waiting included", t => ServingTimes.FirstToken(t) + t.SentMs - t.ScheduledMs),
        Time("tpot_vllm", "time per output token by vLLM: (end to end − TTFT) / (tokens − 1)", ServingTimes.PerOutputToken),
        Time("itl_aiperf", "inter-token latency by AIPerf: (latency − TTFT) / (tokens − 1)", ServingTimes.InterToken),
        Time("itl_llmperf", "inter-token latency by llmperf: the wait for the first token is in it", ServingTimes.InterTokenWithFirst),
        Time("ntpot", "normalised time per output token: whole request / tokens", t => ServingTimes.Normalised(t)),
        Times("itl_vllm", "inter-token latency by vLLM: gaps between events with choices", ServingTimes.EventGaps),
        Times("icl_aiperf", "inter-chunk latency by AIPerf: gaps between pieces of text", ServingTimes.ChunkGaps),
        Times("itl_genaiperf", "inter-token latency by GenAI-Perf: gap / tokens of the later piece", ServingTimes.GapsPerToken),
        Times("tpoc_otel", "time per output chunk by OpenTelemetry: gaps between events, whatever they carry", ServingTimes.AllGaps),
        Time("e2e_vllm", "end-to-end latency by vLLM: to the last event with choices", ServingTimes.LastEvent),
        Time("e2e_aiperf", "request latency by AIPerf and GenAI-Perf: to the last response", ServingTimes.LastResponse),
        Time("e2e_llmperf", "end-to-end latency by llmperf: the whole request", t => ServingTimes.Whole(t)),
        Time("duration_otel", "operation duration by OpenTelemetry: the whole request", t => ServingTimes.Whole(t)),
        Time("latency_scheduled", "latency from when the request should have been sent, waiting included", t => ServingTimes.FromSchedule(t)),
        Time("send_lag", "how late this program came to a request by its own fault", t => t.SubmittedMs - t.ScheduledMs),
        Time("held_back", "how long a request waited for permits and earlier attempts", t => t.SentMs - t.SubmittedMs),
        Speed("tps_user_vllm", "tokens per second of one user by vLLM: 1 / TPOT", t => 1000 / ServingTimes.PerOutputToken(t)),
        Speed("tps_user_aiperf", "tokens per second of one user by AIPerf: 1 / inter-token latency", t => 1000 / ServingTimes.InterToken(t)),
        Speed("tps_aa", "output speed by Artificial Analysis: tokens per second after the first chunk", ServingTimes.SpeedAfterFirstChunk),
        Speed("tps_llmperf", "tokens per second by llmperf: tokens / whole request", ServingTimes.SpeedOverall),
        new("input_tokens", "tokens read, as the model counts them", MetricFormat.Number, false, t => One(t.InputTokens > 0 ? t.InputTokens : null), false),
        new("output_tokens", "tokens written, as the model counts them", MetricFormat.Number, true, t => One(t.OutputTokens > 0 ? t.OutputTokens : null), false),
    ];

    private static SpeedQuantity Time(string name, string description, Func<RequestTrace, double?> value) =>
        new(name, description, MetricFormat.Milliseconds, false, t => One(value(t)), false);

    private static SpeedQuantity Times(string name, string description, Func<RequestTrace, IEnumerable<double>> values) =>
        new(name, description, MetricFormat.Milliseconds, false, values, true);

    private static SpeedQuantity Speed(string name, string description, Func<RequestTrace, double?> value) =>
        new(name, description, MetricFormat.TokensPerSecond, true, t => One(value(t)), false);

    private static IEnumerable<double> One(double? value) => value is { } number && double.IsFinite(number) ? [number] : [];
}
