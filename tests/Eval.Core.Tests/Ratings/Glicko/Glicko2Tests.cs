using System.Text.Json.Nodes;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Glicko;
using Eval.TestSupport;

namespace Eval.Core.Tests.Ratings.Glicko;

public class Glicko2Tests
{
    [SharedFact]
    public void After_WorkedExample_GivesItsFigures()
    {
        var example = JsonNode.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "statistics.json")))!["glicko2_worked_example"]!;
        var start = Player(example["player"]!.AsArray());
        var period = new GlickoPeriod();
        foreach (var opponent in example["opponents_rating_rd_score"]!.AsArray())
        {
            period.Add(start, new GlickoPlayer((double)opponent![0]!, (double)opponent[1]!, 0.06), (double)opponent[2]!);
        }

        var after = start.After(period, (double)example["tau"]!);
        after.Rating.ShouldBe((double)example["rating"]!, 1e-4);
        after.Deviation.ShouldBe((double)example["rd"]!, 1e-4);
        after.Volatility.ShouldBe((double)example["volatility"]!, 1e-8);
    }

    [Fact]
    public void After_NoBattles_OnlyTheDeviationGrows()
    {
        var player = new GlickoPlayer(1500, 200, 0.06);
        var after = player.After(default, 0.5);
        (after.Rating, after.Volatility).ShouldBe((player.Rating, player.Volatility));
        after.Deviation.ShouldBe(Math.Sqrt((200.0 * 200) + Math.Pow(0.06 * 173.7178, 2)), 1e-9);
    }

    [Fact]
    public void After_SurprisingResults_RaiseTheVolatility()
    {
        // The branch where delta² exceeds phi² + v: a strong player who loses everything.
        var player = new GlickoPlayer(2200, 50, 0.06);
        var period = new GlickoPeriod();
        for (var i = 0; i < 20; i++)
        {
            period.Add(player, new GlickoPlayer(1200, 40, 0.06), 0);
        }

        var after = player.After(period, 0.5);
        after.Volatility.ShouldBeGreaterThan(0.06);
        after.Rating.ShouldBeLessThan(player.Rating);
        double.IsFinite(after.Deviation).ShouldBeTrue();
    }

    [Fact]
    public void Of_OnePeriod_IsSimultaneousAndTwoAreNot()
    {
        Battle[] battles = [new(0, 1, BattleOutcome.AWins), new(1, 0, BattleOutcome.Tie), new(0, 1, BattleOutcome.BWins), new(0, 1, BattleOutcome.BWins)];
        var one = Of(Glicko2.ByCount(battles, 4));
        var turned = Of(Glicko2.ByCount(battles.Reverse(), 4));
        one.Periods.ShouldBe(1);
        one.Rows.Select(r => (r.Name, Math.Round(r.Rating, 9))).ShouldBe(turned.Rows.Select(r => (r.Name, Math.Round(r.Rating, 9))));
        var two = Of(Glicko2.ByCount(battles, 2));
        two.Periods.ShouldBe(2);
        Math.Abs(two.Rows[0].Rating - one.Rows[0].Rating).ShouldBeGreaterThan(1e-3);
        one.Rows[0].Name.ShouldBe("b");
        one.Rows.Sum(r => r.Rating).ShouldBe(3000, 1e-6);
    }

    [Fact]
    public void Of_ModelThatStopsFighting_GrowsUncertain()
    {
        var battles = Enumerable.Range(0, 200).Select(i => (i / 20, i < 20 ? new Battle(0, 2, (BattleOutcome)(i % 2)) : new Battle(0, 1, (BattleOutcome)(i % 2))));
        var board = Glicko2.Of(["a", "b", "idle", "never"], battles, new GlickoOptions());
        board.Rows.Select(r => r.Name).Order().ShouldBe(["a", "b", "idle"]);
        board.Rows.Single(r => r.Name == "idle").StandardError!.Value.ShouldBeGreaterThan(board.Rows.Single(r => r.Name == "a").StandardError!.Value);
        var row = board.Rows[0];
        (row.High - row.Rating)!.Value.ShouldBe(1.959963984540054 * row.StandardError!.Value, 1e-9);
    }

    private static GlickoBoard Of(IEnumerable<(int, Battle)> battles) => Glicko2.Of(["a", "b"], battles, new GlickoOptions());

    private static GlickoPlayer Player(JsonArray figures) => new((double)figures[0]!, (double)figures[1]!, (double)figures[2]!);
}
