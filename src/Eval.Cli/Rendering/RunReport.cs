using Eval.Core.Models.Pipeline;
using Eval.Core.Running;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>A stored run for people: its head, the table of results, counts, tokens, money and time.</summary>
internal static class RunReport
{
    public static void Write(IAnsiConsole console, StoredRun run, bool slices)
    {
        console.WriteLine(TerminalText.OneLine(Head(run)), new Style(decoration: Decoration.Bold));
        console.WriteLine();
        console.Write(ResultTable.Create(run, slices, console.Profile.Width));
        console.WriteLine();
        foreach (var remark in ResultTable.Remarks(run, slices).Distinct().Take(20))
        {
            console.WriteLine(TerminalText.OneLine(remark), new Style(Color.Yellow));
        }

        foreach (var line in Totals(run))
        {
            console.WriteLine(TerminalText.OneLine(line));
        }
    }

    public static string Head(StoredRun run)
    {
        var name = run.Name is null ? "" : $" \"{run.Name}\"";
        var note = run.Note is null ? "" : $" ({run.Note})";
        return $"Run {run.Id}{name}, {Figures.Time(run.CreatedAt)}: {Word(run.Status)}{note}";
    }

    public static string Word(RunStatus status) => status switch
    {
        RunStatus.Running => "running, or its process died",
        RunStatus.Interrupted => "interrupted",
        RunStatus.Stopped => "stopped by a limit",
        RunStatus.Finished => "finished",
        _ => "failed",
    };

    /// <summary>Counts, tokens, money, time: computed from what is stored.</summary>
    public static IEnumerable<string> Totals(StoredRun run)
    {
        var planned = run.Cells.Where(c => c.SkipReason is null).Sum(c => (long)c.Planned * c.Epochs);
        var outcomes = run.Cells.SelectMany(c => c.Outcomes).GroupBy(o => o.Key).OrderBy(g => g.Key)
            .Select(g => (Outcome: g.Key, Count: g.Sum(o => (long)o.Value))).Where(o => o.Count > 0).ToList();
        var stored = outcomes.Sum(o => o.Count);
        yield return $"samples   {Figures.Count(stored)} of {Figures.Count(planned)}"
            + (outcomes.Count == 0 ? "" : ": " + string.Join(", ", outcomes.Select(o => $"{Figures.Count(o.Count)} {Word(o.Outcome)} ({Figures.Percent((double)o.Count / stored)})")));
        if (run.Cells.Sum(c => c.CachedSamples) is > 0 and var cached)
        {
            yield return $"cached    {Figures.Count(cached)} answers from earlier runs, not asked again";
        }

        yield return $"tokens    {Figures.Count(run.Cells.Sum(c => c.InputTokens))} read, {Figures.Count(run.Cells.Sum(c => c.OutputTokens))} written";
        foreach (var line in Calls(run.Cells.Aggregate(default(CallTotals), (sum, c) => sum + c.Calls)))
        {
            yield return line;
        }

        if (run.Cells.Any(c => c.SpentMicroUsd is not null))
        {
            var unknown = run.Cells.Count(c => c.SpentMicroUsd is null && c.SkipReason is null);
            yield return $"money     {Figures.Money(run.Cells.Sum(c => c.SpentMicroUsd ?? 0))}{(unknown > 0 ? $" and {unknown} of {run.Cells.Count} parts without a price" : "")}";
        }

        var work = TimeSpan.FromMilliseconds(run.Cells.Sum(c => c.DurationMs));
        yield return $"time      {Figures.Duration(work)} of model time"
            + (run.FinishedAt is { } end ? $", {Figures.Duration(end - run.CreatedAt)} from start to end" : "");
    }

    // Only what went otherwise than asked once and answered once is worth a line.
    private static IEnumerable<string> Calls(CallTotals calls)
    {
        var parts = new List<string>();
        if (calls.Retries > 0)
        {
            parts.Add($"{Figures.Count(calls.Retries)} tried again");
        }

        if (calls.RateLimited > 0)
        {
            parts.Add($"{Figures.Count(calls.RateLimited)} told to slow down");
        }

        if (calls.WaitMs >= 1000)
        {
            parts.Add($"{Figures.Duration(TimeSpan.FromMilliseconds(calls.WaitMs))} of waiting for their turn, all together");
        }

        if (parts.Count > 0)
        {
            yield return $"calls     {Figures.Count(calls.Calls)} sent: {string.Join(", ", parts)}";
        }

        if (calls.LostAnswers > 0)
        {
            yield return $"lost      {Figures.Count(calls.LostAnswers)} answers on the wire, perhaps billed{(calls.LostMicroUsd > 0 ? $": at most {Figures.Money(calls.LostMicroUsd)}, not in the money" : "")}";
        }
    }

    public static string Word(SampleOutcome outcome) => outcome switch
    {
        SampleOutcome.ProviderError => "provider errors",
        SampleOutcome.TimedOut => "timed out",
        SampleOutcome.ScorerError => "scorer errors",
        _ => outcome.ToString().ToLowerInvariant(),
    };
}
