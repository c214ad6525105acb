using Eval.Core.Reports.Html;
using Eval.Core.Selection.Explanation;
using Eval.Core.Selection.Profiles;

namespace Eval.Core.Reports.Decisions.Html;

/// <summary>What a fifth more or less of each weight does to the gap, the factor that matters most on top.</summary>
internal static class TornadoChart
{
    private const double RowHeight = 36;

    public static void Write(HtmlWriter html, Decision decision)
    {
        if (decision.Tornado.Count == 0 || decision.Ranking is not { RunnerUp: { } second, Winner: { } first } || decision.Why is not { } why)
        {
            return;
        }

        const string Title = "Weights 20 % smaller and greater";
        var rows = decision.Tornado.OrderByDescending(r => r.Swing).ToList();
        var axis = ChartAxis.Around(rows.SelectMany(r => new[] { r.Low.Gap, r.High.Gap }).Append(why.Gap), zero: true);
        double X(double gap) => (gap - axis.Low) / (axis.High - axis.Low) * ChartFigure.Width;
        var bottom = rows.Count * RowHeight;
        ChartFigure.Begin(html, Title, bottom + 20, string.Join("; ", rows.Select(r => $"{DecisionWords.Name(decision, r.Factor)}: lead {DecisionWords.Signed(r.Low.Gap)} to {DecisionWords.Signed(r.High.Gap)}")), isTableWide: true);
        foreach (var tick in axis.Ticks)
        {
            html.Write($"""<text class="tick" x="{Math.Clamp(X(tick), 14, ChartFigure.Width - 14)}" y="{bottom + 16}" text-anchor="middle">{axis.Label(tick)}</text>""");
        }

        html.Line($"");
        for (var i = 0; i < rows.Count; i++)
        {
            var (row, top) = (rows[i], i * RowHeight);
            var (low, high) = (X(row.Low.Gap), X(row.High.Gap));
            ChartFigure.Words(html, top + 14, DecisionWords.Name(decision, row.Factor), $"{DecisionWords.Signed(row.Low.Gap)} … {DecisionWords.Signed(row.High.Gap)}");
            // Only beside the bar, so that no line runs through a word.
            html.Write($"""<line class="zero" x1="{X(0)}" x2="{X(0)}" y1="{top + 17}" y2="{top + 33}"/><line class="now" x1="{X(why.Gap)}" x2="{X(why.Gap)}" y1="{top + 17}" y2="{top + 33}"/>""");
            html.Write($"""<rect class="swing" x="{Math.Min(low, high)}" y="{top + 20}" width="{Math.Abs(high - low)}" height="10"/>""");
            End(html, row.Low, low, top + 25, "less", first.Name);
            End(html, row.High, high, top + 25, "more", first.Name);
            html.Line($"");
        }

        ChartFigure.EndDrawing(html);
        html.Line($"""<p class="quiet">Lead of {first.Name} over {second.Name}: hollow where the weight is 20 % smaller, filled where it is 20 % greater, a cross where another wins. Dashed: no lead. Line: now.</p>""");
        DataTable.Folded(html, Title, ["factor", "#weight −20 %", "#lead", "winner", "#weight +20 %", "#lead", "winner"], rows.Select(r => (IReadOnlyList<string>)
        [
            DecisionWords.Name(decision, r.Factor),
            DecisionWords.Weight(r.Low.Weight), DecisionWords.Signed(r.Low.Gap), r.Low.Winner,
            DecisionWords.Weight(r.High.Weight), DecisionWords.Signed(r.High.Gap), r.High.Winner,
        ]));
        ChartFigure.End(html);
    }

    private static void End(HtmlWriter html, TornadoEnd end, double x, double y, string tone, string winner)
    {
        if (end.Winner == winner)
        {
            html.Write($"""<circle class="{tone}" cx="{x}" cy="{y}" r="4"/>""");
        }
        else
        {
            html.Write($"""<path class="turned" d="M{x - 5} {y - 5}L{x + 5} {y + 5}M{x - 5} {y + 5}L{x + 5} {y - 5}"/>""");
        }
    }
}
