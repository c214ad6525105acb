using Eval.Core.Search;
using Eval.Core.Statistics;
using Eval.TestSupport;
using MathNet.Numerics.Distributions;
using Xunit.Abstractions;

namespace Eval.Core.Tests.Search;

public class SuccessiveHalvingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(3, 81, 972, 3, new[] { 3, 9, 27, 81 }, new[] { 81, 27, 9, 3 })]
    [InlineData(10, 100, 400, 3, new[] { 11, 33, 100 }, new[] { 14, 4, 1 })]
    [InlineData(5, 5, 24, 2, new[] { 5 }, new[] { 4 })]
    [InlineData(1, 4, 7, 2, new[] { 1, 2, 4 }, new[] { 1, 1, 1 })]
    public void Rungs_TotalBudget_StartAsManyAsItPaysFor(int minimum, int maximum, int total, int eta, int[] budgets, int[] configurations)
    {
        var halving = new SuccessiveHalving { MinimumBudget = minimum, MaximumBudget = maximum, TotalBudget = total, Eta = eta };
        halving.Rungs.Select(r => r.Budget).ShouldBe(budgets);
        halving.Rungs.Select(r => r.Configurations).ShouldBe(configurations);
    }

    [Fact]
    public void Rungs_AnyTotal_SpendNoMoreAndOneMoreWouldNotFit()
    {
        for (var total = 40; total < 2_000; total += 7)
        {
            var rungs = new SuccessiveHalving { MinimumBudget = 1, MaximumBudget = 27, TotalBudget = total }.Rungs;
            rungs.Sum(r => r.Cost).ShouldBeLessThanOrEqualTo(total);
            var more = rungs[0].Configurations + 1;
            Enumerable.Range(0, 4).Sum(k => (int)Math.Pow(3, k) * Math.Max(1, more / (int)Math.Pow(3, k))).ShouldBeGreaterThan(total);
        }
    }

    [Fact]
    public void Run_KnownValues_PromotesTheBestOfEachRungAndKeepsToTheBudget()
    {
        var halving = new SuccessiveHalving { MinimumBudget = 1, MaximumBudget = 27, TotalBudget = 300 };
        var (state, end) = Searches.Run(halving, Searches.Start(Searches.Branches), p => Searches.Succeed(p, Noisy(p)));
        end.ShouldBe(SearchEnd.Finished);
        state.Trials.Sum(t => (long)t.Budget).ShouldBe(halving.Rungs.Sum(r => r.Cost));
        state.Trials.Sum(t => (long)t.Budget).ShouldBeLessThanOrEqualTo(300);
        for (var k = 0; k < 3; k++)
        {
            var (rung, next) = (halving.Rungs[k], halving.Rungs[k + 1]);
            state.Trials.Where(t => t.Budget == rung.Budget).OrderBy(t => t.Value).Take(next.Configurations).Select(t => t.Configuration.Text)
                .ShouldBe(state.Trials.Where(t => t.Budget == next.Budget).Select(t => t.Configuration.Text));
        }
    }

    [Fact]
    public void Next_RungInAnyOrder_GoesOnWithTheRestAndThenTheSame()
    {
        var halving = new SuccessiveHalving { MinimumBudget = 1, MaximumBudget = 27, TotalBudget = 300 };
        var start = Searches.Start(Searches.Branches);
        var rung = halving.Next(start).Proposals;
        Trial[] trials = [.. rung.Select(p => Searches.Succeed(p, Noisy(p)))];
        SeededRandom.For(1, "order").Shuffle<Trial>(trials);

        halving.Next(start with { Trials = trials[..10] }).Proposals.ShouldBe(rung.Where(p => !trials[..10].Any(t => t.Configuration.Equals(p.Configuration))));
        halving.Next(start with { Trials = trials }).Proposals.ShouldBe(halving.Next(start with { Trials = [.. trials.Reverse()] }).Proposals);
    }

    [Fact]
    public void Run_FailuresInARung_AreNotPromotedEvenWhereRoomIsLeft()
    {
        // 27 start and 9 could go on, but only the few that have the smallest values live.
        var halving = new SuccessiveHalving { MinimumBudget = 1, MaximumBudget = 9, TotalBudget = 81 };
        var alive = halving.Next(Searches.Start(Searches.Branches)).Proposals.Take(4).Select(p => p.Configuration).ToHashSet();
        var (state, _) = Searches.Run(halving, Searches.Start(Searches.Branches),
            p => alive.Contains(p.Configuration) ? Searches.Succeed(p, Searches.Loss(p.Configuration)) : new(p.Configuration, p.Budget, null, "crash"));
        state.Trials.Where(t => t.Budget == 3).Select(t => t.Configuration).ShouldBe(alive, ignoreOrder: true);
    }

    [Fact]
    public void Run_SmallSpace_TakesAllOfItAndSaysSo()
    {
        var halving = new SuccessiveHalving { MinimumBudget = 1, MaximumBudget = 9, TotalBudget = 1_000 };
        var (state, end) = Searches.Run(halving, Searches.Start(Searches.Server), p => Searches.Succeed(p, p.Configuration["batch"].Number));
        end.ShouldBe(SearchEnd.SpaceExhausted);
        state.Trials.Where(t => t.Budget == 1).Select(t => t.Configuration).ToHashSet().Count.ShouldBe(42);
        state.Best!.Configuration["batch"].Number.ShouldBe(1);
    }

    /// <summary>
    /// Both spend 972; a measurement with budget b has an error of deviation 1/√b. Random search affords 12 full measurements, halving starts 81. What counts is the true value
    /// of the one each would name as best.
    /// </summary>
    [Fact]
    public void Run_EqualBudget_BeatsRandomByFarMoreThanItsError()
    {
        const int Total = 972;
        var halving = new SuccessiveHalving { MinimumBudget = 3, MaximumBudget = 81, TotalBudget = Total };
        var random = new RandomSearch { Trials = Total / 81, Budget = 81 };
        List<(double Random, double Own)> found = [];
        for (var seed = 0; seed < Math.Max(40, TestRounds.Of(400)); seed++)
        {
            double Found(ISearchStrategy strategy)
            {
                var (state, _) = Searches.Run(strategy, Searches.Start(Searches.Branches, seed), p => Searches.Succeed(p, Noisy(p)));
                state.Trials.Sum(t => t.Budget).ShouldBeLessThanOrEqualTo(Total);
                return Searches.Loss(state.Best!.Configuration);
            }

            found.Add((Found(random), Found(halving)));
        }

        var (mean, error) = Searches.Summary([.. found.Select(f => f.Random - f.Own)]);
        output.WriteLine($"{found.Count} seeds: random {found.Average(f => f.Random):F4}, own {found.Average(f => f.Own):F4}, gain {mean:F4} with standard error {error:F4}");
        mean.ShouldBeGreaterThan(4 * error);
    }

    // The error depends on the configuration and the budget alone.
    private static double Noisy(Proposal p) =>
        Searches.Loss(p.Configuration) + Normal.InvCDF(0, 1 / Math.Sqrt(p.Budget), (SeededRandom.For(p.Budget, p.Configuration.Text).NextDouble() * 0.9998) + 0.0001);
}
