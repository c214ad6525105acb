using System.Text;
using Eval.Core.Gates;
using Eval.Service.Gating;

namespace Eval.Cli.Rendering;

/// <summary>A decision as Markdown that fits a GitHub job summary. Names come from files and data sets: none becomes markup.</summary>
internal static class GateMarkdown
{
    // A job summary takes a mebibyte of all steps together.
    private const int MostSlices = 200;

    public static string Of(DecidedGate gate, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Head(text, gate.Record.Gate, $"{gate.Record.CandidateName} against {gate.Record.BaselineName}", $"{Sign(gate.Decision.Verdict)} {GateReport.Word(gate.Decision.Verdict)}");
        text.Append("| suite | metric | baseline | candidate | gain | ").Append(GateReport.LimitsTitle(gate.Decision)).Append(" | margin | n | coverage | verdict |\n");
        text.Append("|---|---|--:|--:|--:|--:|--:|--:|--:|---|\n");
        foreach (var suite in gate.Decision.Suites)
        {
            Row(
                text, suite.SuiteName, GateFigures.Metric(suite.MetricId), GateFigures.Score(suite.OldScore, suite.MetricId),
                GateFigures.Score(suite.NewScore, suite.MetricId), GateFigures.Gain(suite.Difference?.Difference, suite.MetricId),
                GateFigures.Limits(suite.Difference, suite.MetricId), GateFigures.Amount(suite.Margin, suite.MetricId),
                Figures.Count(suite.Difference?.N ?? 0), Figures.Percent(suite.Coverage), $"{(suite.InformsOnly is null ? Sign(suite.Verdict) : "ℹ️")} {GateFigures.Verdict(suite)}");
        }

        text.Append('\n');
        foreach (var rule in gate.Decision.Rules)
        {
            text.Append($"- {Sign(rule.Verdict)} {MarkdownText.Escape(rule.Sentence)}\n");
        }

        foreach (var line in GateLines.Of(gate, now))
        {
            text.Append(line.IsWarning ? "- ⚠️ " : "- ").Append(line.Label.Length > 0 ? $"**{line.Label}** " : "").Append(MarkdownText.Escape(line.Text)).Append('\n');
        }

        Slices(text, gate.Decision);
        return text.ToString();
    }

    /// <summary>A gate that ended without a decision.</summary>
    public static string Of(string gate, string candidate, GateOutcome outcome)
    {
        var text = new StringBuilder();
        Head(text, gate, candidate, $"⚠️ {GateEndings.Word(outcome.ExitCode)}");
        foreach (var reason in GateEndings.Reasons(outcome))
        {
            text.Append("- ").Append(MarkdownText.Escape(reason)).Append('\n');
        }

        return text.ToString();
    }

    private static void Slices(StringBuilder text, GateDecision decision)
    {
        var slices = decision.Suites.SelectMany(s => s.Slices.Select(slice => (Suite: s, Slice: slice))).ToList();
        if (slices.Count == 0)
        {
            return;
        }

        text.Append("\n<details><summary>Slices</summary>\n\n| suite | slice | candidate | gain | limits | n | verdict |\n|---|---|--:|--:|--:|--:|---|\n");
        foreach (var (suite, slice) in slices.Take(MostSlices))
        {
            Row(
                text, suite.SuiteName, slice.Slice, GateFigures.Score(slice.NewScore, suite.MetricId), GateFigures.Gain(slice.Difference?.Difference, suite.MetricId),
                GateFigures.Limits(slice.Difference, suite.MetricId), Figures.Count(slice.N),
                slice.Verdict is { } verdict ? $"{Sign(verdict)} {verdict.Word()}" : "too small");
        }

        if (slices.Count > MostSlices)
        {
            text.Append($"\n{slices.Count - MostSlices} more are in the decision.\n");
        }

        text.Append("\n</details>\n");
    }

    private static void Head(StringBuilder text, string gate, string who, string verdict) =>
        text.Append($"### {verdict}: gate {MarkdownText.Escape(gate)}, {MarkdownText.Escape(who)}\n\n");

    private static void Row(StringBuilder text, params ReadOnlySpan<string> cells)
    {
        text.Append('|');
        foreach (var cell in cells)
        {
            text.Append(' ').Append(MarkdownText.Escape(cell)).Append(" |");
        }

        text.Append('\n');
    }

    private static string Sign(GateVerdict verdict) => verdict switch
    {
        GateVerdict.Pass => "✅",
        GateVerdict.Fail => "❌",
        _ => "⚠️",
    };
}
