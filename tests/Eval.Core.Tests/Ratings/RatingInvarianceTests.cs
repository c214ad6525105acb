using Eval.Core.Ratings;
using Eval.Core.Statistics;
using FsCheck;
using FsCheck.Fluent;

namespace Eval.Core.Tests.Ratings;

public class RatingInvarianceTests
{
    private static readonly RatingMethod[] Methods = Enum.GetValues<RatingMethod>();

    // Any seed gives battles of 3 to 7 models with clusters, weights and ties; enough of them that ratings nearly always exist, and where not, that is as invariant.
    private static void ForAnyBattles(Action<BattleList, RatingOptions> check) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => check(Any(seed), new() { Method = Methods[(seed & 0xFFFF) % 3], Draws = 0 })));

    private static BattleList Any(int seed)
    {
        var random = SeededRandom.For(seed, "any");
        var models = 3 + random.Next(5);
        double[] strengths = [.. Enumerable.Range(0, models).Select(_ => 2 * random.NextDouble())];
        var clusters = random.Next(2) == 0 ? 0 : 8 + random.Next(20);
        var weighted = random.Next(2) == 0;
        var battles = BattleData.Planted(strengths, 60 + random.Next(200), seed, ties: 0.4).Read().Select(b => b with
        {
            Cluster = clusters == 0 ? -1 : random.Next(clusters + 1) - 1,
            Weight = weighted ? 0.5 + random.NextDouble() : 1,
        });
        return new BattleList([.. strengths.Select((_, i) => $"m{i}")], [.. battles]);
    }

    private static void ShouldAgree(IReadOnlyList<RatingBoard> boards, IReadOnlyList<RatingBoard> others, double variance = 1)
    {
        boards.Count.ShouldBe(others.Count);
        foreach (var (board, other) in boards.Zip(others))
        {
            foreach (var row in board.Rows)
            {
                var twin = other.Row(row.Name);
                twin.State.ShouldBe(row.State);
                twin.Rating.ShouldBe(row.Rating, 1e-6);
                ((twin.StandardError ?? 0) * (twin.StandardError ?? 0)).ShouldBe((row.StandardError ?? 0) * (row.StandardError ?? 0) * variance, 1e-4);
            }
        }
    }

    [Fact]
    public void Of_SidesSwappedWithTheLabel_IsUnchanged() => ForAnyBattles((battles, options) =>
    {
        var random = SeededRandom.For(1, "swap");
        var swapped = battles.Read().Select(b => random.Next(2) == 0 ? b : b with
        {
            A = b.B,
            B = b.A,
            Outcome = b.Outcome switch { BattleOutcome.AWins => BattleOutcome.BWins, BattleOutcome.BWins => BattleOutcome.AWins, var o => o },
        });
        ShouldAgree(RatingBoards.Of(battles, options), RatingBoards.Of(new BattleList(battles.Models, [.. swapped]), options));
    });

    [Fact]
    public void Of_Permuted_IsUnchanged() => ForAnyBattles((battles, options) =>
    {
        var all = battles.Read().ToArray();
        SeededRandom.For(2, "permute").Shuffle(all.AsSpan());
        ShouldAgree(RatingBoards.Of(battles, options), RatingBoards.Of(new BattleList(battles.Models, all), options));
    });

    [Fact]
    public void Of_EveryBattleTwiceOnItsOwn_LeavesRatingsAndHalvesTheVariance() => ForAnyBattles((battles, options) =>
    {
        Battle[] alone = [.. battles.Read().Select(b => b with { Cluster = -1 })];
        var once = RatingBoards.Of(new BattleList(battles.Models, alone), options);
        var twice = RatingBoards.Of(new BattleList(battles.Models, [.. alone, .. alone]), options);
        if (once.All(b => b.Rows.All(r => r.State == RatingState.Estimated)))
        {
            ShouldAgree(once, twice, variance: 0.5);
        }
    });

    [Fact]
    public void Of_EveryBattleTwiceInItsCluster_LeavesRatingsAndVariance() => ForAnyBattles((battles, options) =>
    {
        var places = 0;
        Battle[] grouped = [.. battles.Read().Select(b => b with { Cluster = places++ % 30 })];
        var once = RatingBoards.Of(new BattleList(battles.Models, grouped), options);
        if (once.All(b => b.Rows.All(r => r.State == RatingState.Estimated)))
        {
            ShouldAgree(once, RatingBoards.Of(new BattleList(battles.Models, [.. grouped, .. grouped]), options));
        }
    });

    [Fact]
    public void Of_ClustersOfOneBattle_AreBattlesThatStandAloneButForTheFactor() => ForAnyBattles((battles, options) =>
    {
        var place = 0;
        Battle[] single = [.. battles.Read().Select(b => b with { Cluster = place++ })];
        var alone = RatingBoards.Of(new BattleList(battles.Models, [.. single.Select(b => b with { Cluster = -1 })]), options);
        if (alone.Count == 1 && alone[0].Rows.All(r => r.State == RatingState.Estimated))
        {
            ShouldAgree(alone, RatingBoards.Of(new BattleList(battles.Models, single), options), variance: place / (place - 1.0));
        }
    });

    [Fact]
    public void Of_WholeWeights_RateLikeRepeatedBattles() => ForAnyBattles((battles, options) =>
    {
        var place = 0;
        Battle[] weighted = [.. battles.Read().Select(b => b with { Weight = 1 + (place % 3), Cluster = place++ % 30 })];
        var repeated = weighted.SelectMany(b => Enumerable.Repeat(b with { Weight = 1 }, (int)b.Weight)).ToArray();
        ShouldAgree(RatingBoards.Of(new BattleList(battles.Models, weighted), options), RatingBoards.Of(new BattleList(battles.Models, repeated), options));
    });

    [Fact]
    public void Of_BradleyTerry_MeansScoreWhatTheRatingsPredict() => ForAnyBattles((battles, options) =>
    {
        foreach (var board in RatingBoards.Of(battles, options with { Method = RatingMethod.BradleyTerry }))
        {
            if (board.Rows.Any(r => r.State != RatingState.Estimated))
            {
                continue;
            }

            var strengths = board.Rows.Index().ToDictionary(r => r.Item.Model, r => board.Strengths[r.Index]);
            foreach (var model in strengths.Keys)
            {
                var surplus = battles.Read().Where(b => b.A == model || b.B == model).Sum(b =>
                    b.Weight * (b.A == model ? 1 : -1) * (b.Score - BattleData.Logistic(strengths[b.A] - strengths[b.B])));
                surplus.ShouldBe(0, 1e-7);
            }

            strengths.Values.Sum().ShouldBe(0, 1e-9);
        }
    });
}
