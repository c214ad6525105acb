using Eval.Core.Ratings;
using Eval.TestSupport;

namespace Eval.Core.Tests.Ratings;

public class BradleyTerryOracleTests
{
    private static RatingBoard Board(RatingOptions? options = null) => RatingBoards.Of(BattleData.FourModels(), options ?? new()).ShouldHaveSingleItem();

    [SharedFact]
    public void Ratings_FourModels_AreTheExactOnes()
    {
        var (board, expected) = (Board(), BattleData.FourModelsExpected());
        foreach (var model in expected.GetProperty("bt_exact").EnumerateObject())
        {
            var row = board.Row(model.Name);
            row.State.ShouldBe(RatingState.Estimated);
            row.Rating.ShouldBe(model.Value.GetDouble(), 1e-6);
            row.Rating.ShouldBe(expected.GetProperty("bt_fastchat_lbfgs").GetProperty(model.Name).GetDouble(), 0.05);
            ((double)row.Battles).ShouldBe(expected.GetProperty("battles_per_model").GetProperty(model.Name).GetDouble());
        }

        board.LogLikelihood.ShouldBe(-expected.GetProperty("bt_neg_loglik_tie_half").GetDouble(), 1e-9);
        board.Battles.ShouldBe(200);
        board.Rows.Select(r => r.Name).ShouldBe(["north", "south", "east", "west"]);
        board.Notes.ShouldBeEmpty();
    }

    [SharedFact]
    public void Intervals_FourModels_AreThoseOfTheSandwich()
    {
        var (board, expected) = (Board(), BattleData.FourModelsExpected().GetProperty("sandwich_exact_pinv"));
        foreach (var row in board.Rows)
        {
            row.StandardError!.Value.ShouldBe(expected.GetProperty("se").GetProperty(row.Name).GetDouble(), 1e-6);
            row.Low!.Value.ShouldBe(expected.GetProperty("lower95").GetProperty(row.Name).GetDouble(), 1e-6);
            row.High!.Value.ShouldBe(expected.GetProperty("upper95").GetProperty(row.Name).GetDouble(), 1e-6);
        }
    }

    [SharedFact]
    public void Covariance_FourModels_IsTheExactOneAndSumsToZero()
    {
        var board = Board();
        var expected = BattleData.FourModelsExpected();
        string[] names = [.. expected.GetProperty("models").EnumerateArray().Select(m => m.GetString()!)];
        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < 4; j++)
            {
                var value = board.Covariance[board.Place(names[i]), board.Place(names[j])] * EloScale.PointsPerUnit * EloScale.PointsPerUnit;
                value.ShouldBe(expected.GetProperty("sandwich_covariance_elo_units")[i][j].GetDouble(), 1e-6);
            }

            board.Covariance.Row(i).Sum().ShouldBe(0, 1e-12);
        }
    }

    [SharedFact]
    public void Ratings_Anchored_AreShiftedWithTheirIntervals()
    {
        var (free, anchored) = (Board(), Board(new() { Anchor = "east", AnchorRating = 1114 }));
        var expected = BattleData.FourModelsExpected().GetProperty("bt_exact_anchored").GetProperty("ratings");
        var shift = 1114 - free.Row("east").Rating;
        foreach (var row in anchored.Rows)
        {
            row.Rating.ShouldBe(expected.GetProperty(row.Name).GetDouble(), 1e-6);
            row.StandardError.ShouldBe(free.Row(row.Name).StandardError);
            row.Low!.Value.ShouldBe(free.Row(row.Name).Low!.Value + shift, 1e-9);
            row.High!.Value.ShouldBe(free.Row(row.Name).High!.Value + shift, 1e-9);
        }

        anchored.Row("east").StandardError!.Value.ShouldBeGreaterThan(20);
    }

    [SharedFact]
    public void Ranks_FourModels_AreThoseOfTheIntervals()
    {
        var (board, expected) = (Board(), BattleData.FourModelsExpected());
        foreach (var row in board.Rows)
        {
            row.BestRank.ShouldBe(expected.GetProperty("rank_ub_from_sandwich").GetProperty(row.Name).GetInt32());
            row.WorstRank.ShouldBe(expected.GetProperty("rank_lb_from_sandwich").GetProperty(row.Name).GetInt32());
        }
    }

    [SharedFact]
    public void RankProbabilities_FourModels_AreWithinTheErrorOfTheDraws()
    {
        var board = Board(new() { Draws = 100_000 });
        var expected = BattleData.FourModelsExpected().GetProperty("rank_probabilities_normal_200k_draws");
        foreach (var row in board.Rows)
        {
            row.RankProbabilities.Sum().ShouldBe(1, 1e-12);
            row.BestProbability.ShouldBe(row.RankProbabilities[0]);
            for (var rank = 0; rank < 4; rank++)
            {
                // Five standard errors of 100,000 draws at most, and the rounding of the oracle.
                row.RankProbabilities[rank].ShouldBe(expected.GetProperty(row.Name)[rank].GetDouble(), 0.008);
            }
        }
    }

    [SharedFact]
    public void RankProbabilities_SameSeed_AreTheSame()
    {
        Board().Rows.SelectMany(r => r.RankProbabilities).ShouldBe(Board().Rows.SelectMany(r => r.RankProbabilities));
        Board(new() { Seed = 18 }).Rows[0].BestProbability.ShouldNotBe(Board().Rows[0].BestProbability);
        Board(new() { Draws = 0 }).Rows.ShouldAllBe(r => r.BestProbability == null && r.RankProbabilities.Count == 0);
    }

    [SharedFact]
    public void Difference_FourModels_IsTestedWithTheCovariance()
    {
        var (board, expected) = (Board(), BattleData.FourModelsExpected());
        foreach (var pair in expected.GetProperty("pairwise_difference_sandwich").EnumerateObject())
        {
            var names = pair.Name.Split('|');
            var difference = board.Difference(board.Place(names[0]), board.Place(names[1]))!;
            difference.Points.ShouldBe(pair.Value.GetProperty("diff").GetDouble(), 1e-6);
            difference.StandardError.ShouldBe(pair.Value.GetProperty("se").GetDouble(), 1e-6);
            difference.PValue.ShouldBe(pair.Value.GetProperty("p_two_sided").GetDouble(), 1e-7);
            difference.FirstBetterProbability.ShouldBe(pair.Value.GetProperty("prob_first_better").GetDouble(), 1e-7);
            (difference.High - difference.Low).ShouldBe(2 * 1.959963985 * difference.StandardError, 1e-6);
        }

        board.Difference(1, 1).ShouldBeNull();
    }

    [SharedFact]
    public void SimultaneousHalfWidth_FourModels_IsThatOfTheEllipsoid()
    {
        var (board, expected) = (Board(), BattleData.FourModelsExpected().GetProperty("simultaneous_chi2_halfwidth"));
        for (var row = 0; row < 4; row++)
        {
            board.SimultaneousHalfWidth(row)!.Value.ShouldBe(expected.GetProperty(board.Rows[row].Name).GetDouble(), 1e-5);
        }
    }

    [SharedFact]
    public void ExpectedScores_FourModels_AreThoseOfTheRatings()
    {
        var (board, expected) = (Board(), BattleData.FourModelsExpected().GetProperty("win_rate_matrix_row_beats_column_from_bt_exact"));
        var scores = board.ExpectedScores();
        foreach (var row in expected.EnumerateObject())
        {
            var sum = 0.0;
            foreach (var column in row.Value.EnumerateObject())
            {
                scores[board.Place(row.Name), board.Place(column.Name)].ShouldBe(column.Value.GetDouble(), 1e-8);
                sum += column.Value.GetDouble();
            }

            scores[board.Place(row.Name), board.Place(row.Name)].ShouldBe(0.5);
            board.Row(row.Name).ExpectedScore!.Value.ShouldBe(sum / 3, 1e-8);
        }
    }

    [SharedFact]
    public void Position_FourModels_HasATermOfItsOwn()
    {
        var (board, expected) = (Board(new() { Position = true }), BattleData.FourModelsExpected().GetProperty("bt_with_first_position_intercept"));
        foreach (var row in board.Rows)
        {
            row.Rating.ShouldBe(expected.GetProperty("ratings").GetProperty(row.Name).GetDouble(), 1e-4);
        }

        board.Position!.Value.ShouldBe(expected.GetProperty("position_elo").GetDouble(), 1e-4);
        board.Position.StandardError!.Value.ShouldBeInRange(15, 30);
        Board().Position.ShouldBeNull();
    }

    [SharedFact]
    public void Ratings_Textbook22Games_AreThePublishedStrengths()
    {
        var expected = BattleData.Json("statistics.json").GetProperty("bradley_terry_textbook_22_games");
        var battles = BattleData.OfRows(expected.GetProperty("wins").EnumerateObject().Select(w => (w.Name[..1], w.Name[2..], "model_a", w.Value.GetInt32())));
        var board = RatingBoards.Of(battles, new()).ShouldHaveSingleItem();
        foreach (var row in board.Rows)
        {
            row.Rating.ShouldBe(expected.GetProperty("elo_mean_1000").GetProperty(row.Name).GetDouble(), 1e-4);
            Math.Exp(board.Strengths[board.Place(row.Name)]).ShouldBe(expected.GetProperty("strength_geometric_mean_1").GetProperty(row.Name).GetDouble(), 1e-6);
        }
    }
}
