using System.Globalization;
using Eval.Core.Reports.Html;
using Eval.Core.Selection;
using Eval.Core.Selection.Aggregation;
using Eval.Core.Selection.Profiles;

namespace Eval.Core.Reports.Decisions.Html;

/// <summary>Candidates by factors: the raw value with its interval, and what it is worth as a bar. Who is knocked out stands below, without a score.</summary>
internal static class MatrixTable
{
    private const double BarWidth = 84;

    public static void Write(HtmlWriter html, Decision decision)
    {
        var matrix = decision.Evidence.Matrix;
        html.Line($"""<section aria-labelledby="matrix"><h2 id="matrix">What was weighed</h2>""");
        html.Write($"""<div class="wide" tabindex="0" role="region" aria-label="What was weighed"><table class="matrix"><thead><tr><th scope="col">candidate</th><th scope="col" class="n">score</th>""");
        for (var f = 0; f < matrix.Factors.Count; f++)
        {
            var factor = matrix.Factors[f];
            html.Write($"""<th scope="col">{factor.Name} <span class="weight">{Percent(decision.Weights[f])}</span><span class="under">{(factor.Unit.Length > 0 ? factor.Unit + ", " : "")}{DecisionWords.Raw(factor.Worst)} → {DecisionWords.Raw(factor.Best)}{Scale(factor)}</span><span class="under">{DecisionWords.Source(decision, f)}</span></th>""");
        }

        html.Line($"""</tr></thead><tbody>""");
        foreach (var row in decision.Ranking?.Rows ?? [])
        {
            var score = decision.Scores.First(s => s.Candidate == row.Name);
            html.Write($"""<tr><th scope="row">{row.Rank}. {row.Name}{(row.Name == decision.Profile.Baseline ? " (baseline)" : "")}</th><td class="n">{DecisionWords.Score(row.Score)}{Between(score)}</td>""");
            Cells(html, matrix, matrix.CandidateAt(row.Name));
        }

        foreach (var name in matrix.Candidates.Except(decision.Ranking?.Names ?? []))
        {
            html.Write($"""<tr class="out"><th scope="row">{name}</th><td>{(decision.MustHaves.Kept.Contains(name) ? "nothing known" : "out")}</td>""");
            Cells(html, matrix, matrix.CandidateAt(name));
        }

        html.Line($"""</tbody></table></div>""");
        html.Line($"""<p class="quiet">Weights in per cent. A bar runs from the worst anchor (0) to the best (1), as the head of its column says; a dashed one is a missing value, which may be anything between.</p></section>""");
    }

    private static void Cells(HtmlWriter html, DecisionMatrix matrix, int candidate)
    {
        for (var f = 0; f < matrix.Factors.Count; f++)
        {
            Cell(html, matrix.At(candidate, f), matrix.Value(candidate, f), DecisionWords.Source(matrix, f).Contains(',', StringComparison.Ordinal));
        }

        html.Line($"""</tr>""");
    }

    private static void Cell(HtmlWriter html, Evidence evidence, double? value, bool mixed)
    {
        if (evidence.Value is not { } raw || value is not { } worth)
        {
            html.Write($"""<td class="cell"><span class="missing">missing</span>""");
            html.Write($"""<svg class="worth" width="{BarWidth}" height="10" viewBox="0 0 {BarWidth} 10" role="img" aria-label="worth anything from 0 to 1"><rect class="unknown" x="0.5" y="1.5" width="{BarWidth - 1}" height="7"/></svg><span class="under">0 – 1</span></td>""");
            return;
        }

        html.Write($"""<td class="cell">{DecisionWords.Raw(raw)}""");
        // A stated interval as it was stated; otherwise 95 % by all errors that are known.
        if ((evidence.Interval ?? (evidence.IsUncertain ? evidence.Limits(0.975) : null)) is { } interval)
        {
            html.Write($"""<span class="under">{DecisionWords.Raw(interval.Low)} – {DecisionWords.Raw(interval.High)}</span>""");
        }

        html.Write($"""<svg class="worth" width="{BarWidth}" height="10" viewBox="0 0 {BarWidth} 10" role="img" aria-label="worth {Short(worth)}"><rect class="track" y="1" width="{BarWidth}" height="8"/><rect class="filled" y="1" width="{worth * BarWidth}" height="8"/></svg><span class="under">{Short(worth)}{(mixed ? ", " + DecisionWords.Word(evidence.Source) : "")}</span></td>""");
    }

    private static string Between(ScoreInterval score) => score.Missing.Count == 0 ? "" : $" ({DecisionWords.Score(score.Low)} – {DecisionWords.Score(score.High)})";

    private static string Scale(Factor factor) => factor.Scale switch
    {
        FactorScale.Logarithmic => ", logarithmic",
        FactorScale.Piecewise => ", by points",
        _ => "",
    };

    private static string Short(double worth) => worth.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Percent(double weight) => weight.ToString("0.0 %", CultureInfo.InvariantCulture);
}
