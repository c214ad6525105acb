using System.Globalization;
using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Storage.Queries;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>A stored sample for people. Its texts come from models and data sets: nothing of them reaches the terminal raw.</summary>
internal static class SampleReport
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly Style Bold = new(decoration: Decoration.Bold);

    public static void Write(IAnsiConsole console, StoredSample sample, bool full)
    {
        var result = sample.Result;
        console.WriteLine(TerminalText.OneLine($"{result.SampleId}  {sample.CandidateId} / {sample.SuiteName}{(result.Epoch > 0 ? $", epoch {result.Epoch + 1}" : "")}"), Bold);
        console.WriteLine(TerminalText.OneLine(Line(result)), result.Outcome == SampleOutcome.Completed ? Dim : new Style(Color.Yellow));
        Section(console, "prompt", result.Prompt, full);
        Section(console, "answer", result.Answer, full);
        Section(console, "target", result.Target, full);
        foreach (var (title, text) in JudgedReport.Of(result.DetailJson))
        {
            Section(console, TerminalText.OneLine(title), text, full);
        }

        if (full)
        {
            Section(console, "detail", result.DetailJson, full);
            console.WriteLine(TerminalText.OneLine(Work(result)), Dim);
        }

        console.WriteLine();
    }

    private static string Line(SampleResult result)
    {
        var parts = new List<string> { RunWords.Word(result.Outcome) };
        if (result.Reason is { } reason)
        {
            parts[0] += $": {reason}";
        }

        // The ingredients of corpus metrics say nothing by themselves; where there are no scores they are all there is.
        var scores = result.Measures.Where(m => BuiltInMetrics.Find(m.Key) is not null).ToList();
        parts.AddRange((scores.Count > 0 ? scores : [.. result.Measures]).Select(m => $"{m.Key} {m.Value.ToString("0.####", CultureInfo.InvariantCulture)}"));
        parts.AddRange(result.Slices.Select(s => $"{s.Key}={s.Value}"));
        if (result.Cached)
        {
            parts.Add("from an earlier run");
        }

        return string.Join(", ", parts);
    }

    private static string Work(SampleResult result) =>
        $"{Figures.Count(result.InputTokens)} tokens read, {Figures.Count(result.OutputTokens)} written, {Figures.Duration(TimeSpan.FromMilliseconds(result.DurationMs))}"
        + (result.CostMicroUsd is { } cost ? $", {Figures.Money(cost)}" : "")
        + (result.Cluster is { } cluster ? $", cluster {cluster}" : "");

    private static void Section(IAnsiConsole console, string title, string? text, bool full)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        var (shown, left) = full ? (text, 0) : Excerpt.Shorten(text);
        console.WriteLine($"  {title}", Dim);
        console.Write(new Padder(new Text(TerminalText.Lines(shown)), new Padding(4, 0, 0, 0)));
        if (left > 0)
        {
            console.WriteLine($"    … and {Figures.Count(left)} more characters", Dim);
        }
    }
}
