using System.Globalization;
using Eval.Core.Reports.Html;
using Eval.Core.Selection.Profiles;
using Eval.Core.Selection.Simulation;

namespace Eval.Core.Reports.Decisions.Html;

/// <summary>What the doubt comes from: one bar, a part a cause.</summary>
internal static class DoubtBar
{
    public static void Write(HtmlWriter html, Decision decision)
    {
        if (DecisionWords.Doubt(decision) is not { } doubt || decision.Simulation is not { } simulation)
        {
            return;
        }

        html.Line($"""<section aria-labelledby="doubt"><h2 id="doubt">How sure that is</h2><p>{doubt}</p>""");
        foreach (var few in simulation.Resamplings.Where(r => r.HasFewUnits))
        {
            html.Line($"""<p class="warn">{few.Items} has {few.Units} independent items only: fewer than 30 tell too little of chance, and the doubt is greater than shown.</p>""");
        }

        if (simulation.Causes.Sum(c => c.Share) > 0)
        {
            Chart(html, decision, simulation);
        }

        html.Line($"""</section>""");
    }

    private static void Chart(HtmlWriter html, Decision decision, SimulationResult simulation)
    {
        const string Title = "Causes of the doubt";
        StackPart[] parts =
        [
            .. simulation.Causes.Select((c, i) => new StackPart(c.Share, "cause-" + c.Cause.ToString().ToLowerInvariant(), Number(i + 1), $"{DecisionWords.Cause(c.Cause)} {Percent(c.Share)}")),
            new(simulation.Interaction, "cause-together", Number(simulation.Causes.Count + 1), $"causes acting together {Percent(simulation.Interaction)}"),
        ];
        parts = [.. parts.Where(p => p.Share > 0)];
        html.Line($"""<div class="charts">""");
        ChartFigure.Begin(html, Title, 24, string.Join("; ", parts.Select(p => p.Words)));
        StackedBar.Write(html, 2, parts);
        ChartFigure.EndDrawing(html);
        html.Line($"""<ul class="key">""");
        foreach (var part in parts)
        {
            html.Line($"""<li><svg width="22" height="16" viewBox="0 0 22 16" aria-hidden="true"><rect class="part {part.Tone}" width="22" height="16"/><text class="mark on-{part.Tone}" x="11" y="12" text-anchor="middle">{part.Mark}</text></svg> {part.Words}</li>""");
        }

        html.Line($"""</ul>""");
        DataTable.Folded(html, Title, ["cause", "#share of the doubt", "where inside it"], [.. simulation.Causes.Select(c => Row(decision, c)), .. Together(simulation)]);
        ChartFigure.End(html);
        html.Line($"""</div>""");
    }

    private static IReadOnlyList<string> Row(Decision decision, CauseShare cause) =>
    [
        DecisionWords.Cause(cause.Cause), Percent(cause.Share),
        string.Join(", ", cause.Factors.Where(f => Math.Abs(f.Share) >= 0.005).Select(f => $"{DecisionWords.Name(decision, f.Factor)} {Percent(f.Share)}")),
    ];

    private static IReadOnlyList<IReadOnlyList<string>> Together(SimulationResult simulation) =>
        simulation.Interaction > 0 ? [["causes acting together", Percent(simulation.Interaction), ""]] : [];

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
