using Eval.Core.Ratings;
using Eval.Core.Ratings.Fitting;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Ratings;

public class RatingEdgeCaseTests
{
    [SharedTheory]
    [InlineData("undefeated")]
    [InlineData("disconnected")]
    [InlineData("all_ties")]
    [InlineData("single_battle")]
    [InlineData("order_swapped_duplicates")]
    public void VirtualTie_EdgeCases_GivesTheExpectedRatings(string name)
    {
        var (battles, expected) = BattleData.EdgeCase(name);
        var cells = BattleCells.Read(battles, BothBadRule.Tie);
        var pairs = FittedPart.Pairs(cells, [.. Enumerable.Range(0, battles.Models.Count)]);
        var (strengths, _, _) = VirtualTie.Fit(battles.Models.Count, pairs, RatingMethod.BradleyTerry);
        for (var i = 0; i < strengths.Length; i++)
        {
            (EloScale.Mean + (EloScale.PointsPerUnit * strengths[i])).ShouldBe(expected.GetProperty("virtual_tie_bt").GetProperty(battles.Models[i]).GetDouble(), 1e-6);
        }
    }

    [SharedFact]
    public void Of_Undefeated_IsShownByTheVirtualTieAndHasALowerBoundOnly()
    {
        var (battles, expected) = BattleData.EdgeCase("undefeated");
        var board = RatingBoards.Of(battles, new()).ShouldHaveSingleItem();
        foreach (var row in board.Rows)
        {
            row.Rating.ShouldBe(expected.GetProperty("virtual_tie_bt").GetProperty(row.Name).GetDouble(), 1e-6);
            row.BestProbability.ShouldBeNull();
            row.ExpectedScore.ShouldBeNull();
        }

        var a = board.Row("a");
        a.State.ShouldBe(RatingState.Undefeated);
        a.StandardError.ShouldBeNull();
        a.High.ShouldBeNull();
        a.BestRank.ShouldBe(1);

        // Ten wins of ten have the probability 0.025 at odds of 0.025^0.1 against b, put at the lower end of its interval.
        var chance = Math.Pow(0.025, 0.1);
        a.Low!.Value.ShouldBe(board.Row("b").Low!.Value + (EloScale.PointsPerUnit * Math.Log(chance / (1 - chance))), 1e-6);
        board.Notes.ShouldContain(n => n.StartsWith("a: never lost"));
    }

    [SharedFact]
    public void Of_Undefeated_LeavesTheOthersTheirOwnIntervals()
    {
        var board = RatingBoards.Of(BattleData.EdgeCase("undefeated").Battles, new()).Single();
        var alone = RatingBoards.Of(BattleData.OfRows([("b", "c", "model_a", 5), ("c", "b", "model_a", 5)]), new()).Single();
        var (b, c) = (board.Row("b"), board.Row("c"));
        (b.State, c.State).ShouldBe((RatingState.Estimated, RatingState.Estimated));
        b.StandardError!.Value.ShouldBe(alone.Row("b").StandardError!.Value, 1e-9);
        (b.High!.Value - b.Low!.Value).ShouldBe(alone.Row("b").High!.Value - alone.Row("b").Low!.Value, 1e-9);

        // Five to five: the difference is none, whatever the virtual tie makes of the wins of a.
        var difference = board.Difference(board.Place("b"), board.Place("c"))!;
        difference.Points.ShouldBe(0, 1e-9);
        difference.PValue.ShouldBe(1, 1e-9);
        board.Difference(board.Place("a"), board.Place("c")).ShouldBeNull();
        board.LogLikelihood.ShouldBe(10 * Math.Log(0.5), 1e-9);
    }

    [Fact]
    public void Of_WinlessModel_HasAnUpperBoundOnly()
    {
        var board = RatingBoards.Of(
            BattleData.OfRows([("a", "b", "model_a", 5), ("a", "b", "model_b", 5), ("z", "a", "model_b", 6), ("b", "z", "model_a", 6)]), new()).Single();
        var z = board.Row("z");
        z.State.ShouldBe(RatingState.Winless);
        z.Low.ShouldBeNull();
        z.WorstRank.ShouldBe(3);
        var chance = Math.Pow(0.025, 1.0 / 12);
        z.High!.Value.ShouldBe(board.Row("a").High!.Value - (EloScale.PointsPerUnit * Math.Log(chance / (1 - chance))), 1e-6);
    }

    [Fact]
    public void Of_UndefeatedInClusters_CountsEachClusterAsOneBattle()
    {
        // Twelve wins on three prompts are worth three.
        Battle[] main = [.. Enumerable.Range(0, 40).Select(i => new Battle(1, 2, i % 2 == 0 ? BattleOutcome.AWins : BattleOutcome.BWins) { Cluster = 3 + (i / 4) + (i % 2) })];
        Battle[] wins = [.. Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? new Battle(0, 1, BattleOutcome.AWins) { Cluster = i / 4 } : new(1, 0, BattleOutcome.BWins) { Cluster = i / 4 })];
        var board = RatingBoards.Of(new BattleList(["a", "b", "c"], [.. main, .. wins]), new()).Single();
        board.Row("a").State.ShouldBe(RatingState.Undefeated);
        var chance = Math.Pow(0.025, 1.0 / 3);
        board.Row("a").Low!.Value.ShouldBe(board.Row("b").Low!.Value + (EloScale.PointsPerUnit * Math.Log(chance / (1 - chance))), 1e-6);
        board.Row("a").High.ShouldBeNull();
    }

    [SharedFact]
    public void Of_DisconnectedGroups_GivesABoardEach()
    {
        var boards = RatingBoards.Of(BattleData.EdgeCase("disconnected").Battles, new());
        boards.Count.ShouldBe(2);
        boards[0].Rows.Select(r => r.Name).ShouldBe(["a", "b"]);
        boards[1].Rows.Select(r => r.Name).ShouldBe(["c", "d"]);
        boards.ShouldAllBe(b => b.Battles == 10 && b.Rows.All(r => r.State == RatingState.Estimated) && b.Notes.Any(n => n.Contains("never met")));
        (boards[0].Row("a").Rating - boards[0].Row("b").Rating).ShouldBe(400 * Math.Log10(1.5), 1e-6);
    }

    [SharedFact]
    public void Of_AllTies_IsNeverCertain()
    {
        var board = RatingBoards.Of(BattleData.EdgeCase("all_ties").Battles, new()).Single();
        board.Rows.ShouldAllBe(r => r.State == RatingState.NotInformative && Math.Abs(r.Rating - 1000) < 1e-9 && r.StandardError == null && r.Low == null
            && r.High == null && r.BestProbability == null && r.BestRank == 1 && r.WorstRank == 3);
        board.Notes.ShouldNotBeEmpty();
    }

    [SharedFact]
    public void Of_SingleBattle_HasNoIntervals()
    {
        var (battles, expected) = BattleData.EdgeCase("single_battle");
        var board = RatingBoards.Of(battles, new()).Single();
        board.Rows.Select(r => r.State).ShouldBe([RatingState.Undefeated, RatingState.Winless]);
        board.Rows.ShouldAllBe(r => r.Low == null && r.High == null && r.BestRank == 1 && r.WorstRank == 2);
        board.Row("a").Rating.ShouldBe(expected.GetProperty("virtual_tie_bt").GetProperty("a").GetDouble(), 1e-6);
    }

    [SharedFact]
    public void Of_SwappedDuplicates_AreTheSameBattles()
    {
        var (battles, expected) = BattleData.EdgeCase("order_swapped_duplicates");
        var board = RatingBoards.Of(battles, new()).Single();
        board.Rows.ShouldAllBe(r => r.State == RatingState.Estimated);
        board.Row("a").Rating.ShouldBe(expected.GetProperty("fastchat_bt").GetProperty("a").GetDouble(), 0.01);
    }

    [Fact]
    public void Of_ChainOfWins_PlacesTheMiddleNowhere()
    {
        var board = RatingBoards.Of(BattleData.OfRows([("a", "b", "model_a", 3), ("b", "c", "model_a", 3)]), new()).Single();
        board.Rows.Select(r => (r.Name, r.State)).ShouldBe([("a", RatingState.Undefeated), ("b", RatingState.NotEstimable), ("c", RatingState.Winless)]);
    }

    [Fact]
    public void Of_ModelMetByAnUndefeatedOneOnly_IsNotPlacedAgainstTheMainGroup()
    {
        var board = RatingBoards.Of(
            BattleData.OfRows([("c", "d", "model_a", 4), ("c", "d", "model_b", 4), ("top", "c", "model_a", 4), ("top", "lost", "model_a", 4)]), new()).Single();
        board.Row("top").State.ShouldBe(RatingState.Undefeated);
        board.Row("lost").State.ShouldBe(RatingState.NotEstimable);
        (board.Row("lost").Low, board.Row("lost").High, board.Row("lost").BestRank, board.Row("lost").WorstRank).ShouldBe((null, null, 1, 4));
    }

    [Fact]
    public void Of_ModelThatOnlyTiedOne_SaysThatTheDifferenceIsNotCertain()
    {
        var board = RatingBoards.Of(BattleData.OfRows([("a", "b", "tie", 5), ("b", "c", "model_a", 3), ("b", "c", "model_b", 2)]), new()).Single();
        board.Difference(board.Place("a"), board.Place("b")).ShouldBeNull();
        board.Notes.ShouldContain(n => n.Contains("a and b do not vary"));
    }

    [Fact]
    public void Of_ModelWithoutBattles_IsAloneAndSaidToBe()
    {
        var boards = RatingBoards.Of(new BattleList(["a", "b", "idle"], [new(0, 1, BattleOutcome.AWins), new(1, 0, BattleOutcome.AWins)]), new());
        boards.Count.ShouldBe(2);
        boards[1].Rows.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            r => r.Name.ShouldBe("idle"), r => r.State.ShouldBe(RatingState.NotInformative), r => r.Battles.ShouldBe(0), r => r.Rating.ShouldBe(1000));
        RatingBoards.Of(new BattleList([], []), new()).ShouldBeEmpty();
    }

    [Fact]
    public void Of_BothBadLeftOut_CountsThemButRatesWithout()
    {
        Battle[] decided = [new(0, 1, BattleOutcome.AWins), new(0, 1, BattleOutcome.AWins), new(1, 0, BattleOutcome.AWins)];
        var battles = new BattleList(["a", "b"], [.. decided, new(0, 1, BattleOutcome.BothBad), new(1, 0, BattleOutcome.BothBad)]);
        var left = RatingBoards.Of(battles, new() { BothBad = BothBadRule.Leave }).Single();
        var tied = RatingBoards.Of(battles, new()).Single();
        (left.Row("a").Rating - left.Row("b").Rating).ShouldBe(400 * Math.Log10(2), 1e-6);
        (tied.Row("a").Rating - tied.Row("b").Rating).ShouldBe(400 * Math.Log10(3.0 / 2), 1e-6);
        var row = left.Row("b");
        (row.Battles, row.Wins, row.Losses, row.Ties, row.BothBad).ShouldBe((5, 1, 2, 0, 2));
        left.Battles.ShouldBe(5);
        left.Notes.ShouldContain(n => n.StartsWith("2 battles"));
    }

    [Fact]
    public void Of_PositionAlwaysTheSame_LeavesTheTermOutAndSaysSo()
    {
        var board = RatingBoards.Of(BattleData.OfRows([("a", "b", "model_a", 6), ("a", "b", "model_b", 4)]), new() { Position = true }).Single();
        board.Position.ShouldBeNull();
        board.Notes.ShouldContain(n => n.Contains("shown first is left out"));
        (board.Rows[0].Rating - board.Rows[1].Rating).ShouldBe(400 * Math.Log10(1.5), 1e-6);
    }

    [Fact]
    public void Of_FirstAlwaysWins_LeavesTheTermOutAndSaysSo()
    {
        var board = RatingBoards.Of(BattleData.OfRows([("a", "b", "model_a", 6), ("b", "a", "model_a", 6)]), new() { Position = true }).Single();
        board.Position.ShouldBeNull();
        board.Notes.ShouldContain(n => n.Contains("shown first is left out"));
    }

    [Fact]
    public void Of_WrongOptions_NamesAllProblems()
    {
        var battles = BattleData.OfRows([("alpha", "beta", "model_a", 1)]);
        var problems = Should.Throw<EvalConfigurationException>(() => RatingBoards.Of(battles, new()
        {
            Anchor = "alpah",
            Confidence = 1,
            Draws = -1,
            AnchorRating = double.NaN,
        })).Problems;
        problems.Count.ShouldBe(4);
        problems[0].ToString().ShouldContain("did you mean \"alpha\"?");
        problems[1].ToString().ShouldContain("confidence");
    }

    [Fact]
    public void Of_WrongBattles_AreRefused()
    {
        string[] models = ["a", "b"];
        Should.Throw<ArgumentException>(() => RatingBoards.Of(new BattleList(models, [new(0, 0, BattleOutcome.Tie)]), new())).Message.ShouldContain("Battle 1");
        Should.Throw<ArgumentException>(() => RatingBoards.Of(new BattleList(models, [new(0, 2, BattleOutcome.Tie)]), new()));
        Should.Throw<ArgumentException>(() => RatingBoards.Of(new BattleList(models, [new(0, 1, (BattleOutcome)4)]), new()));
        foreach (var weight in (double[])[0, -1, double.NaN, double.PositiveInfinity, 1e300])
        {
            Should.Throw<EvalConfigurationException>(() => RatingBoards.Of(new BattleList(models, [new(0, 1, BattleOutcome.Tie) { Weight = weight }]), new()))
                .Message.ShouldContain("battle 1 has the weight");
        }
    }

    [Fact]
    public void Of_MillionToOne_Converges()
    {
        var battles = new List<Battle>();
        for (var i = 0; i < 11; i++)
        {
            battles.Add(new(i, i + 1, BattleOutcome.AWins) { Weight = 1e6 });
            battles.Add(new(i + 1, i, BattleOutcome.AWins));
        }

        var board = RatingBoards.Of(new BattleList([.. Enumerable.Range(0, 12).Select(i => $"m{i:00}")], battles), new()).Single();
        for (var i = 0; i < 11; i++)
        {
            (board.Strengths[i] - board.Strengths[i + 1]).ShouldBe(Math.Log(1e6), 1e-6);
        }
    }
}
