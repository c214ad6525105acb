using System.Xml.Linq;
using Eval.Core.Reports.Decisions;

namespace Eval.Core.Tests.Reports.Decisions;

/// <summary>What is drawn and what stands in the table beside are the decision's numbers.</summary>
public class DecisionChartTests
{
    private const double Width = 340;

    [Fact]
    public async Task RankBars_EveryBar_IsWholeAndItsPartsAreTheProbabilities()
    {
        var (decision, page) = await DecisionPage.OfAsync(DecisionPage.Unsure);
        var figure = page.Figure("Probability of each rank")!;
        var bars = DecisionPage.Of(figure, "rect", "part").GroupBy(r => DecisionPage.Number(r, "y")).OrderBy(g => g.Key).ToList();
        var (ranks, names) = (decision.Simulation!.Ranks, decision.Ranking!.Names);
        bars.Count.ShouldBe(names.Count);
        for (var i = 0; i < names.Count; i++)
        {
            var expected = ranks.Ranks[ranks.Candidates.ToList().IndexOf(names[i])];
            bars[i].Sum(r => DecisionPage.Number(r, "width")).ShouldBe(Width, 0.001);
            foreach (var part in bars[i])
            {
                var rank = int.Parse(((string)part.Attribute("class")!)["part rank-".Length..], System.Globalization.CultureInfo.InvariantCulture);
                (DecisionPage.Number(part, "width") / Width).ShouldBe(expected[rank - 1], 1e-6);
            }

            bars[i].Count().ShouldBe(expected.Count(p => p > 0));
            DecisionPage.Rows(figure)[i].Take(2).ShouldBe([names[i], DecisionWords.Probability(expected[0])]);
        }

        // Something is at stake here: the likeliest first is not certain.
        bars[0].Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task DoubtBar_Parts_AreTheSharesAndMakeTheWhole()
    {
        var (decision, page) = await DecisionPage.OfAsync(DecisionPage.Unsure);
        var figure = page.Figure("Causes of the doubt")!;
        var parts = DecisionPage.Of(figure.Element("svg")!, "rect", "part").ToList();
        var causes = decision.Simulation!.Causes;
        causes.Count.ShouldBe(2);
        parts.Sum(r => DecisionPage.Number(r, "width")).ShouldBe(Width, 0.001);
        foreach (var (cause, i) in causes.Select((c, i) => (c, i)))
        {
            (DecisionPage.Number(parts[i], "width") / Width).ShouldBe(cause.Share, 1e-6);
            (DecisionPage.Number(DecisionPage.Rows(figure)[i][1].TrimEnd('%', ' ')) / 100).ShouldBe(cause.Share, 0.0006);
        }

        figure.Element("ul")!.Elements("li").Count().ShouldBe(parts.Count);
    }

    [Fact]
    public async Task Waterfall_Steps_AreTheContributionsAndAddUpToTheGap()
    {
        var (decision, page) = await DecisionPage.OfAsync(DecisionPage.Unsure);
        var (figure, why) = (page.Figure("Why B is ahead of A")!, decision.Why!);
        var rows = DecisionPage.Rows(figure);
        var steps = rows.Skip(1).SkipLast(2).ToList();
        steps.Count.ShouldBe(5);
        steps.Sum(r => DecisionPage.Number(r[1])).ShouldBe(why.Gap, 0.0003);
        DecisionPage.Number(rows[^2][1]).ShouldBe(why.Gap, 0.00006);
        DecisionPage.Number(rows[0][1]).ShouldBe(decision.Ranking!.RunnerUp!.Score, 0.00006);
        DecisionPage.Number(rows[^1][1]).ShouldBe(decision.Ranking.Winner.Score, 0.00006);

        // Each step begins where the one before ended, and all are drawn to one scale.
        var drawn = figure.Descendants("polygon").Where(p => (string)p.Attribute("class")! is "for" or "against").ToList();
        var (whole, amounts) = (DecisionPage.Of(figure, "polygon", "whole").Select(p => Points(p)[0]).ToList(), why.Rows.OrderByDescending(r => r.Amount).Select(r => r.Amount).ToList());
        var scale = (whole[1] - whole[0]) / why.Gap;
        var at = whole[0];
        for (var i = 0; i < drawn.Count; i++)
        {
            var points = Points(drawn[i]);
            points[0].ShouldBe(at, 0.001);
            (points[2] - points[0]).ShouldBe(amounts[i] * scale, 0.001);
            ((string)drawn[i].Attribute("class")!).ShouldBe(amounts[i] < 0 ? "against" : "for");
            at = points[2];
        }

        at.ShouldBe(whole[1], 0.001);
    }

    [Fact]
    public async Task Tornado_Bars_AreTheSwingsAndACrossIsWhereAnotherWins()
    {
        var (decision, page) = await DecisionPage.OfAsync(DecisionPage.Unsure);
        var figure = page.Figure("Weights 20 %")!;
        var rows = decision.Tornado.OrderByDescending(r => r.Swing).ToList();
        var widths = DecisionPage.Of(figure, "rect", "swing").Select(r => DecisionPage.Number(r, "width")).ToList();
        widths.Count.ShouldBe(rows.Count);
        var scale = widths[0] / rows[0].Swing;
        for (var i = 0; i < rows.Count; i++)
        {
            widths[i].ShouldBe(rows[i].Swing * scale, 0.001);
            var cells = DecisionPage.Rows(figure)[i];
            DecisionPage.Number(cells[2]).ShouldBe(rows[i].Low.Gap, 0.00006);
            DecisionPage.Number(cells[5]).ShouldBe(rows[i].High.Gap, 0.00006);
            (cells[3], cells[6]).ShouldBe((rows[i].Low.Winner, rows[i].High.Winner));
        }

        DecisionPage.Of(figure, "path", "turned").Count().ShouldBe(rows.Sum(r => (r.Low.Winner != "B" ? 1 : 0) + (r.High.Winner != "B" ? 1 : 0)));
    }

    [Fact]
    public async Task CostScatter_Points_LieByLogarithmOfCostAndDominatedOnesNameWhoDoes()
    {
        var worse = DecisionPage.Unsure.Replace("C: 3.2", "C: 13", StringComparison.Ordinal);
        var (decision, page) = await DecisionPage.OfAsync(worse);
        var (figure, front) = (page.Figure("Cost against the score")!, decision.Front!);
        var points = figure.Descendants("g").ToDictionary(g => g.Element("title")!.Value[..1], g => g);
        points.Keys.ShouldBe(["B", "A", "C", "D"], ignoreOrder: true);
        double X(string name) => DecisionPage.Number(points[name].Element("text")!, "x");
        ((X("A") - X("B")) / (X("B") - X("D"))).ShouldBe(Math.Log(12 / 0.9) / Math.Log(0.9 / 0.6), 0.001);
        double Y(string name) => DecisionPage.Number(points[name].Element("text")!, "y");
        double Score(string name) => front.Rows.Single(r => r.Point.Name == name).Point.Values[1];
        ((Y("A") - Y("B")) / (Y("B") - Y("D"))).ShouldBe((Score("A") - Score("B")) / (Score("B") - Score("D")), 0.001);
        front.Names.ShouldNotContain("C");
        points.Where(p => p.Value.Elements("polygon").Any(e => (string)e.Attribute("class")! == "dominated")).Select(p => p.Key).ShouldBe(front.Rows.Where(r => !r.IsOnFront).Select(r => r.Point.Name), ignoreOrder: true);
        points["B"].Elements("polygon").Single().Attribute("class")!.Value.ShouldBe("winner");
        points.Single(p => p.Value.Elements("rect").Any()).Key.ShouldBe("C");
        DecisionPage.Rows(figure).Single(r => r[0] == "C")[3].ShouldBe($"dominated by {string.Join(", ", front.Rows.Single(r => r.Point.Name == "C").DominatedBy)}, baseline");
    }

    private static double[] Points(XElement polygon) => [.. ((string)polygon.Attribute("points")!).Split(' ').Select(p => DecisionPage.Number(p.Split(',')[0]))];
}
