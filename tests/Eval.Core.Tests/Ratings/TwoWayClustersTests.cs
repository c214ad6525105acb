using Eval.Core.Ratings;
using Eval.Core.Statistics;
using Eval.Core.Workspaces;

namespace Eval.Core.Tests.Ratings;

public class TwoWayClustersTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];
    private static readonly RatingOptions Options = new() { Draws = 2000, Position = true };

    [Fact]
    public void Of_TheSameClustersTwice_IsThatClustering()
    {
        var battles = Clustered((rater, _) => rater);
        var (two, one) = (TwoWayClusters.Of(battles, battles, battles, Options).Single(), RatingBoards.Of(battles, Options).Single());
        (two.Covariance - one.Covariance).L2Norm().ShouldBeLessThan(1e-12);
        two.Rows.Select(r => r.BestProbability).ShouldBe(one.Rows.Select(r => r.BestProbability));
        two.Rows.Zip(one.Rows).ShouldAllBe(p => Math.Abs(p.First.Low!.Value - p.Second.Low!.Value) < 1e-9 && p.First.BestRank == p.Second.BestRank);
        two.Position!.StandardError!.Value.ShouldBe(one.Position!.StandardError!.Value, 1e-9);
    }

    [Fact]
    public void Of_OneGroupInOneWay_HasNoIntervalsInAnyOrder()
    {
        var (one, prompts) = (Clustered((_, _) => 0), Clustered((_, p) => p));
        foreach (var board in new[] { TwoWayClusters.Of(one, prompts, prompts, Options).Single(), TwoWayClusters.Of(prompts, one, prompts, Options).Single() })
        {
            board.Rows.ShouldAllBe(r => r.StandardError == null && r.Low == null && r.High == null && r.BestProbability == null && r.BestRank == 1 && r.WorstRank == 4);
            board.Notes.ShouldContain(n => n.Contains("one group"));
            board.Position!.StandardError.ShouldBeNull();
        }
    }

    [Fact]
    public void Of_UndefeatedModel_TakesTheLowerBoundWhicheverWayComesFirst()
    {
        // Twenty wins on one prompt, each by another judge: one prompt's worth of evidence.
        Battle[] battles = [.. Enumerable.Range(0, 20).Select(i => new Battle(0, 1, BattleOutcome.AWins)), .. Enumerable.Range(0, 40).Select(i => new Battle(1, 2, i % 3 == 0 ? BattleOutcome.BWins : BattleOutcome.AWins))];
        BattleList By(Func<int, int> cluster) => new(["a", "b", "c"], [.. battles.Select((b, i) => b with { Cluster = cluster(i) })]);
        var (judges, prompts) = (By(i => i), By(i => i < 20 ? 0 : i));
        var (first, second) = (TwoWayClusters.Of(judges, prompts, judges, Options with { Position = false }).Single(), TwoWayClusters.Of(prompts, judges, judges, Options with { Position = false }).Single());
        first.Rows.Select(r => r.Low).ShouldBe(second.Rows.Select(r => r.Low));
        first.Rows.Single(r => r.Name == "a").Low!.Value.ShouldBe(RatingBoards.Of(prompts, Options with { Position = false }).Single().Rows.Single(r => r.Name == "a").Low!.Value, 1e-9);
    }

    [Fact]
    public void Of_OneWayWithoutGroups_IsTheOtherWay()
    {
        var (raters, alone) = (Clustered((rater, _) => rater), Clustered((_, _) => -1));
        var two = TwoWayClusters.Of(raters, alone, alone, Options).Single();
        (two.Covariance - RatingBoards.Of(raters, Options).Single().Covariance).L2Norm().ShouldBeLessThan(1e-12);
    }

    [Fact]
    public void Of_RatersAndPrompts_IsTheirSumWithoutWhatIsCountedTwice()
    {
        var (raters, prompts, both) = (Clustered((r, _) => r), Clustered((_, p) => p), Clustered((r, p) => (r * 40) + p));
        var two = TwoWayClusters.Of(raters, prompts, both, Options).Single();
        var expected = One(raters).Covariance + One(prompts).Covariance - One(both).Covariance;
        for (var i = 0; i < Names.Length; i++)
        {
            two.Rows[i].StandardError!.Value.ShouldBe(EloScale.PointsPerUnit * Math.Sqrt(two.Covariance[i, i]), 1e-9);
            two.Covariance.Row(i).Sum().ShouldBe(0, 1e-9);
        }

        // With 8 raters the sum may have a negative eigenvalue; where it was cut off, the rest is larger by that.
        (two.Covariance.Trace() - expected.Trace()).ShouldBeGreaterThan(-1e-12);
        two.Covariance.Evd().EigenValues.ShouldAllBe(v => v.Real > -1e-12);
        two.DegreesOfFreedom.ShouldBe(7);
        two.Rows.Sum(r => r.BestProbability!.Value).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void AllAgainst_OneModel_CorrectsOverAllContrasts()
    {
        var board = One(Clustered((_, p) => p));
        var contrasts = RatingContrast.AllAgainst([board], "b");
        contrasts.Select(c => c.Model).Order().ShouldBe(["a", "c", "d"]);
        var smallest = contrasts.MinBy(c => c.Difference!.PValue)!;
        smallest.AdjustedPValue!.Value.ShouldBe(Math.Min(1, 3 * smallest.Difference!.PValue), 1e-12);
        contrasts.ShouldAllBe(c => Math.Abs(c.Difference!.Points - (board.Rows.Single(r => r.Name == c.Model).Rating - board.Rows.Single(r => r.Name == "b").Rating)) < 1e-9);
        Should.Throw<EvalConfigurationException>(() => RatingContrast.AllAgainst([board], "bb")).Message.ShouldContain("did you mean \"b\"?");
    }

    private static RatingBoard One(IBattles battles) => RatingBoards.Of(battles, Options).Single();

    // Eight raters, forty prompts, each with a taste of its own for each model.
    private static BattleList Clustered(Func<int, int, int> cluster)
    {
        var random = new SeededRandom(11);
        var tastes = Enumerable.Range(0, 48 * Names.Length).Select(_ => random.NextDouble() - 0.5).ToArray();
        var battles = new List<Battle>();
        for (var rater = 0; rater < 8; rater++)
        {
            for (var prompt = 0; prompt < 40; prompt++)
            {
                var a = random.Next(4);
                var b = (a + 1 + random.Next(3)) % 4;
                double Strength(int model) => (0.3 * model) + tastes[(rater * 4) + model] + tastes[((8 + prompt) * 4) + model];
                var wins = random.NextDouble() < 1 / (1 + Math.Exp(Strength(b) - Strength(a)));
                battles.Add(new Battle(a, b, wins ? BattleOutcome.AWins : BattleOutcome.BWins) { Cluster = cluster(rater, prompt) });
            }
        }

        return new BattleList(Names, battles);
    }
}
