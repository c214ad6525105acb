using Eval.Core.Running;

namespace Eval.Core.Reports.Html;

/// <summary>A run's results: charts, the table, remarks, how samples ended, slices.</summary>
internal static class ResultSections
{
    private const int MostRemarks = 50;
    private const int MostCharts = 60;
    private const int MostSlices = 2_000;

    /// <summary>One chart a suite by its first metric; the others folded below.</summary>
    public static void Charts(HtmlWriter html, StoredRun run)
    {
        var charts = EstimateRow.Group(run, slices: false).Where(g => g.Any(HasValue)).ToList();
        var first = charts.GroupBy(g => g[0].Cell.SuiteName, StringComparer.Ordinal).Select(g => g.First()).ToList();
        if (charts.Count == 0)
        {
            return;
        }

        html.Line($"""<section aria-labelledby="charts"><h2 id="charts">At a glance</h2><p class="quiet">Each dot is a value, each bar its {run.Confidence * 100} % interval.</p><div class="charts">""");
        first.Take(MostCharts).ToList().ForEach(g => Chart(html, g));
        html.Line($"""</div>""");
        var others = charts.Except(first).ToList();
        if (others.Count > 0)
        {
            html.Line($"""<details><summary>{Figures.Count(others.Count)} more metrics</summary><div class="charts">""");
            others.Take(MostCharts).ToList().ForEach(g => Chart(html, g));
            html.Line($"""</div></details>""");
        }

        html.Line($"""</section>""");
    }

    /// <summary>Every estimate, sortable.</summary>
    public static void Table(HtmlWriter html, StoredRun run)
    {
        html.Line($"""<section aria-labelledby="results"><h2 id="results">Results</h2>""");
        Rows(html, run, EstimateRow.Group(run, slices: false).SelectMany(g => g).ToList(), slices: false);
        var remarks = RunWords.Remarks(run, slices: false).Distinct().ToList();
        if (remarks.Count > 0)
        {
            html.Line($"""<ul class="remarks">""");
            remarks.Take(MostRemarks).ToList().ForEach(r => html.Line($"""<li>{r}</li>"""));
            html.Line($"""</ul>""");
        }

        html.Line($"""</section>""");
    }

    /// <summary>How the samples of each cell ended, as bars.</summary>
    public static void Outcomes(HtmlWriter html, StoredRun run)
    {
        const int width = 240;
        html.Line($"""<section aria-labelledby="outcomes"><h2 id="outcomes">How the samples ended</h2><div class="wide"><table class="sortable"><thead><tr><th>suite</th><th>candidate</th><th>share</th><th>outcomes</th><th class="n">planned</th></tr></thead><tbody>""");
        foreach (var cell in run.Cells)
        {
            var planned = (long)cell.Planned * cell.Epochs;
            var outcomes = cell.Outcomes.Where(o => o.Value > 0).OrderBy(o => o.Key).ToList();
            var words = cell.SkipReason is { } reason ? $"skipped: {reason}" : string.Join(", ", outcomes.Select(o => $"{Figures.Count(o.Value)} {RunWords.Word(o.Key)}"));
            html.Write($"""<tr><td class="{Key(cell.SuiteName)}">{cell.SuiteName}</td><td class="{Key(cell.CandidateId)}">{cell.CandidateId}</td><td data-v="{(planned == 0 ? 0 : (double)outcomes.Sum(o => (long)o.Value) / planned)}"><svg width="{width}" height="12" role="img" aria-label="{words}"><rect class="bar-none" x="0" y="1" width="{width}" height="10"/>""");
            double x = 0;
            foreach (var (outcome, count) in outcomes)
            {
                var share = planned == 0 ? 0 : (double)width * count / planned;
                html.Write($"""<rect class="bar-{RunWords.Key(outcome)}" x="{x}" y="1" width="{share}" height="10"><title>{Figures.Count(count)} {RunWords.Word(outcome)}</title></rect>""");
                x += share;
            }

            html.Line($"""</svg></td><td>{words}</td><td class="n">{Figures.Count(planned)}</td></tr>""");
        }

        html.Line($"""</tbody></table></div></section>""");
    }

    /// <summary>Every metric slice by slice, folded.</summary>
    public static void Slices(HtmlWriter html, StoredRun run)
    {
        var rows = EstimateRow.Group(run, slices: true).Where(g => g[0].Slice is not null).SelectMany(g => g).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        html.Line($"""<section aria-labelledby="slices"><h2 id="slices">Slices</h2><details><summary>{Figures.Count(rows.Count)} figures of parts of the suites</summary>""");
        Rows(html, run, [.. rows.Take(MostSlices)], slices: true);
        html.Line($"""{(rows.Count > MostSlices ? $"{Figures.Count(rows.Count - MostSlices)} more are in the run." : "")}</details></section>""");
    }

    private static void Rows(HtmlWriter html, StoredRun run, IReadOnlyList<EstimateRow> rows, bool slices)
    {
        var money = !slices && rows.Any(r => r.Cell.CostMicroUsd is not null);
        html.Write($"""<div class="wide"><table class="sortable"><thead><tr><th>suite</th><th>metric</th>""");
        if (slices)
        {
            html.Write($"""<th>slice</th>""");
        }

        html.Write($"""<th>candidate</th><th class="n">value</th><th class="n">{run.Confidence * 100} % interval</th><th class="n">n</th><th class="n">coverage</th>""");
        if (!slices)
        {
            html.Write($"""<th class="n">tokens</th><th class="n">model time</th>""");
        }

        if (money)
        {
            html.Write($"""<th class="n">cost</th>""");
        }

        html.Line($"""<th>interval by</th></tr></thead><tbody>""");
        foreach (var row in rows)
        {
            var (cell, estimate) = (row.Cell, row.Estimate);
            html.Write($"""<tr><td class="{Key(cell.SuiteName)}">{cell.SuiteName}</td><td class="{Key(row.MetricId)}">{(row.MetricId.Length > 0 ? MetricNames.Labelled(row.MetricId) : Figures.None)}</td>""");
            if (slices)
            {
                html.Write($"""<td>{row.Slice}</td>""");
            }

            html.Write($"""<td class="{Key(cell.CandidateId)}">{cell.CandidateId}</td><td class="n strong" data-v="{estimate?.Value}">{row.Value}</td><td class="n" data-v="{estimate?.Low}">{row.Interval}</td><td class="n" data-v="{estimate?.N}">{row.N}</td>""");
            html.Write($"""<td class="n {(row.Coverage.Length > 0 ? "warn" : "")}" data-v="{estimate?.Coverage}">{(estimate is null ? Figures.None : Figures.Percent(estimate.Coverage))}</td>""");
            if (!slices)
            {
                html.Write($"""<td class="n" data-v="{cell.InputTokens + cell.OutputTokens}">{Figures.Short(cell.InputTokens + cell.OutputTokens)}</td><td class="n" data-v="{cell.DurationMs}">{Figures.Duration(TimeSpan.FromMilliseconds(cell.DurationMs))}</td>""");
            }

            if (money)
            {
                html.Write($"""<td class="n" data-v="{(double?)cell.CostMicroUsd}">{Figures.Money(cell.CostMicroUsd)}</td>""");
            }

            html.Line($"""<td class="quiet">{estimate?.IntervalMethod}</td></tr>""");
        }

        html.Line($"""</tbody></table></div>""");
    }

    private static void Chart(HtmlWriter html, IReadOnlyList<EstimateRow> group)
    {
        var shown = group.Where(HasValue).ToList();
        var format = shown[0].Format;
        var axis = ChartAxis.Of(shown.SelectMany(r => new[] { r.Estimate!.Value, r.Estimate.Low, r.Estimate.High }).OfType<double>(), format);
        IntervalChart.Write(
            html,
            $"{shown[0].Cell.SuiteName}, {MetricNames.Labelled(shown[0].MetricId)}",
            [.. shown.Select(r => new ChartLine(
                r.Cell.CandidateId, r.Estimate!.Value!.Value, r.Estimate.Low, r.Estimate.High, $"{r.Value} (n {r.N})", r.Coverage.Length > 0 ? "partial" : ""))],
            axis);
    }

    // Short names are not broken.
    private static string Key(string name) => name.Length <= 32 ? "key" : "";

    private static bool HasValue(EstimateRow row) => row.Estimate?.Value is { } value && double.IsFinite(value);
}
