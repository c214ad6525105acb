using Eval.Core.Ratings;
using Eval.Core.Ratings.Fitting;
using Eval.Core.Statistics;
using Eval.TestSupport;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Eval.Core.Tests.Ratings;

public class ClusteredRatingTests
{
    // Battles of a prompt share what its answers have in common: a shift of every model's strength there.
    private static BattleList Prompts(double[] strengths, int prompts, double spread, int seed)
    {
        var random = SeededRandom.For(seed, "prompts");
        var battles = new List<Battle>();
        for (var prompt = 0; prompt < prompts; prompt++)
        {
            double[] there = [.. strengths.Select(s => s + (spread * ((2 * random.NextDouble()) - 1)))];
            for (var a = 0; a < strengths.Length; a++)
            {
                for (var b = a + 1; b < strengths.Length; b++)
                {
                    battles.Add(new(a, b, BattleData.Draw(there[a] - there[b], 0.3, random)) { Cluster = prompt });
                    battles.Add(new(b, a, BattleData.Draw(there[b] - there[a], 0.3, random)) { Cluster = prompt });
                }
            }
        }

        return new BattleList([.. strengths.Select((_, i) => $"m{i:00}")], battles);
    }

    [Fact]
    public void Covariance_Clusters_IsTheSandwichWrittenOut()
    {
        var battles = Prompts([0.5, 0.2, 0, -0.7], 40, 1, seed: 3);
        Battle[] all = [.. battles.Read().Select((b, i) => b with { Weight = 0.5 + (i % 3), Cluster = i % 17 == 0 ? -1 : b.Cluster })];
        var board = RatingBoards.Of(new BattleList(battles.Models, all), new() { Draws = 0 }).Single();
        int[] places = [.. Enumerable.Range(0, 4).Select(i => board.Place($"m{i:00}"))];

        // One model's strength at 0 instead of the sum: the covariance of differences does not depend on the gauge.
        var (information, meat) = (new DenseMatrix(3, 3), new DenseMatrix(3, 3));
        var scores = new Dictionary<int, DenseVector>();
        for (var i = 0; i < all.Length; i++)
        {
            var battle = all[i];
            var u = new DenseVector(3);
            Set(u, battle.A, 1);
            Set(u, battle.B, -1);
            var p = BattleData.Logistic(board.Strengths[places[battle.A]] - board.Strengths[places[battle.B]]);
            u.OuterProduct(u).Multiply(battle.Weight * p * (1 - p)).Add(information, information);
            var key = battle.Cluster < 0 ? -1 - i : battle.Cluster;
            scores[key] = (scores.TryGetValue(key, out var sum) ? sum : new DenseVector(3)) + (battle.Weight * (battle.Score - p) * u);
        }

        foreach (var score in scores.Values)
        {
            score.OuterProduct(score).Add(meat, meat);
        }

        var inverse = information.Inverse();
        var expected = inverse * meat * inverse * (scores.Count / (scores.Count - 1.0));
        board.Clusters.ShouldBe(scores.Count);
        for (var i = 0; i < 3; i++)
        {
            var difference = board.Difference(places[i], places[3])!;
            difference.StandardError.ShouldBe(EloScale.PointsPerUnit * Math.Sqrt(expected[i, i]), 1e-6);
            difference.High.ShouldBe(difference.Points + (StudentInterval.Quantile(scores.Count - 1, 0.95) * difference.StandardError), 1e-6);
        }

        static void Set(DenseVector u, int model, double value)
        {
            if (model < 3)
            {
                u[model] = value;
            }
        }
    }

    [Fact]
    public void Add_SmallBlocks_GivesTheSameAsOneBlock()
    {
        var battles = Prompts([0.5, 0.2, 0, -0.7], 41, 1, seed: 4);
        var (whole, blocks) = (Part(ClusterScores.BlockSize), Part(7 * 5));
        blocks.Covariance!.Subtract(whole.Covariance!).Enumerate().ShouldAllBe(v => Math.Abs(v) < 1e-12);
        blocks.Clusters.ShouldBe(41);

        FittedPart Part(int block)
        {
            var cells = BattleCells.Read(battles, BothBadRule.Tie);
            var part = FittedPart.TryFit(cells, [0, 1, 2, 3], new() { Method = RatingMethod.Davidson }, [])!;
            ClusterScores.Add(battles, cells, [part], BothBadRule.Tie, block);
            part.Finish();
            return part;
        }
    }

    [Fact]
    public void Of_ClustersAcrossBoards_CountForEachOnItsOwn()
    {
        Battle[] left = [.. Prompts([0.3, 0, -0.3], 20, 1, seed: 5).Read()];
        Battle[] right = [.. Prompts([0.8, 0], 30, 1, seed: 6).Read().Select(b => b with { A = b.A + 3, B = b.B + 3 })];
        string[] names = ["m00", "m01", "m02", "m03", "m04"];
        var together = RatingBoards.Of(new BattleList(names, [.. left.Concat(right).OrderBy(b => b.Cluster)]), new());
        together.Select(b => b.Clusters).ShouldBe([20, 30]);
        var alone = RatingBoards.Of(new BattleList(["m00", "m01", "m02"], left), new()).Single();
        foreach (var row in alone.Rows)
        {
            together[0].Row(row.Name).StandardError!.Value.ShouldBe(row.StandardError!.Value, 1e-9);
        }
    }

    [Fact]
    public void Of_TheSameBattlesFiftyTimesInClustersOfTheirOwn_DividesTheCovarianceByFifty()
    {
        // More than one thread adds alone: what is added beside it must be all there, once.
        const int Times = 50;
        var once = Prompts([0.4, 0.1, -0.1, -0.4], 400, 0.5, seed: 3);
        var battles = once.Read().ToList();
        battles.Count.ShouldBeGreaterThan(2000);
        Battle[] many = [.. Enumerable.Range(0, Times).SelectMany(i => battles.Select(b => b with { Cluster = b.Cluster + (i * once.Clusters) }))];
        var (one, all) = (RatingBoards.Of(once, new()).Single(), RatingBoards.Of(new BattleList(once.Models, many), new()).Single());

        double clusters = once.Clusters;
        var factor = Times * clusters / ((Times * clusters) - 1) / (clusters / (clusters - 1)) / Times;
        all.Rows.Zip(one.Rows).ShouldAllBe(p => p.First.Name == p.Second.Name && Math.Abs(p.First.Rating - p.Second.Rating) < 1e-6);
        (all.Covariance - (one.Covariance * factor)).L2Norm().ShouldBeLessThan(1e-12);
    }

    [Theory]
    [InlineData(RatingMethod.BradleyTerry)]
    [InlineData(RatingMethod.RaoKupper)]
    [InlineData(RatingMethod.Davidson)]
    public void Of_OneCluster_HasNoIntervals(RatingMethod method)
    {
        Battle[] more = [new(0, 1, BattleOutcome.Tie), new(0, 1, BattleOutcome.AWins), new(1, 0, BattleOutcome.AWins), new(1, 2, BattleOutcome.AWins), new(2, 0, BattleOutcome.AWins)];
        var board = RatingBoards.Of(new BattleList(["a", "b", "c"], [.. more.Select(b => b with { Cluster = 0 })]), new() { Method = method }).Single();
        board.Rows.ShouldAllBe(r => r.StandardError == null && r.Low == null && r.BestProbability == null);
        board.Notes.ShouldContain(n => n.StartsWith("All battles are in one cluster"));
    }

    [Fact]
    public void Of_SwapPairsThatAlwaysDisagree_AreNotInformative()
    {
        // A judge that always prefers what it sees first: every pair of battles evens out.
        Battle[] battles = [.. Enumerable.Range(0, 40).Select(i => new Battle(i % 2, 1 - (i % 2), BattleOutcome.AWins) { Cluster = i / 2 })];
        var board = RatingBoards.Of(new BattleList(["a", "b"], battles), new()).Single();
        board.Rows.ShouldAllBe(r => r.State == RatingState.NotInformative && r.StandardError == null && Math.Abs(r.Rating - 1000) < 1e-9);
        RatingBoards.Of(new BattleList(["a", "b"], [.. battles.Select(b => b with { Cluster = -1 })]), new()).Single().Rows[0].State.ShouldBe(RatingState.Estimated);
    }

    [Fact]
    public void Of_SwapPairs_IgnoringThemIsTooSure()
    {
        // Both orders of a pair end alike: two battles tell as much as one.
        Battle[] battles = [.. BattleData.Planted([0.4, 0, -0.4], 300, seed: 9).Read().SelectMany((b, i) => new[]
        {
            b with { Cluster = i },
            b with { A = b.B, B = b.A, Cluster = i, Outcome = b.Outcome == BattleOutcome.AWins ? BattleOutcome.BWins : BattleOutcome.AWins },
        })];
        string[] names = ["m00", "m01", "m02"];
        var clustered = RatingBoards.Of(new BattleList(names, battles), new()).Single();
        var ignored = RatingBoards.Of(new BattleList(names, [.. battles.Select(b => b with { Cluster = -1 })]), new()).Single();
        (clustered.Rows[0].StandardError!.Value / ignored.Rows[0].StandardError!.Value).ShouldBe(Math.Sqrt(2 * 300.0 / 299), 1e-6);
    }

    [Fact]
    public void Bootstrap_Clusters_ConfirmsTheClosedForm()
    {
        var battles = Prompts([0.5, 0.2, 0, -0.7], 150, 2, seed: 10);
        var options = new RatingOptions { Anchor = "m02", AnchorRating = 1200 };
        var board = RatingBoards.Of(battles, options).Single();
        var bootstrap = RatingBootstrap.Of(battles, board, options, rounds: 600)!;
        for (var row = 0; row < 4; row++)
        {
            (bootstrap.StandardErrors[row] / board.Rows[row].StandardError!.Value).ShouldBe(1, 0.12);
            bootstrap.Intervals[row].Low.ShouldBe(board.Rows[row].Low!.Value, 0.5 * board.Rows[row].StandardError!.Value);
            bootstrap.Intervals[row].High.ShouldBe(board.Rows[row].High!.Value, 0.5 * board.Rows[row].StandardError!.Value);
        }

        (bootstrap.Rounds + bootstrap.LeftOut).ShouldBe(600);
        RatingBootstrap.Of(battles, board, options, rounds: 50)!.Intervals.ShouldBe(RatingBootstrap.Of(battles, board, options, rounds: 50)!.Intervals);
    }

    [SharedFact]
    public void Bootstrap_FourModels_IsThatOfTheOracle()
    {
        var expected = BattleData.FourModelsExpected().GetProperty("bootstrap_bt_5000_exact_reference");
        var board = RatingBoards.Of(BattleData.FourModels(), new()).Single();
        var bootstrap = RatingBootstrap.Of(BattleData.FourModels(), board, new(), rounds: 2000)!;
        for (var row = 0; row < 4; row++)
        {
            // Standard errors of 2,000 rounds: 1.6 % of the deviation; about 1.4 points at the percentiles.
            bootstrap.StandardErrors[row].ShouldBe(expected.GetProperty("sd").GetProperty(board.Rows[row].Name).GetDouble(), 1.8);
            bootstrap.Intervals[row].Low.ShouldBe(expected.GetProperty("q025").GetProperty(board.Rows[row].Name).GetDouble(), 6);
            bootstrap.Intervals[row].High.ShouldBe(expected.GetProperty("q975").GetProperty(board.Rows[row].Name).GetDouble(), 6);
        }
    }

    [Theory]
    [InlineData(RatingMethod.BradleyTerry, 0)]
    [InlineData(RatingMethod.BradleyTerry, 1.5)]
    [InlineData(RatingMethod.RaoKupper, 0)]
    [InlineData(RatingMethod.Davidson, 1.5)]
    public void Intervals_SimulatedTournaments_CoverAsTheySay(RatingMethod method, double spread)
    {
        // What intervals are about is the rating over endlessly many prompts: prompts that shift strengths draw ratings together.
        double[] strengths = [0.8, 0.3, 0, -0.4, -0.7];
        var options = new RatingOptions { Method = method, Draws = 0 };
        var target = RatingBoards.Of(Prompts(strengths, 20_000, spread, seed: 1), options).Single();
        var rounds = TestRounds.Of(3000);
        var (covered, all, naive) = (0, 0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var battles = Prompts(strengths, 60, spread, seed: 1000 + round);
            covered += Covered(battles, ref all);
            var ignored = 0;
            naive += Covered(new BattleList(battles.Models, [.. battles.Read().Select(b => b with { Cluster = -1 })]), ref ignored);
        }

        // Five ratings of a table are as good as three tables of one: they sum to a constant.
        var error = Math.Sqrt(0.95 * 0.05 / (3.0 * rounds));
        ((double)covered / all).ShouldBe(0.95, 0.015 + (2 * error));
        if (spread > 0)
        {
            ((double)naive / all).ShouldBeLessThan(0.9);
        }

        int Covered(IBattles battles, ref int rows)
        {
            var board = RatingBoards.Of(battles, options).Single();
            rows += board.Rows.Count;
            return board.Rows.Count(r => r.Low <= target.Row(r.Name).Rating && target.Row(r.Name).Rating <= r.High);
        }
    }
}
