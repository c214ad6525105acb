using System.Text;
using Eval.Core.Comparisons;

namespace Eval.Core.Reports;

/// <summary>A comparison as Markdown for a pull request or an issue.</summary>
public static class ComparisonMarkdown
{
    /// <summary>The comparison as Markdown: a table for each pair of candidates, remarks, how the verdicts were reached, changed samples.</summary>
    public static string Of(Comparison comparison, IReadOnlyList<string> unpaired, IReadOnlyList<ShownDiff> diffs)
    {
        var text = new StringBuilder();
        foreach (var cells in comparison.Cells.GroupBy(c => (c.Pairing.Old.Cell.CandidateId, c.Pairing.New.Cell.CandidateId)).Select(g => g.ToList()))
        {
            Line(text, $"### {MarkdownText.Escape(ComparisonWords.Head(cells))}");
            Line(text, "");
            var scores = cells.SelectMany(c => c.Scores).ToList();
            if (scores.Count > 0)
            {
                var slices = scores.Exists(s => s.Slice is not null);
                Line(text, MarkdownText.Row([
                    "suite", "metric", .. slices ? (string[])["slice"] : [], "old", "new", "difference", $"{comparison.Confidence * 100:0.#} % interval",
                    comparison.Family > 1 ? "p (Holm)" : "p", "r", "MDE", "n", "coverage", "verdict"]));
                Line(text, $"|---|---|{(slices ? "---|" : "")}--:|--:|--:|--:|--:|--:|--:|--:|--:|---|");
                scores.ForEach(s => Line(text, Row(s, slices)));
                Line(text, "");
            }
        }

        var remarks = ComparisonWords.Remarks(comparison).Concat(unpaired).ToList();
        remarks.ForEach(r => Line(text, $"- {MarkdownText.Escape(r)}"));
        if (remarks.Count > 0)
        {
            Line(text, "");
        }

        foreach (var line in ComparisonWords.Legend(comparison))
        {
            Line(text, $"<sub>{MarkdownText.Escape(line)}</sub>  ");
        }

        foreach (var diff in diffs)
        {
            Items(text, diff);
        }

        return text.ToString();
    }

    private static string Row(ScoreComparison comparison, bool slices)
    {
        var figures = new ComparisonFigures(comparison);
        var verdict = comparison.Verdict switch
        {
            ComparisonVerdict.Better => $"✅ {figures.Verdict}",
            ComparisonVerdict.Worse => $"❌ {figures.Verdict}",
            _ => figures.Verdict,
        };
        return MarkdownText.Row([
            comparison.Scores.SuiteName, MetricNames.Labelled(comparison.Scores.MetricId), .. slices ? (string[])[comparison.Slice ?? ""] : [], figures.Old,
            figures.New, figures.Difference, figures.Interval, figures.P, figures.Correlation, figures.Detectable, figures.N, figures.Coverage, verdict]);
    }

    private static void Items(StringBuilder text, ShownDiff shown)
    {
        Line(text, "");
        Line(text, $"<details><summary>{MarkdownText.Escape(ItemDiffWords.Head(shown))}</summary>");
        foreach (var item in shown.Diff.Items)
        {
            Line(text, "");
            Line(text, $"**{MarkdownText.Escape(ItemDiffWords.Title(item, shown))}**");
            foreach (var (title, value) in ItemDiffWords.Texts(item, shown))
            {
                Line(text, "");
                Line(text, MarkdownText.Escape(title));
                Line(text, MarkdownText.Block(Excerpt.Of(value, shown.Full)));
            }
        }

        Line(text, "");
        Line(text, "</details>");
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
