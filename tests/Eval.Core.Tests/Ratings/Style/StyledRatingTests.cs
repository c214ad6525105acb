using Eval.Core.Ratings;
using Eval.Core.Ratings.Style;
using Eval.Core.Statistics;
using Eval.Core.Workspaces;

namespace Eval.Core.Tests.Ratings.Style;

public class StyledRatingTests
{
    private static readonly double[] Strengths = [0.7, 0.2, -0.2, -0.7];

    // Models differ in style too: without control, style would be taken for strength.
    private static StyledBattleList Planted(int count, double[] effects, double position, double ties, int seed, int perCluster = 1)
    {
        var random = SeededRandom.For(seed, "styled");
        var battles = new StyledBattle[count];
        for (var i = 0; i < count; i++)
        {
            var a = random.Next(4);
            var b = (a + 1 + random.Next(3)) % 4;
            var features = new double[effects.Length];
            var x = Strengths[a] - Strengths[b] + position;
            for (var f = 0; f < features.Length; f++)
            {
                features[f] = (0.2 * (a - b) / 3.0) + ((random.NextDouble() - 0.5) * (f + 1));
                x += effects[f] * features[f];
            }

            battles[i] = new(new Battle(a, b, BattleData.Draw(x, ties, random)) { Cluster = perCluster == 1 ? -1 : i / perCluster }, features);
        }

        return new StyledBattleList(["m00", "m01", "m02", "m03"], [.. effects.Select((_, f) => $"f{f}")], battles);
    }

    private static double Deviation(StyledBattleList battles, int feature)
    {
        double[] values = [.. battles.Read().Select(b => b.Features[feature])];
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }

    [Theory]
    [InlineData(RatingMethod.BradleyTerry, 0, 0)]
    [InlineData(RatingMethod.BradleyTerry, 0, 0.5)]
    [InlineData(RatingMethod.RaoKupper, 0.4, 0.5)]
    public void Of_PlantedEffects_AreRecoveredUnshrunk(RatingMethod method, double ties, double penalty)
    {
        double[] effects = [0.9, -0.4];
        var battles = Planted(12_000, effects, position: 0.25, ties, seed: 3);
        var board = StyledRatingBoards.Of(battles, new() { Method = method, Position = true }, penalty).ShouldHaveSingleItem();
        for (var f = 0; f < effects.Length; f++)
        {
            var term = board.Style[f];
            term.Name.ShouldBe($"f{f}");
            var planted = effects[f] * Deviation(battles, f) * EloScale.PointsPerUnit;
            Math.Abs(term.Value - planted).ShouldBeLessThan(3.5 * term.StandardError!.Value);
            term.StandardError.Value.ShouldBeLessThan(0.2 * Math.Abs(planted));
            (term.High - term.Low).ShouldNotBeNull().ShouldBe(2 * 1.959963985 * term.StandardError.Value, 1e-6);
        }

        Math.Abs(board.Position!.Value - (0.25 * EloScale.PointsPerUnit)).ShouldBeLessThan(3.5 * board.Position.StandardError!.Value);
        for (var i = 0; i < 4; i++)
        {
            var row = board.Row($"m{i:00}");
            Math.Abs(row.Rating - 1000 - (EloScale.PointsPerUnit * Strengths[i])).ShouldBeLessThan(3.5 * row.StandardError!.Value);
        }

        // Without control, style passes for strength.
        var plain = RatingBoards.Of(new BattleList(battles.Models, [.. battles.Read().Select(b => b.Battle)]), new() { Method = method, Position = true }).Single();
        Math.Abs(plain.Row("m03").Rating - board.Row("m03").Rating).ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Of_Penalty_LiesOnTheSummedLoss()
    {
        var few = Planted(300, [0.9], 0, 0, seed: 4);
        var many = new StyledBattleList(few.Models, few.Features, [.. Enumerable.Repeat(few.Read(), 50).SelectMany(b => b)]);
        double Shrinkage(StyledBattleList battles) => StyledRatingBoards.Of(battles, new(), 0.5).Single().Style[0].Value / StyledRatingBoards.Of(battles, new(), 0).Single().Style[0].Value;
        Shrinkage(few).ShouldBeInRange(0.97, 0.9999);
        Shrinkage(many).ShouldBeInRange(0.9995, 1);
    }

    [Fact]
    public void Of_NoEffects_GivesThePlainRatings()
    {
        var battles = Planted(500, [0], 0, 0.3, seed: 5, perCluster: 4);
        var plain = new BattleList(battles.Models, [.. battles.Read().Select(b => b.Battle)]);
        var constant = new StyledBattleList(battles.Models, ["f0"], [.. battles.Read().Select(b => b with { Features = [0] })]);
        foreach (var method in Enum.GetValues<RatingMethod>())
        {
            var (styled, board) = (StyledRatingBoards.Of(constant, new() { Method = method }).Single(), RatingBoards.Of(plain, new() { Method = method }).Single());
            styled.Rows.Select(r => r.Rating).ShouldBe(board.Rows.Select(r => r.Rating));
            styled.Style.ShouldBeEmpty();
            styled.Notes.ShouldContain(n => n.Contains("f0 never vary"));

            // A penalty beyond all measure holds the term at nothing: then both ways to compute the covariance must agree.
            var held = StyledRatingBoards.Of(battles, new() { Method = method }, 1e12).Single();
            foreach (var row in held.Rows)
            {
                row.Rating.ShouldBe(board.Row(row.Name).Rating, 1e-4);
                row.StandardError!.Value.ShouldBe(board.Row(row.Name).StandardError!.Value, 1e-4);
            }

            held.Clusters.ShouldBe(board.Clusters);
            held.LogLikelihood.ShouldBe(board.LogLikelihood, 1e-6);
        }
    }

    [Fact]
    public void Of_BattlesThatStandAlone_AreClustersOfOneButForTheFactor()
    {
        var battles = Planted(400, [0.5, 0.2], 0.1, 0.3, seed: 6);
        var place = 0;
        var clustered = new StyledBattleList(battles.Models, battles.Features, [.. battles.Read().Select(b => b with { Battle = b.Battle with { Cluster = place++ } })]);
        var options = new RatingOptions { Method = RatingMethod.Davidson, Position = true, Draws = 0 };
        var (alone, single) = (StyledRatingBoards.Of(battles, options).Single(), StyledRatingBoards.Of(clustered, options).Single());
        single.Style[1].StandardError!.Value.ShouldBe(alone.Style[1].StandardError!.Value * Math.Sqrt(400 / 399.0), 1e-9);
        single.Tie!.StandardError!.Value.ShouldBe(alone.Tie!.StandardError!.Value * Math.Sqrt(400 / 399.0), 1e-9);
        single.Rows[0].StandardError!.Value.ShouldBe(alone.Rows[0].StandardError!.Value * Math.Sqrt(400 / 399.0), 1e-9);
    }

    [Fact]
    public void Of_SidesSwapped_IsUnchanged()
    {
        var battles = Planted(400, [0.5, 0.2], 0, 0, seed: 7);
        var swapped = new StyledBattleList(battles.Models, battles.Features, [.. battles.Read().Select((s, i) => i % 3 > 0 ? s : new StyledBattle(
            s.Battle with { A = s.Battle.B, B = s.Battle.A, Outcome = s.Battle.Outcome == BattleOutcome.AWins ? BattleOutcome.BWins : BattleOutcome.AWins },
            [.. s.Features.Select(f => -f)]))]);
        var (board, other) = (StyledRatingBoards.Of(battles, new(), 0).Single(), StyledRatingBoards.Of(swapped, new(), 0).Single());
        other.Rows.Select(r => r.Name).ShouldBe(board.Rows.Select(r => r.Name));
        for (var i = 0; i < 4; i++)
        {
            other.Rows[i].Rating.ShouldBe(board.Rows[i].Rating, 1e-6);
            other.Rows[i].StandardError!.Value.ShouldBe(board.Rows[i].StandardError!.Value, 1e-6);
        }

        // The spread is about the mean, which swapping moves a little; what a unit of the feature is worth stays.
        (other.Style[0].Value / Deviation(swapped, 0)).ShouldBe(board.Style[0].Value / Deviation(battles, 0), 1e-6);
    }

    [Fact]
    public void Of_TwinFeaturesWithoutPenalty_LeavesStyleOutAndSaysSo()
    {
        var battles = Planted(400, [0.5], 0, 0, seed: 8);
        var twins = new StyledBattleList(battles.Models, ["f", "twin"], [.. battles.Read().Select(b => b with { Features = [b.Features[0], 2 * b.Features[0]] })]);
        var board = StyledRatingBoards.Of(twins, new(), 0).Single();
        board.Style.ShouldBeEmpty();
        board.Notes.ShouldContain(n => n.StartsWith("Style is not controlled for"));
        board.Rows.ShouldAllBe(r => r.State == RatingState.Estimated && r.StandardError != null);
        StyledRatingBoards.Of(twins, new(), 0.5).Single().Style.Count.ShouldBe(2);
    }

    [Fact]
    public void Of_WrongFeatures_AreRefused()
    {
        StyledBattleList With(double[] features) => new(["a", "b"], ["f"], [new(new(0, 1, BattleOutcome.AWins), [0]), new(new(1, 0, BattleOutcome.AWins), features)]);
        Should.Throw<ArgumentException>(() => StyledRatingBoards.Of(With([]), new())).Message.ShouldContain("Battle 2");
        Should.Throw<ArgumentException>(() => StyledRatingBoards.Of(With([double.NaN]), new()));
        Should.Throw<EvalConfigurationException>(() => StyledRatingBoards.Of(With([1]), new(), -1)).Message.ShouldContain("penalty");
        Should.Throw<EvalConfigurationException>(() => StyledRatingBoards.Of(With([1]), new() { Anchor = "c" }));
    }
}
