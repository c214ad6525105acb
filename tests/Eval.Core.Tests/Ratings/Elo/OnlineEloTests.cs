using System.Text.Json.Nodes;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Elo;
using Eval.Core.Ratings.Files;
using Eval.TestSupport;

namespace Eval.Core.Tests.Ratings.Elo;

public class OnlineEloTests
{
    [SharedTheory]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(32)]
    public void Of_OracleFile_GivesTheRatingsOfFastChat(double k)
    {
        var expected = JsonNode.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "arena", "battles_4x200.expected.json")))![$"online_elo_k{k}"]!.AsObject();
        var board = OnlineElo.Of(BattleFile.Open(SharedFolder.PathOf("oracles", "arena", "battles_4x200.csv"), new BattleFileOptions()), new EloOptions { K = k });
        Check(board, expected);
        board.Battles.ShouldBe(200);
        board.Groups.ShouldBe(1);
    }

    [SharedFact]
    public void Of_EdgeCases_GivesTheRatingsOfFastChat()
    {
        var cases = JsonNode.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "arena", "edge_cases.json")))!["cases"]!.AsObject();
        var checkedCases = 0;
        foreach (var (name, edge) in cases.Where(c => c.Value!["fastchat_online_elo"] is not null))
        {
            var board = OnlineElo.Of(Battles(edge!["battles"]!.AsArray()), new EloOptions());
            Check(board, edge["fastchat_online_elo"]!.AsObject());
            board.Groups.ShouldBe(name == "disconnected" ? 2 : 1);
            checkedCases++;
        }

        checkedCases.ShouldBeGreaterThanOrEqualTo(5);
    }

    [Fact]
    public void Of_BothBad_CountsAsTieOrNotAtAll()
    {
        var battles = new BattleList(["a", "b"], [new(0, 1, BattleOutcome.AWins), new(0, 1, BattleOutcome.BothBad)]);
        OnlineElo.Of(battles, new EloOptions { K = 32 }).Rows[0].Rating.ShouldBeLessThan(1016);
        var left = OnlineElo.Of(battles, new EloOptions { K = 32, BothBad = BothBadRule.Leave });
        left.Rows[0].Rating.ShouldBe(1016, 1e-12);
        left.Battles.ShouldBe(1);
    }

    [Fact]
    public void History_AnyNumberOfBattles_IsThinnedAndEndsAtTheEnd()
    {
        var battles = new BattleList(["a", "b", "late"], [.. Enumerable.Range(0, 12_345).Select(i => new Battle(0, i < 9000 ? 1 : 2, (BattleOutcome)(i % 2)))]);
        var board = OnlineElo.Of(battles, new EloOptions { HistoryPoints = 50 });
        board.History.Count.ShouldBeInRange(25, 51);
        board.History.Select(p => p.Battle).ShouldBeInOrder();
        board.History[^1].Battle.ShouldBe(12_345);
        board.History[^1].Ratings.ShouldBe(board.Rows.Select(r => (double?)r.Rating));
        var late = board.Rows.Select(r => r.Name).ToList().IndexOf("late");
        board.History[0].Ratings[late].ShouldBeNull();
        board.History.Single(p => p.Battle == board.History[^2].Battle).Ratings[late].ShouldNotBeNull();
    }

    [Fact]
    public void Of_EqualRatings_ShareTheirRank()
    {
        var board = OnlineElo.Of(new BattleList(["a", "b", "c", "idle"], [new(0, 1, BattleOutcome.Tie), new(1, 2, BattleOutcome.Tie)]), new EloOptions { Start = 1200 });
        board.Rows.Count.ShouldBe(3);
        board.Rows.ShouldAllBe(r => r.BestRank == 1 && r.WorstRank == 3 && r.Rating == 1200);
    }

    internal static BattleList Battles(JsonArray rows)
    {
        var names = rows.SelectMany(r => new[] { (string)r![0]!, (string)r[1]! }).Distinct().ToList();
        return new BattleList(names, [.. rows.SelectMany(r => Enumerable.Repeat(
            new Battle(names.IndexOf((string)r![0]!), names.IndexOf((string)r[1]!), (string)r[2]! switch { "model_a" => BattleOutcome.AWins, "model_b" => BattleOutcome.BWins, _ => BattleOutcome.Tie }), (int)r[3]!))]);
    }

    private static void Check(EloBoard board, JsonObject expected)
    {
        board.Rows.Count.ShouldBe(expected.Count);
        foreach (var row in board.Rows)
        {
            row.Rating.ShouldBe((double)expected[row.Name]!, 1e-6);
        }

        board.Rows.Select(r => r.Rating).ShouldBeInOrder(SortDirection.Descending);
    }
}
