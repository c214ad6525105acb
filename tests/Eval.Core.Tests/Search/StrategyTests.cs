using Eval.Core.Search;
using Eval.Core.Selection.Pareto;

namespace Eval.Core.Tests.Search;

/// <summary>What holds for every strategy.</summary>
public class StrategyTests
{
    private static readonly Dictionary<string, ISearchStrategy> Strategies = new(StringComparer.Ordinal)
    {
        ["random"] = new RandomSearch { Trials = 30, Budget = 27 },
        ["halving"] = new SuccessiveHalving { MinimumBudget = 1, MaximumBudget = 27, TotalBudget = 300 },
        ["tpe"] = new TreeParzen { Trials = 30, Budget = 27 },
    };

    public static TheoryData<string> Names => [.. Strategies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Next_AfterAnyPrefix_GoesOnAsBefore(string name)
    {
        var (space, strategy) = (Searches.Branches, Strategies[name]);
        var (whole, _) = Searches.Run(strategy, Searches.Start(space), Evaluate);
        whole.Trials.Count.ShouldBeGreaterThanOrEqualTo(30);
        for (var done = 0; done < whole.Trials.Count; done++)
        {
            // As a stopped search would come back: from the texts of its configurations.
            var state = Searches.Start(space) with { Trials = [.. whole.Trials.Take(done).Select(t => t with { Configuration = space.Read(t.Configuration.Text) })] };
            strategy.Next(state).Proposals[0].ShouldBe(new Proposal(whole.Trials[done].Configuration, whole.Trials[done].Budget), $"after {done}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Next_OtherSeed_TriesOthers(string name)
    {
        Configuration First(int seed) => Strategies[name].Next(Searches.Start(Searches.Branches, seed)).Proposals[0].Configuration;
        Enumerable.Range(0, 20).Select(First).Distinct().Count().ShouldBe(20);
        First(3).ShouldBe(First(3));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_Failures_AreNotFatalAndNeverBest(string name)
    {
        foreach (var direction in new[] { Direction.Minimise, Direction.Maximise })
        {
            // What fails would have had the best value.
            Trial Fails(Proposal p) => p.Configuration["method"].Choice switch
            {
                "sphere" => new(p.Configuration, p.Budget, direction == Direction.Minimise ? -100 : 100, "out of memory"),
                "flat" => new(p.Configuration, p.Budget, double.NaN),
                _ => Searches.Succeed(p, Searches.Loss(p.Configuration)),
            };
            var (state, end) = Searches.Run(Strategies[name], Searches.Start(Searches.Branches, direction: direction), Fails);
            end.ShouldBe(SearchEnd.Finished);
            state.Trials.ShouldContain(t => !t.Succeeded);
            state.Best!.Configuration["method"].Choice.ShouldBe("ridge");
            var atBestBudget = state.Trials.Where(t => t.Succeeded && t.Budget == state.Best.Budget).Select(t => t.Value!.Value).ToList();
            state.Best.Value.ShouldBe(direction == Direction.Minimise ? atBestBudget.Min() : atBestBudget.Max());
        }
    }

    [Theory]
    [InlineData("random", 30, SearchEnd.Finished)]
    [InlineData("tpe", 30, SearchEnd.Finished)]
    [InlineData("halving", 80, SearchEnd.NothingSucceeded)]
    public void Run_EverythingFails_EndsWithoutABest(string name, int trials, SearchEnd expected)
    {
        var (state, end) = Searches.Run(Strategies[name], Searches.Start(Searches.Branches), p => new(p.Configuration, p.Budget, null, "no answer"));
        end.ShouldBe(expected);
        state.Best.ShouldBeNull();
        state.Trials.Count.ShouldBe(trials);
    }

    [Fact]
    public void Run_FiniteSpace_TriesEachOnceAndSaysThatItIsExhausted()
    {
        foreach (var strategy in new ISearchStrategy[] { new RandomSearch { Trials = 100, Budget = 1 }, new TreeParzen { Trials = 100, Budget = 1 } })
        {
            var (state, end) = Searches.Run(strategy, Searches.Start(Searches.Server), p => Searches.Succeed(p, p.Configuration["batch"].Number));
            end.ShouldBe(SearchEnd.SpaceExhausted, strategy.Name);
            state.Trials.Select(t => t.Configuration.Text).Order(StringComparer.Ordinal)
                .ShouldBe(Searches.Server.Enumerate().Select(c => c.Text).Order(StringComparer.Ordinal), strategy.Name);
        }
    }

    [Fact]
    public void Best_SmallBudgetsThatLookBetter_DoNotCount()
    {
        var configurations = Searches.Server.Enumerate().Take(4).ToList();
        var state = Searches.Start(Searches.Server) with
        {
            Trials = [new(configurations[0], 1, 0.1), new(configurations[1], 9, 0.5), new(configurations[2], 9, 0.4), new(configurations[3], 27, null, "crash")],
        };
        state.Best!.Configuration.ShouldBe(configurations[2]);
    }

    [Fact]
    public void Next_WrongSettings_ListsAll()
    {
        var start = Searches.Start(Searches.Server);
        ConfigAssert.Problems(() => new RandomSearch { Trials = 0, Budget = 0 }.Next(start)).Count.ShouldBe(2);
        ConfigAssert.Problems(() => new TreeParzen { Trials = 0, Budget = 0, StartupTrials = 0, Gamma = 0, MostGood = 0, Candidates = 0, RandomShare = 1 }.Next(start)).Count.ShouldBe(7);
        ConfigAssert.Problems(() => new SuccessiveHalving { MinimumBudget = 0, MaximumBudget = -1, TotalBudget = 1, Eta = 1 }.Next(start)).Count.ShouldBe(3);
        ConfigAssert.Problem(() => new SuccessiveHalving { MinimumBudget = 1, MaximumBudget = 9, TotalBudget = 12 }.Next(start))
            .ShouldBe("halving takes one configuration through all rungs for 13; the total budget is 12");
    }

    private static Trial Evaluate(Proposal p) => Searches.Succeed(p, Searches.Loss(p.Configuration) + (1.0 / p.Budget));
}
