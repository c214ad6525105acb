using System.Text;
using Eval.Core.Running;

namespace Eval.Core.Reports;

/// <summary>A run's results as Markdown for a pull request or an issue. Names come from files and data sets: none becomes markup.</summary>
public static class RunMarkdown
{
    // A comment on GitHub takes 65,536 characters, a line here is about 120.
    private const int MostRows = 300;
    private const int MostRemarks = 20;

    /// <summary>The run: a table of results, remarks and totals; slices folded below where they are wanted.</summary>
    public static string Of(StoredRun run, bool slices)
    {
        var text = new StringBuilder();
        Line(text, $"### {MarkdownText.Escape(RunWords.Head(run))}");
        Line(text, "");
        foreach (var line in new[] { run.Comment, run.Tags.Count > 0 ? RunWords.Tags(run.Tags) : null }.OfType<string>())
        {
            Line(text, MarkdownText.Escape(line));
            Line(text, "");
        }

        Table(text, run, EstimateRow.Group(run, slices: false));
        var remarks = RunWords.Remarks(run, slices: false).Distinct().ToList();
        foreach (var remark in remarks.Take(MostRemarks))
        {
            Line(text, $"- ⚠️ {MarkdownText.Escape(remark)}");
        }

        if (remarks.Count > MostRemarks)
        {
            Line(text, $"- … and {remarks.Count - MostRemarks} more remarks");
        }

        Line(text, remarks.Count > 0 ? "" : null);
        foreach (var line in RunWords.Totals(run))
        {
            Line(text, $"<sub>{MarkdownText.Escape(string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))}</sub>  ");
        }

        var sliced = slices ? EstimateRow.Group(run, slices: true).Where(g => g[0].Slice is not null).ToList() : [];
        if (sliced.Count > 0)
        {
            Line(text, "");
            Line(text, "<details><summary>Slices</summary>");
            Line(text, "");
            Table(text, run, sliced);
            Line(text, "</details>");
        }

        return text.ToString();
    }

    private static void Table(StringBuilder text, StoredRun run, IReadOnlyList<IReadOnlyList<EstimateRow>> groups)
    {
        var rows = groups.SelectMany(g => g).ToList();
        var slices = rows.Exists(r => r.Slice is not null);
        var partial = rows.Exists(r => r.Coverage.Length > 0);
        var money = !slices && rows.Exists(r => r.Cell.CostMicroUsd is not null);
        var time = !slices && rows.Exists(r => r.Cell.DurationMs > 0);
        Line(text, MarkdownText.Row([
            "suite", "metric", .. Where(slices, "slice"), "candidate", "value", $"{run.Confidence * 100:0.#} % interval", "n", .. Where(partial, "coverage"),
            .. Where(time, "model time"), .. Where(money, "cost")]));
        Line(text, $"|---|---|{(slices ? "---|" : "")}---|--:|--:|--:|{(partial ? "--:|" : "")}{(time ? "--:|" : "")}{(money ? "--:|" : "")}");
        foreach (var row in rows.Take(MostRows))
        {
            Line(text, MarkdownText.Row([
                row.Cell.SuiteName, row.MetricId.Length > 0 ? MetricNames.Labelled(row.MetricId) : Figures.None, .. Where(slices, row.Slice ?? ""), row.Cell.CandidateId,
                row.Value, row.Interval, row.N, .. Where(partial, row.Coverage.Length > 0 ? row.Coverage : row.Estimate is null ? Figures.None : "100 %"),
                .. Where(time, Figures.Duration(TimeSpan.FromMilliseconds(row.Cell.DurationMs))), .. Where(money, Figures.Money(row.Cell.CostMicroUsd))]));
        }

        Line(text, "");
        if (rows.Count > MostRows)
        {
            Line(text, $"{Figures.Count(rows.Count - MostRows)} more rows are in the run.");
            Line(text, "");
        }
    }

    private static string[] Where(bool wanted, string cell) => wanted ? [cell] : [];

    private static void Line(StringBuilder text, string? line) => text.Append(line).Append(line is null ? "" : "\n");
}
