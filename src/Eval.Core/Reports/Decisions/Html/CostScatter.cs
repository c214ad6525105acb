using System.Globalization;
using Eval.Core.Reports.Html;
using Eval.Core.Selection;
using Eval.Core.Selection.Pareto;
using Eval.Core.Selection.Profiles;

namespace Eval.Core.Reports.Decisions.Html;

/// <summary>Cost against the score of everything else: the front, who is dominated, and where today's candidate stands.</summary>
internal static class CostScatter
{
    private const string Title = "Cost against the score of all else";
    private const double Left = 38;
    private const double Right = ChartFigure.Width - 14;
    private const double Top = 22;
    private const double Bottom = 226;

    public static void Write(HtmlWriter html, Decision decision)
    {
        if (decision is not { Front: { } front, Survivors: { } matrix, Ranking: { } ranking })
        {
            return;
        }

        var factor = matrix.Factors[matrix.FactorAt(decision.Evidence.CostFactors[0])];
        var rows = front.Rows.OrderBy(r => ranking.Names.ToList().IndexOf(r.Point.Name)).ToList();
        // What is free has no place on a logarithmic axis.
        var isLog = rows.All(r => Cost(r) > 0);
        var (log, plain, score) = (isLog ? LogAxis.Around(rows.Select(Cost)) : null, ChartAxis.Around(rows.Select(Cost)), ChartAxis.Around(rows.Select(Score)));
        double X(double cost) => Left + ((log?.At(cost) ?? ((cost - plain.Low) / (plain.High - plain.Low))) * (Right - Left));
        double Y(double value) => Bottom - ((value - score.Low) / (score.High - score.Low) * (Bottom - Top));

        ChartFigure.Begin(html, Title, 264, string.Join("; ", rows.Select((r, i) => $"{r.Point.Name} {DecisionWords.Raw(Cost(r))}, {DecisionWords.Score(Score(r))}")));
        foreach (var tick in score.Ticks)
        {
            html.Write($"""<line class="grid" x1="{Left}" x2="{Right}" y1="{Y(tick)}" y2="{Y(tick)}"/><text class="tick" x="{Left - 5}" y="{Y(tick) + 4}" text-anchor="end">{score.Label(tick)}</text>""");
        }

        foreach (var tick in log?.Ticks ?? plain.Ticks)
        {
            html.Write($"""<line class="grid" x1="{X(tick)}" x2="{X(tick)}" y1="{Top}" y2="{Bottom}"/><text class="tick" x="{X(tick)}" y="{Bottom + 15}" text-anchor="middle">{DecisionWords.Raw(tick)}</text>""");
        }

        html.Line($"""<text class="tick" x="0" y="11">↑ score of all else</text><text class="tick" x="{Right}" y="{Bottom + 32}" text-anchor="end">{ChartFigure.Short(Unit(factor), 40)}{(isLog ? ", logarithmic" : "")} →</text>""");
        Front(html, [.. rows.Where(r => r.IsOnFront).OrderBy(Cost).ThenBy(Score)], X, Y);
        for (var i = 0; i < rows.Count; i++)
        {
            Point(html, decision, rows[i], i, X(Cost(rows[i])), Y(Score(rows[i])));
        }

        ChartFigure.EndDrawing(html);
        html.Line($"""<ol class="key">""");
        foreach (var row in rows)
        {
            html.Line($"""<li>{row.Point.Name}{Role(decision, row)}</li>""");
        }

        html.Line($"""</ol><p class="quiet">Diamond: first; circle: on the front; grey triangle: dominated, cheaper and better candidates exist; square around: in use today.</p>""");
        DataTable.Folded(html, Title, ["candidate", "#" + Unit(factor), "#score of all else", "what it is"], rows.Select(r => (IReadOnlyList<string>)
            [r.Point.Name, DecisionWords.Raw(Cost(r)), DecisionWords.Score(Score(r)), (r.IsOnFront ? "on the front" : $"dominated by {string.Join(", ", r.DominatedBy)}") + (r.Point.Name == decision.Profile.Baseline ? ", baseline" : "")]));
        ChartFigure.End(html);
    }

    // Between two points of the front nothing better can be had than the cheaper one: a staircase.
    private static void Front(HtmlWriter html, IReadOnlyList<ParetoRow> front, Func<double, double> x, Func<double, double> y)
    {
        html.Write($"""<path class="front" fill="none" d="M{x(Cost(front[0]))} {Bottom}""");
        foreach (var row in front)
        {
            html.Write($"""H{x(Cost(row))}V{y(Score(row))}""");
        }

        html.Line($"""H{Right}"/>""");
    }

    private static void Point(HtmlWriter html, Decision decision, ParetoRow row, int place, double x, double y)
    {
        html.Write($"""<g><title>{row.Point.Name}: {DecisionWords.Raw(Cost(row))}, {DecisionWords.Score(Score(row))}{Role(decision, row)}</title>""");
        if (row.Point.Name == decision.Profile.Baseline)
        {
            html.Write($"""<rect class="baseline" x="{x - 9}" y="{y - 9}" width="18" height="18"/>""");
        }

        if (!row.IsOnFront)
        {
            html.Write($"""<polygon class="dominated" points="{x},{y - 5.5} {x + 5.5},{y + 4.5} {x - 5.5},{y + 4.5}"/>""");
        }
        else if (row.Point.Name == decision.Ranking!.Winner.Name)
        {
            html.Write($"""<polygon class="winner" points="{x},{y - 7} {x + 7},{y} {x},{y + 7} {x - 7},{y}"/>""");
        }
        else
        {
            html.Write($"""<circle class="value" cx="{x}" cy="{y}" r="5"/>""");
        }

        html.Line($"""<text class="name" x="{x - 11}" y="{y - 8}" text-anchor="end">{(place + 1).ToString(CultureInfo.InvariantCulture)}</text></g>""");
    }

    private static string Role(Decision decision, ParetoRow row) =>
        (row.IsOnFront ? "" : $", dominated by {string.Join(", ", row.DominatedBy)}") + (row.Point.Name == decision.Profile.Baseline ? " (baseline: in use today)" : "");

    private static string Unit(Factor factor) => factor.Unit.Length > 0 ? $"{factor.Name}, {factor.Unit}" : factor.Name;

    private static double Cost(ParetoRow row) => row.Point.Values[0];

    private static double Score(ParetoRow row) => row.Point.Values[1];
}
