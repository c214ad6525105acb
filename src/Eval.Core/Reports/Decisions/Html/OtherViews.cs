using System.Globalization;
using Eval.Core.Reports.Html;
using Eval.Core.Selection.Profiles;

namespace Eval.Core.Reports.Decisions.Html;

/// <summary>What other methods and other people would have chosen, and who would regret which choice how much.</summary>
internal static class OtherViews
{
    public static void Write(HtmlWriter html, Decision decision)
    {
        var lines = DecisionWords.Disagreement(decision).ToList();
        if (lines.Count == 0)
        {
            return;
        }

        html.Line($"""<section aria-labelledby="views"><h2 id="views">Other views</h2>""");
        PageLists.Write(html, lines);
        if (decision.Stakeholders is { } view)
        {
            html.Line($"""<h3>Regret: what a choice costs whom, in score</h3>""");
            DataTable.Write(
                html, "Regret by stakeholder", ["choice", .. view.Sets.Select((s, i) => $"#{DecisionWords.Whose(s, i)}"), "#greatest"],
                decision.Ranking!.Names.Select(n => (Name: n, Place: view.Candidates.ToList().IndexOf(n)))
                    .Select(c => (IReadOnlyList<string>)[c.Name, .. view.Regrets[c.Place].Select(DecisionWords.Score), DecisionWords.Score(view.MaximumRegrets[c.Place])]));
        }

        DataTable.Folded(html, "Other methods", ["method", "picks", "#agreement (τ)", "order, or why it has none"], decision.Panel!.Rows.Select(r => (IReadOnlyList<string>)
            [r.Method, r.Winner ?? "", double.IsFinite(r.Tau) ? r.Tau.ToString("0.00", CultureInfo.InvariantCulture) : Figures.None, r.Ranking is { } order ? string.Join(" › ", order.Names) : r.Why ?? ""]));
        html.Line($"""</section>""");
    }
}
