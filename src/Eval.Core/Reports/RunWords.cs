using System.Text.Json;
using Eval.Core.Models.Pipeline;
using Eval.Core.Running;

namespace Eval.Core.Reports;

/// <summary>The sentences around a run's results, the same on a terminal, in Markdown and in HTML.</summary>
public static class RunWords
{
    /// <summary>Number, name, time and status.</summary>
    public static string Head(StoredRun run)
    {
        var name = run.Name is null ? "" : $" \"{run.Name}\"";
        var note = run.Note is null ? "" : $" ({run.Note})";
        return $"Run {run.Id}{name}, {Figures.Time(run.CreatedAt)}: {Word(run.Status)}{note}";
    }

    /// <summary>How a run stands.</summary>
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
        if (run.Import is { } import)
        {
            yield return $"source    {import.ToolName}: {import.File} (sha256 {Start(import.Sha256)}…){(import.ImportedAt is { } at ? $", imported {Figures.Time(at)}" : "")}";
        }

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

    private static string Start(string hash) => hash.Length > 12 ? hash[..12] : hash;

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

    /// <summary>How a sample ended, as JSON documents name it.</summary>
    public static string Key(SampleOutcome outcome) => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());

    /// <summary>How a sample ended.</summary>
    public static string Word(SampleOutcome outcome) => outcome switch
    {
        SampleOutcome.ProviderError => "provider errors",
        SampleOutcome.TimedOut => "timed out",
        SampleOutcome.ScorerError => "scorer errors",
        _ => outcome.ToString().ToLowerInvariant(),
    };

    /// <summary>The mark of everything that was measured on selected samples.</summary>
    /// <param name="filter">What selected them; see <see cref="StoredCell.Filter"/>.</param>
    public static string Selected(string filter) => $"only some samples ({filter}): the numbers say nothing about the whole suites";

    /// <summary>The user's labels in one line; empty where there are none.</summary>
    public static string Tags(IReadOnlyDictionary<string, string> tags) => string.Join(", ", tags.Select(t => $"{t.Key}={t.Value}"));

    /// <summary>What the numbers do not say by themselves, one remark a line; what is said of many figures of a suite is said once.</summary>
    public static IEnumerable<string> Remarks(StoredRun run, bool slices)
    {
        foreach (var filter in run.Cells.Select(c => c.Filter).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            yield return Selected(filter);
        }

        var said =
            from row in EstimateRow.Group(run, slices).SelectMany(g => g)
            from remark in row.Notes
            group row by (row.Cell.SuiteName, Remark: remark);
        foreach (var group in said)
        {
            var rows = group.ToList();
            yield return rows is [var only]
                ? $"{only.Cell.CandidateId} / {only.Cell.SuiteName}{(only.MetricId.Length > 0 ? $" {only.MetricId}" : "")}{(only.Slice is { } s ? $" {s}" : "")}: {group.Key.Remark}"
                : $"{group.Key.SuiteName}{Of("candidates", rows.Select(r => r.Cell.CandidateId), run.Cells.Count(c => c.SuiteName == group.Key.SuiteName))}{Of("metrics", rows.Select(r => r.MetricId), 1000)}: {group.Key.Remark}";
        }
    }

    // The names, where they are few and not all; a number where they are many.
    private static string Of(string what, IEnumerable<string> names, int all)
    {
        var distinct = names.Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        return distinct.Count == 0 || distinct.Count >= all ? "" : distinct.Count <= 3 ? $" {string.Join(", ", distinct)}" : $" ({distinct.Count} {what})";
    }
}
