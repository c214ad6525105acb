using Eval.Core.Ratings;
using Eval.Core.Ratings.Fitting;
using Eval.TestSupport;

namespace Eval.Core.Tests.Ratings;

public class TieModelTests
{
    private static RatingBoard Board(IBattles battles, RatingMethod method, bool position = false) =>
        RatingBoards.Of(battles, new() { Method = method, Position = position }).ShouldHaveSingleItem();

    [SharedTheory]
    [InlineData(RatingMethod.RaoKupper, "rao_kupper", "eta_logit")]
    [InlineData(RatingMethod.Davidson, "davidson", "nu")]
    public void Of_FourModels_GivesTheOraclesRatingsAndTies(RatingMethod method, string name, string tie)
    {
        var (board, expected) = (Board(BattleData.FourModels(), method), BattleData.FourModelsExpected().GetProperty(name));
        foreach (var row in board.Rows)
        {
            row.Rating.ShouldBe(expected.GetProperty("ratings").GetProperty(row.Name).GetDouble(), 0.01);
        }

        board.Method.ShouldBe(method);
        board.Tie!.Value.ShouldBe(expected.GetProperty(tie).GetDouble(), 1e-4);
        board.LogLikelihood.ShouldBe(expected.GetProperty("loglik").GetDouble(), 1e-5);

        // Equal models tie with the probability that is left of two equal chances to win.
        Span<OutcomeTerms> terms = new OutcomeTerms[3];
        OutcomeTerms.Of(method, 0, method == RatingMethod.Davidson ? Math.Log(board.Tie.Value) : board.Tie.Value, terms);
        Math.Exp(terms[2].Log).ShouldBe(expected.GetProperty("tie_prob_equal_models").GetDouble(), 1e-4);
    }

    [SharedFact]
    public void Of_DavidsonWithoutTies_IsBradleyTerryOnDecidedBattles()
    {
        var expected = BattleData.FourModelsExpected().GetProperty("bt_exact_ties_dropped");
        var decided = BattleData.FourModels().Read().Where(b => b.Outcome != BattleOutcome.Tie).ToList();
        foreach (var method in (RatingMethod[])[RatingMethod.BradleyTerry, RatingMethod.RaoKupper, RatingMethod.Davidson])
        {
            var board = Board(new BattleList(BattleData.FourModels().Models, decided), method);
            board.Rows.ShouldAllBe(r => Math.Abs(r.Rating - expected.GetProperty(r.Name).GetDouble()) < 1e-5);
            (board.Tie?.Value).ShouldBe(method == RatingMethod.BradleyTerry ? null : 0);
            board.Notes.Any(n => n.StartsWith("There are no ties")).ShouldBe(method != RatingMethod.BradleyTerry);
            board.ExpectedScores()[0, 1].ShouldBe(BattleData.Logistic(board.Strengths[0] - board.Strengths[1]), 1e-12);
        }
    }

    [Theory]
    [InlineData(RatingMethod.BradleyTerry)]
    [InlineData(RatingMethod.RaoKupper)]
    [InlineData(RatingMethod.Davidson)]
    public void OutcomeTerms_Anywhere_AreTheDerivativesOfTheLogarithms(RatingMethod method)
    {
        const double Step = 1e-5;
        foreach (var x in (double[])[-6, -1.3, 0, 0.4, 5])
        {
            foreach (var t in (double[])[0.05, 0.7, 2.5])
            {
                var (at, up, down, more, less) = (Of(x, t), Of(x + Step, t), Of(x - Step, t), Of(x, t + Step), Of(x, t - Step));
                for (var k = 0; k < 3; k++)
                {
                    at[k].X.ShouldBe((up[k].Log - down[k].Log) / (2 * Step), 1e-6);
                    at[k].T.ShouldBe((more[k].Log - less[k].Log) / (2 * Step), 1e-6);
                    at[k].XX.ShouldBe((up[k].X - down[k].X) / (2 * Step), 1e-6);
                    at[k].XT.ShouldBe((more[k].X - less[k].X) / (2 * Step), 1e-6);
                    at[k].TT.ShouldBe((more[k].T - less[k].T) / (2 * Step), 1e-4);
                }

                if (method != RatingMethod.BradleyTerry)
                {
                    at.Sum(o => Math.Exp(o.Log)).ShouldBe(1, 1e-12);
                }
            }
        }

        OutcomeTerms[] Of(double x, double t)
        {
            var terms = new OutcomeTerms[3];
            OutcomeTerms.Of(method, x, t, terms);
            return terms;
        }
    }

    [Theory]
    [InlineData(RatingMethod.RaoKupper)]
    [InlineData(RatingMethod.Davidson)]
    public void Of_NobodyWinsBothWays_HasNoFiniteOptimumAndSaysSo(RatingMethod method)
    {
        // Wins and ties but no loss: strength and ties grow together for ever, although each "beat or tied" the other.
        var board = Board(BattleData.OfRows([("a", "b", "model_a", 5), ("a", "b", "tie", 5)]), method);
        board.Rows.ShouldAllBe(r => r.State == RatingState.NotEstimable && r.StandardError == null && double.IsFinite(r.Rating));
        board.Rows[0].Name.ShouldBe("a");
        board.Notes.ShouldContain(n => n.Contains("no finite optimum"));
        Board(BattleData.OfRows([("a", "b", "model_a", 5), ("a", "b", "tie", 5)]), RatingMethod.BradleyTerry).Rows[0].State.ShouldBe(RatingState.Estimated);
    }

    [Fact]
    public void Of_RaoKupperData_RecoversStrengthsTiesAndPosition()
    {
        double[] strengths = [0.9, 0.4, 0, -0.3, -1];
        var board = Board(BattleData.Planted(strengths, 40_000, seed: 5, position: 0.2, ties: 0.5), RatingMethod.RaoKupper, position: true);
        for (var i = 0; i < strengths.Length; i++)
        {
            var row = board.Row($"m{i:00}");
            Math.Abs(row.Rating - 1000 - (EloScale.PointsPerUnit * strengths[i])).ShouldBeLessThan(4 * row.StandardError!.Value);
            row.StandardError.Value.ShouldBeLessThan(4);
        }

        Math.Abs(board.Tie!.Value - 0.5).ShouldBeLessThan(4 * board.Tie.StandardError!.Value);
        board.Tie.StandardError.Value.ShouldBeLessThan(0.02);
        Math.Abs(board.Position!.Value - (0.2 * EloScale.PointsPerUnit)).ShouldBeLessThan(4 * board.Position.StandardError!.Value);
        (board.Position.High - board.Position.Low).ShouldNotBeNull().ShouldBe(2 * 1.959963985 * board.Position.StandardError.Value, 1e-6);
    }

    [Theory]
    [InlineData(RatingMethod.RaoKupper)]
    [InlineData(RatingMethod.Davidson)]
    public void Of_TieModels_HaveErrorsThatTheBootstrapConfirms(RatingMethod method)
    {
        double[] strengths = [0.5, 0, -0.5];
        var battles = BattleData.Planted(strengths, 600, seed: 6, position: 0.2, ties: 0.4);
        var options = new RatingOptions { Method = method, Position = true };
        var board = RatingBoards.Of(battles, options).Single();
        var bootstrap = RatingBootstrap.Of(battles, board, options, rounds: 500)!;
        bootstrap.LeftOut.ShouldBe(0);
        for (var row = 0; row < 3; row++)
        {
            (bootstrap.StandardErrors[row] / board.Rows[row].StandardError!.Value).ShouldBe(1, 0.15);
        }
    }
}
