using System.Text;

namespace Eval.Core.Reports.Html;

/// <summary>A run as one page: head, charts, results, how samples ended, slices, and the samples themselves to sort, filter and read.</summary>
internal static class RunHtml
{
    public static async Task WriteAsync(Stream target, ReportedRun report, CancellationToken cancellationToken)
    {
        var run = report.Run;
        await using var text = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        var html = new HtmlWriter(text);
        HtmlPage.Report.Begin(text, RunWords.Head(run));
        html.Line($"""<header><h1>Run {run.Id}{(run.Name is { } name ? $" “{name}”" : "")}</h1><p>{string.Join(", ", run.Cells.Select(c => c.CandidateId).Distinct(StringComparer.Ordinal))} on {string.Join(", ", run.Cells.Select(c => c.SuiteName).Distinct(StringComparer.Ordinal))}</p>""");
        html.Line($"""<dl><div><dt>status</dt><dd>{RunWords.Word(run.Status)}{(run.Note is { } note ? $" ({note})" : "")}</dd></div><div><dt>begun</dt><dd>{Figures.Time(run.CreatedAt)}</dd></div>""");
        if (run.Comment is { } comment)
        {
            html.Line($"""<div><dt>note</dt><dd>{comment}</dd></div>""");
        }

        if (run.Tags.Count > 0)
        {
            html.Line($"""<div><dt>tags</dt><dd>{RunWords.Tags(run.Tags)}</dd></div>""");
        }

        foreach (var line in RunWords.Totals(run))
        {
            var parts = line.Split(' ', 2, StringSplitOptions.TrimEntries);
            html.Line($"""<div><dt>{parts[0]}</dt><dd>{parts[^1]}</dd></div>""");
        }

        html.Line($"""</dl></header>""");
        ResultSections.Charts(html, run);
        ResultSections.Table(html, run);
        ResultSections.Outcomes(html, run);
        ResultSections.Slices(html, run);
        await SampleSection.WriteAsync(text, report, cancellationToken);
        Provenance(html, report);
        HtmlPage.Report.End(text, report.At);
    }

    // What it takes to know later what was measured.
    private static void Provenance(HtmlWriter html, ReportedRun report)
    {
        var run = report.Run;
        html.Line($"""<section aria-labelledby="provenance"><h2 id="provenance">What was measured</h2><details><summary>hashes and identities</summary>""");
        html.Line($"""<p>plan {run.PlanHash}, seed {run.Seed}, started by {run.Trigger}{(run.Program.Length > 0 ? $", program {run.Program}" : "")}</p>""");
        html.Line($"""<div class="wide"><table class="sortable"><thead><tr><th>candidate</th><th>identity</th><th>suite</th><th>version</th><th>definition</th><th>data</th></tr></thead><tbody>""");
        foreach (var cell in run.Cells)
        {
            html.Line($"""<tr><td>{cell.CandidateId}</td><td class="hash">{cell.ShownIdentity}</td><td>{cell.SuiteName}</td><td>{cell.SuiteVersion}</td><td class="hash">{cell.DefinitionHash}</td><td class="hash">{cell.DataHash}</td></tr>""");
        }

        html.Line($"""</tbody></table></div></details></section>""");
    }
}
