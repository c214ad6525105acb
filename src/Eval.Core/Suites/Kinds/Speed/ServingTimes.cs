namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>
/// Times of one answered request by the definitions of the tools that report them (vLLM's benchmark, AIPerf and its predecessor GenAI-Perf,
/// llmperf, Artificial Analysis, OpenTelemetry's semantic conventions for generative AI). The same request reads very differently by two of
/// them: never compare numbers of two definitions. Milliseconds; null where a definition gives nothing.
/// (research/selection-cost.md 3.1)
/// </summary>
public static class ServingTimes
{
    /// <summary>vLLM: from sending to the first event with choices, even if it is empty. Also GenAI-Perf's first response.</summary>
    public static double? FirstEvent(RequestTrace trace) => Since(trace, First(trace, static e => e.Kind != TraceEventKind.Usage));

    /// <summary>AIPerf and Artificial Analysis: to the first event with text, thoughts included.</summary>
    public static double? FirstToken(RequestTrace trace) => Since(trace, First(trace, HasText));

    /// <summary>AIPerf's time to first output token, and llmperf's first token: to the first event with text of the answer, thoughts skipped.</summary>
    public static double? FirstAnswerToken(RequestTrace trace) => Since(trace, First(trace, static e => e.Kind == TraceEventKind.Text));

    /// <summary>OpenTelemetry: to the first event, whatever it carries.</summary>
    public static double? FirstChunk(RequestTrace trace) => trace.Events.Count > 0 ? trace.Events[0].AtMs - trace.SentMs : null;

    /// <summary>vLLM: from sending to the last event with choices; the count of tokens after it is ignored.</summary>
    public static double? LastEvent(RequestTrace trace) => Since(trace, Last(trace, static e => e.Kind != TraceEventKind.Usage));

    /// <summary>AIPerf and GenAI-Perf: from sending to the last response.</summary>
    public static double? LastResponse(RequestTrace trace) => trace.Events.Count > 0 ? trace.Events[^1].AtMs - trace.SentMs : null;

    /// <summary>llmperf and OpenTelemetry: the whole request.</summary>
    public static double Whole(RequestTrace trace) => trace.EndMs - trace.SentMs;

    /// <summary>From the time it should have been sent to its end: what a user who did not wait for other users would have felt.</summary>
    public static double FromSchedule(RequestTrace trace) => trace.EndMs - trace.ScheduledMs;

    /// <summary>vLLM: time per output token after the first; null for an answer of one token.</summary>
    public static double? PerOutputToken(RequestTrace trace) => PerTokenAfterFirst(trace, LastEvent(trace), FirstEvent(trace));

    /// <summary>AIPerf: inter-token latency, one value a request; null for an answer of one token.</summary>
    public static double? InterToken(RequestTrace trace) => PerTokenAfterFirst(trace, LastResponse(trace), FirstToken(trace));

    /// <summary>llmperf: all waits, that for the first token included, over the tokens: nearly the whole time over the tokens.</summary>
    public static double? InterTokenWithFirst(RequestTrace trace) =>
        trace.OutputTokens > 0 ? Since(trace, Last(trace, static e => e.Kind == TraceEventKind.Text)) / trace.OutputTokens : null;

    /// <summary>Normalised time per output token: the whole request over its tokens, so that queueing and reading the prompt are in it.</summary>
    public static double? Normalised(RequestTrace trace) => trace.OutputTokens > 0 ? Whole(trace) / trace.OutputTokens : null;

    /// <summary>vLLM: gaps between events with choices.</summary>
    public static IEnumerable<double> EventGaps(RequestTrace trace) => Gaps(trace.Events.Where(static e => e.Kind != TraceEventKind.Usage));

    /// <summary>AIPerf: gaps between events with text.</summary>
    public static IEnumerable<double> ChunkGaps(RequestTrace trace) => Gaps(trace.Events.Where(HasText));

    /// <summary>OpenTelemetry: gaps between events, whatever they carry.</summary>
    public static IEnumerable<double> AllGaps(RequestTrace trace) => Gaps(trace.Events);

    /// <summary>GenAI-Perf: the gap before each event with text, over the tokens in that event: one value a chunk.</summary>
    public static IEnumerable<double> GapsPerToken(RequestTrace trace) =>
        Gaps(trace.Events.Where(HasText)).Zip(ChunkTokens.Of(trace).Skip(1), static (gap, tokens) => gap / tokens);

    /// <summary>Artificial Analysis: output speed, tokens per second after the first chunk; null where nothing came after it.</summary>
    public static double? SpeedAfterFirstChunk(RequestTrace trace)
    {
        var tokens = ChunkTokens.Of(trace);
        return tokens.Count > 1 && First(trace, HasText) is { } first && Last(trace, HasText) is { } last && last > first
            ? (ChunkTokens.Streamed(trace) - tokens[0]) / (last - first) * 1000
            : null;
    }

    /// <summary>llmperf: tokens per second over the whole request.</summary>
    public static double? SpeedOverall(RequestTrace trace) => trace.OutputTokens > 0 && Whole(trace) > 0 ? trace.OutputTokens / Whole(trace) * 1000 : null;

    private static double? PerTokenAfterFirst(RequestTrace trace, double? whole, double? first) =>
        trace.OutputTokens > 1 ? (whole - first) / (trace.OutputTokens - 1) : null;

    private static IEnumerable<double> Gaps(IEnumerable<TraceEvent> events)
    {
        double? before = null;
        foreach (var e in events)
        {
            if (before is { } at)
            {
                yield return e.AtMs - at;
            }

            before = e.AtMs;
        }
    }

    internal static bool HasText(TraceEvent e) => e.Kind is TraceEventKind.Text or TraceEventKind.Reasoning;

    private static double? Since(RequestTrace trace, double? at) => at - trace.SentMs;

    private static double? First(RequestTrace trace, Func<TraceEvent, bool> counts)
    {
        foreach (var e in trace.Events)
        {
            if (counts(e))
            {
                return e.AtMs;
            }
        }

        return null;
    }

    private static double? Last(RequestTrace trace, Func<TraceEvent, bool> counts)
    {
        for (var i = trace.Events.Count - 1; i >= 0; i--)
        {
            if (counts(trace.Events[i]))
            {
                return trace.Events[i].AtMs;
            }
        }

        return null;
    }
}
