using System.Globalization;
using Eval.Core.Reports.Html;
using Eval.Core.Selection.Profiles;

namespace Eval.Core.Reports.Decisions.Html;

/// <summary>How probable each rank is: a bar a candidate, a part a rank.</summary>
internal static class RankBars
{
    private const double RowHeight = 44;
    private const int Tones = 6;

    public static void Write(HtmlWriter html, Decision decision)
    {
        if (decision is not { Simulation: { } simulation, Ranking: { } ranking })
        {
            return;
        }

        const string Title = "Probability of each rank";
        var (names, ranks) = (ranking.Names, simulation.Ranks);
        var places = names.Select(n => ranks.Candidates.ToList().IndexOf(n)).ToList();
        ChartFigure.Begin(html, Title, names.Count * RowHeight, string.Join("; ", names.Select((n, i) => $"{n} is first in {DecisionWords.Probability(ranks.First(places[i]))}")), isTableWide: true);
        for (var i = 0; i < names.Count; i++)
        {
            ChartFigure.Words(html, (i * RowHeight) + 14, names[i], "first: " + DecisionWords.Probability(ranks.First(places[i])));
            StackedBar.Write(html, (i * RowHeight) + 20, ranks.Ranks[places[i]].Select((p, r) => new StackPart(p, Tone(r), Number(r + 1), $"{names[i]}, rank {Number(r + 1)}: {DecisionWords.Probability(p)}")));
        }

        ChartFigure.EndDrawing(html);
        html.Line($"""<p class="quiet">The number in a part is the rank; a darker part is a better one.</p>""");
        DataTable.Folded(
            html, Title, ["candidate", .. names.Select((_, r) => $"#P(rank {Number(r + 1)})"), "#expected rank", "#score, 95 % of draws", "#expected regret"],
            places.Select((p, i) => (IReadOnlyList<string>)
            [
                names[i],
                .. ranks.Ranks[p].Select(DecisionWords.Probability),
                ranks.ExpectedRank(p).ToString("0.00", CultureInfo.InvariantCulture),
                $"{DecisionWords.Score(simulation.ScoreIntervals[p].Low)} – {DecisionWords.Score(simulation.ScoreIntervals[p].High)}",
                simulation.ExpectedRegrets[p].ToString("0.0000", CultureInfo.InvariantCulture),
            ]));
        ChartFigure.End(html);
    }

    private static string Tone(int rank) => "rank-" + Number(Math.Min(rank + 1, Tones));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
