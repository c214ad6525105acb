using Eval.Core.Suites.Kinds.Speed;

namespace Eval.Core.Metrics.Speed;

/// <summary>The requests of one load, as they are stored, in the order in which they were sent.</summary>
public sealed class MeasuredLoad
{
    /// <param name="samples">Its samples; at least one.</param>
    internal MeasuredLoad(IEnumerable<TraceDetail> samples)
    {
        // A load that was gone through again (after errors) has requests of two passes, each with a clock of its own.
        var passes = samples.GroupBy(s => s.Load.Began).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).ToList();
        Passes = passes.Count;
        Load = passes[0].First().Load;
        Traces = [.. passes[0].Select(s => s.Trace).OrderBy(t => t.SentMs)];
        Answered = [.. Traces.Where(t => t.IsAnswered)];
        Totals = new LoadTotals(Traces, Load.Objective, Load.WallMs);
    }

    /// <summary>The load.</summary>
    public LoadRecord Load { get; }

    /// <summary>All its requests.</summary>
    public IReadOnlyList<RequestTrace> Traces { get; }

    /// <summary>Those that were answered.</summary>
    public IReadOnlyList<RequestTrace> Answered { get; }

    /// <summary>Sums and rates.</summary>
    public LoadTotals Totals { get; }

    /// <summary>How often the load was gone through; only the fullest pass counts.</summary>
    public int Passes { get; }

    /// <summary>What a reader of any figure of this load must know, or null.</summary>
    public string? Caveat
    {
        get
        {
            var notes = new List<string>();
            if (Passes > 1)
            {
                notes.Add($"gone through {Passes} times, the fullest pass counts");
            }

            // Permits of the candidate's own limits were waited for: the load that is named was not the load that was.
            var held = Answered.Where(t => t.Attempts <= 1).ToList();
            if (held.Count > 0 && held.Average(t => t.SentMs - t.SubmittedMs) is var wait && wait > 1 && wait > 0.1 * held.Average(ServingTimes.Whole))
            {
                notes.Add($"requests waited {wait:0} ms on average for the candidate's own limits (concurrency, requestsPerMinute, tokensPerMinute): the load was not reached");
            }

            if (Load.OutputTokens is { } wanted && Answered.Count > 0 && Answered.Count(t => t.OutputTokens >= 0.95 * wanted) < 0.95 * Answered.Count)
            {
                notes.Add($"answers have {Answered.Average(t => t.OutputTokens):0.#} tokens on average, not {wanted}");
            }

            return notes.Count == 0 ? null : string.Join("; ", notes);
        }
    }
}
