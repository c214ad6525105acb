namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>
/// Tokens in each piece of text of a stream. Endpoints tell only their sum: where it equals the number of pieces, each holds one; otherwise the
/// sum is shared out by the pieces' bytes, and no piece has less than one. (Tools that split the text again with some tokenizer guess too.)
/// </summary>
public static class ChunkTokens
{
    /// <summary>Tokens of each event with text, in order; empty where the sum is not known.</summary>
    public static IReadOnlyList<double> Of(RequestTrace trace)
    {
        var pieces = trace.Events.Where(ServingTimes.HasText).ToList();
        var tokens = Streamed(trace);
        if (pieces.Count == 0 || tokens <= 0)
        {
            return [];
        }

        var bytes = pieces.Sum(p => (double)p.Bytes);
        return [.. pieces.Select(p => tokens == pieces.Count || bytes <= 0 ? 1 : Math.Max(1, tokens * (p.Bytes / bytes)))];
    }

    /// <summary>True where the sum had to be shared out by bytes.</summary>
    public static bool AreShared(RequestTrace trace) => Streamed(trace) != trace.Events.Count(ServingTimes.HasText);

    /// <summary>Tokens that were streamed: hidden thoughts are counted by the endpoint but never arrive.</summary>
    public static long Streamed(RequestTrace trace) =>
        trace.Events.Any(e => e.Kind == TraceEventKind.Reasoning) ? trace.OutputTokens : trace.OutputTokens - trace.ReasoningTokens;
}
