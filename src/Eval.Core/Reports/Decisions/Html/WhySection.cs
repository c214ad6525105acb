using Eval.Core.Reports.Html;
using Eval.Core.Selection.Profiles;

namespace Eval.Core.Reports.Decisions.Html;

/// <summary>Why the first is first, and what would change that.</summary>
internal static class WhySection
{
    public static void Write(HtmlWriter html, Decision decision)
    {
        if (decision.Ranking is not { RunnerUp: { } second })
        {
            return;
        }

        html.Line($"""<section aria-labelledby="why"><h2 id="why">Why</h2>""");
        var missing = DecisionWords.Missing(decision).ToList();
        PageLists.Write(html, [DecisionWords.Why(decision) ?? $"Contributions add up under the weighted sum only, and this decision uses {decision.Profile.Method}.", .. missing]);
        html.Line($"""<div class="charts">""");
        Waterfall.Write(html, decision);
        TornadoChart.Write(html, decision);
        html.Line($"""</div></section>""");
        var changes = DecisionWords.WhatWouldChange(decision).ToList();
        if (changes.Count == 0)
        {
            return;
        }

        html.Line($"""<section aria-labelledby="change"><h2 id="change">What would change it</h2>""");
        PageLists.Write(html, changes);
        html.Line($"""<div class="tables">""");
        DataTable.Write(html, "Critical weights", ["factor", "#weight now", "#below", "then wins", "#above", "then wins"], decision.CriticalWeights.Select(c => (IReadOnlyList<string>)
        [
            DecisionWords.Name(decision, c.Factor), DecisionWords.Weight(c.Weight),
            c.Below is { } below ? DecisionWords.Weight(below.Weight) : "never", c.Below?.Winner ?? "",
            c.Above is { } above ? DecisionWords.Weight(above.Weight) : "never", c.Above?.Winner ?? "",
        ]));
        DataTable.Write(html, "What the second would need", ["factor", $"#{second.Name} has", "#would need"], decision.Required.Select(r => (IReadOnlyList<string>)
            [DecisionWords.Name(decision, r.Factor), DecisionWords.Raw(r.Current), r.Raw is { } raw ? DecisionWords.Raw(raw) : "no value does it"]));
        html.Line($"""</div></section>""");
    }
}
