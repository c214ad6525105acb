using System.Text;
using Eval.Core.Comparisons;
using Eval.Core.Metrics;

namespace Eval.Core.Reports.Html;

/// <summary>A comparison as one page: differences with their intervals as charts and as a table, remarks, changed samples.</summary>
internal static class ComparisonHtml
{
    private const int MostCharted = 40;

    public static async Task WriteAsync(Stream target, ReportedComparison report)
    {
        await using var text = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        var html = new HtmlWriter(text);
        var comparison = report.Comparison;
        var pairs = comparison.Cells.GroupBy(c => (c.Pairing.Old.Cell.CandidateId, c.Pairing.New.Cell.CandidateId)).Select(g => g.ToList()).ToList();
        HtmlPage.Report.Begin(text, pairs.Count > 0 ? ComparisonWords.Head(pairs[0]) : "Comparison");
        foreach (var cells in pairs)
        {
            html.Line($"""<header><h1>{ComparisonWords.Head(cells)}</h1></header>""");
            var scores = cells.SelectMany(c => c.Scores).ToList();
            Charts(html, scores);
            Tables(html, comparison, scores);
        }

        html.Line($"""<section aria-labelledby="notes"><h2 id="notes">What the numbers do not say by themselves</h2>""");
        var remarks = ComparisonWords.Remarks(comparison).Concat(report.Unpaired).ToList();
        if (remarks.Count > 0)
        {
            html.Line($"""<ul class="remarks">""");
            remarks.ForEach(r => html.Line($"""<li>{r}</li>"""));
            html.Line($"""</ul>""");
        }

        foreach (var line in ComparisonWords.Legend(comparison))
        {
            html.Line($"""<p class="quiet">{line}</p>""");
        }

        html.Line($"""</section>""");
        report.Diffs.ToList().ForEach(d => Items(html, d));
        HtmlPage.Report.End(text, report.At);
    }

    // Points share an axis, and so do factors; everything else has a unit of its own and is in the table.
    private static void Charts(HtmlWriter html, IReadOnlyList<ScoreComparison> scores)
    {
        var shown = scores.Where(s => s.HasInterval && s.Slice is null).ToList();
        html.Line($"""<div class="charts">""");
        Chart(html, "Difference in points (new − old)", [.. shown.Where(s => !s.Scores.ScoresAreLogarithms && s.Scores.Format == MetricFormat.Share)], v => v * 100, "+0.##;−0.##;0");
        Chart(html, "Factor, new / old, in per cent more or less", [.. shown.Where(s => s.Scores.ScoresAreLogarithms)], v => (Math.Exp(v) - 1) * 100, "+0.## \\%;−0.## \\%;0");
        html.Line($"""</div>""");
    }

    private static void Chart(HtmlWriter html, string title, IReadOnlyList<ScoreComparison> scores, Func<double, double> shown, string format)
    {
        if (scores.Count == 0)
        {
            return;
        }

        var lines = scores.Take(MostCharted).Select(s => new ChartLine(
            $"{s.Scores.SuiteName} {MetricNames.Labelled(s.Scores.MetricId)}", shown(s.Difference.Difference), shown(s.Difference.Lower), shown(s.Difference.Upper),
            new ComparisonFigures(s).Difference, Tone(s))).ToList();
        var axis = ChartAxis.Around(lines.SelectMany(l => new[] { l.Value, l.Low!.Value, l.High!.Value }), zero: true);
        IntervalChart.Write(html, title, lines, axis with { Label = v => v.ToString(format, System.Globalization.CultureInfo.InvariantCulture) }, zero: true);
    }

    // Slices are many and say less each: they are folded.
    private static void Tables(HtmlWriter html, Comparison comparison, IReadOnlyList<ScoreComparison> scores)
    {
        Table(html, comparison, [.. scores.Where(s => s.Slice is null)], slices: false);
        var sliced = scores.Where(s => s.Slice is not null).ToList();
        if (sliced.Count > 0)
        {
            html.Line($"""<details><summary>{Figures.Count(sliced.Count)} comparisons of slices</summary>""");
            Table(html, comparison, sliced, slices: true);
            html.Line($"""</details>""");
        }
    }

    private static void Table(HtmlWriter html, Comparison comparison, IReadOnlyList<ScoreComparison> scores, bool slices)
    {
        if (scores.Count == 0)
        {
            return;
        }

        html.Write($"""<div class="wide"><table class="sortable"><thead><tr><th>suite</th><th>metric</th>""");
        if (slices)
        {
            html.Write($"""<th>slice</th>""");
        }

        html.Write($"""<th class="n">old</th><th class="n">new</th><th class="n">difference</th><th class="n">{comparison.Confidence * 100} % interval</th><th class="n">{(comparison.Family > 1 ? "p (Holm)" : "p")}</th><th class="n">r</th>""");
        html.Line($"""<th class="n">MDE</th><th class="n">n</th><th class="n">coverage</th><th>verdict</th><th class="n">fixed</th><th class="n">broken</th></tr></thead><tbody>""");
        foreach (var score in scores)
        {
            var figures = new ComparisonFigures(score);
            html.Write($"""<tr><td class="key">{score.Scores.SuiteName}</td><td class="key">{MetricNames.Labelled(score.Scores.MetricId)}</td>""");
            if (slices)
            {
                html.Write($"""<td>{score.Slice}</td>""");
            }

            html.Write($"""<td class="n" data-v="{score.OldValue}">{figures.Old}</td><td class="n" data-v="{score.NewValue}">{figures.New}</td>""");
            html.Write($"""<td class="n strong" data-v="{score.Difference.Difference}">{figures.Difference}</td><td class="n" data-v="{score.Difference.Lower}">{figures.Interval}</td><td class="n" data-v="{score.AdjustedP}">{figures.P}</td><td class="n" data-v="{score.Difference.Correlation}">{figures.Correlation}</td>""");
            html.Write($"""<td class="n" data-v="{score.DetectableEffect}">{figures.Detectable}</td><td class="n" data-v="{score.Scores.Count}">{figures.N}</td><td class="n" data-v="{score.Scores.Coverage}">{figures.Coverage}</td><td class="words {Worth(score)}">{figures.Verdict}</td>""");
            html.Line($"""<td class="n" data-v="{score.Difference.OnlyNew}">{score.Difference.OnlyNew}</td><td class="n" data-v="{score.Difference.OnlyOld}">{score.Difference.OnlyOld}</td></tr>""");
        }

        html.Line($"""</tbody></table></div>""");
    }

    private static void Items(HtmlWriter html, ShownDiff shown)
    {
        html.Line($"""<section><h2>{ItemDiffWords.Head(shown)}</h2>""");
        foreach (var item in shown.Diff.Items)
        {
            html.Line($"""<details><summary>{ItemDiffWords.Title(item, shown)}</summary>""");
            foreach (var (title, text) in ItemDiffWords.Texts(item, shown))
            {
                html.Write($"""<h3>{title}</h3><pre dir="auto">""");
                html.Text(Excerpt.Of(text, shown.Full));
                html.Line($"""</pre>""");
            }

            html.Line($"""</details>""");
        }

        html.Line($"""</section>""");
    }

    private static string Tone(ScoreComparison score) => score.Verdict switch
    {
        ComparisonVerdict.Better => "better",
        ComparisonVerdict.Worse => "worse",
        _ => "",
    };

    private static string Worth(ScoreComparison score) => score.Verdict switch
    {
        ComparisonVerdict.Better => "worth-1 strong",
        ComparisonVerdict.Worse => "worth-3 strong",
        _ => "",
    };
}
