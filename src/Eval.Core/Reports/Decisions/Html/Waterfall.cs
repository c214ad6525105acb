using System.Globalization;
using Eval.Core.Reports.Html;
using Eval.Core.Selection.Profiles;

namespace Eval.Core.Reports.Decisions.Html;

/// <summary>From the second's score to the first's, a step a factor.</summary>
internal static class Waterfall
{
    private const double RowHeight = 36;

    public static void Write(HtmlWriter html, Decision decision)
    {
        if (decision is not { Why: { } why, Ranking: { } ranking })
        {
            return;
        }

        var begin = ranking.Rows.First(r => r.Name == why.Other).Score;
        var steps = why.Rows.OrderByDescending(r => r.Amount).ToList();
        var reached = new List<double> { begin };
        steps.ForEach(s => reached.Add(reached[^1] + s.Amount));
        var (axis, title) = (ChartAxis.Around(reached), $"Why {why.Candidate} is ahead of {why.Other}");
        double X(double score) => (score - axis.Low) / (axis.High - axis.Low) * ChartFigure.Width;
        ChartFigure.Begin(html, title, ((steps.Count + 2) * RowHeight) + 4, string.Join("; ", steps.Select(s => $"{DecisionWords.Name(decision, s.Factor)} {DecisionWords.Signed(s.Amount)}")));
        Score(html, 0, why.Other, begin, X(begin));
        for (var i = 0; i < steps.Count; i++)
        {
            var (top, from, to) = ((i + 1) * RowHeight, X(reached[i]), X(reached[i + 1]));
            // Direction is told by the tip as well as by colour.
            var tip = Math.Sign(to - from) * Math.Min(6, Math.Abs(to - from));
            html.Write($"""<line class="link" x1="{from}" x2="{from}" y1="{top - 7}" y2="{top + 18}"/>""");
            ChartFigure.Words(html, top + 14, DecisionWords.Name(decision, steps[i].Factor), DecisionWords.Signed(steps[i].Amount));
            html.Line($"""<polygon class="{(steps[i].Amount < 0 ? "against" : "for")}" points="{from},{top + 19} {to - tip},{top + 19} {to},{top + 24.5} {to - tip},{top + 30} {from},{top + 30}"/>""");
        }

        Score(html, (steps.Count + 1) * RowHeight, why.Candidate, reached[^1], X(reached[^1]));
        ChartFigure.EndDrawing(html);
        html.Line($"""<p class="quiet">Each step is the factor's weight times what the first has more of its value. Pointing right: for {why.Candidate}; left: for {why.Other}.</p>""");
        DataTable.Folded(html, "Contributions", ["factor", "#adds"],
        [
            [$"score of {why.Other}", Number(begin)],
            .. steps.Select(s => (IReadOnlyList<string>)[DecisionWords.Name(decision, s.Factor), DecisionWords.Signed(s.Amount)]),
            ["gap", DecisionWords.Signed(why.Gap)],
            [$"score of {why.Candidate}", Number(reached[^1])],
        ]);
        ChartFigure.End(html);
    }

    private static void Score(HtmlWriter html, double top, string name, double score, double x)
    {
        ChartFigure.Words(html, top + 14, name, DecisionWords.Score(score));
        html.Line($"""<polygon class="whole" points="{x},{top + 18} {x + 6},{top + 24.5} {x},{top + 31} {x - 6},{top + 24.5}"/>""");
    }

    private static string Number(double number) => number.ToString("0.0000", CultureInfo.InvariantCulture);
}
