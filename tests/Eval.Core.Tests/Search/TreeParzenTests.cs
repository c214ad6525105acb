using Eval.Core.Search;
using Eval.Core.Selection.Pareto;
using Eval.Core.Statistics;
using Eval.TestSupport;
using Xunit.Abstractions;

namespace Eval.Core.Tests.Search;

public class TreeParzenTests(ITestOutputHelper output)
{
    /// <summary>60 trials each on a conditional mixed space whose optimum is 0.</summary>
    [Fact]
    public void Run_EqualTrials_BeatsRandomByFarMoreThanItsError()
    {
        const int Trials = 60;
        List<(double Random, double Own)> found = [];
        for (var seed = 0; seed < Math.Max(60, TestRounds.Of(600)); seed++)
        {
            double Found(ISearchStrategy strategy)
            {
                var (state, _) = Searches.Run(strategy, Searches.Start(Searches.Branches, seed), p => Searches.Succeed(p, Searches.Loss(p.Configuration)));
                state.Trials.Count.ShouldBe(Trials);
                return state.Best!.Value!.Value;
            }

            found.Add((Found(new RandomSearch { Trials = Trials, Budget = 1 }), Found(new TreeParzen { Trials = Trials, Budget = 1 })));
        }

        var (mean, error) = Searches.Summary([.. found.Select(f => f.Random - f.Own)]);
        output.WriteLine($"{found.Count} seeds: random {found.Average(f => f.Random):F4}, own {found.Average(f => f.Own):F4}, gain {mean:F4} with standard error {error:F4}");
        mean.ShouldBeGreaterThan(4 * error);
    }

    [Fact]
    public void Run_EitherDirection_TriesTheSame()
    {
        IEnumerable<Configuration> Tried(Direction direction, int sign) => Searches.Run(new TreeParzen { Trials = 40, Budget = 1 },
            Searches.Start(Searches.Branches, 7, direction), p => Searches.Succeed(p, sign * Searches.Loss(p.Configuration))).State.Trials.Select(t => t.Configuration);
        Tried(Direction.Maximise, -1).ShouldBe(Tried(Direction.Minimise, 1));
    }

    [Fact]
    public void Run_BranchThatFails_IsTriedLess()
    {
        // "sphere" fails; a third of the random trials are there.
        var failures = 0;
        for (var seed = 0; seed < 10; seed++)
        {
            var (state, _) = Searches.Run(new TreeParzen { Trials = 60, Budget = 1 }, Searches.Start(Searches.Branches, seed),
                p => p.Configuration.Has("rate") ? new(p.Configuration, 1, null, "out of memory") : Searches.Succeed(p, Searches.Loss(p.Configuration)));
            failures += state.Trials.Skip(10).Count(t => !t.Succeeded);
        }

        // Random trials fail 167 times of 500, with a standard error of 10.5; this is four of them below. A fifth of the trials stay random.
        failures.ShouldBeLessThan(125);
    }

    [Fact]
    public void Next_OtherBudgets_AreNotLearnedFrom()
    {
        var start = Searches.Start(Searches.Branches);
        var (other, _) = Searches.Run(new RandomSearch { Trials = 40, Budget = 2 }, start, p => Searches.Succeed(p, Searches.Loss(p.Configuration)));
        var worse = other with { Trials = [.. other.Trials.Select(t => t with { Value = -t.Value })] };
        Proposal Next(SearchState state, int budget) => new TreeParzen { Trials = 100, Budget = budget, RandomShare = 0 }.Next(state).Proposals[0];
        Next(other, 1).ShouldBe(Next(worse, 1));
        Next(other, 2).ShouldNotBe(Next(worse, 2));
    }

    [Fact]
    public void LogDensity_EveryKind_SumsToOne()
    {
        double[] seen = [1, 1, 2, 5, 8];
        foreach (var isLogarithmic in new[] { false, true })
        {
            var integer = ParameterDensity.Of(new IntegerParameter("p", 1, 8, isLogarithmic), [.. seen.Select(ParameterValue.Of)]);
            Enumerable.Range(1, 8).Sum(k => Math.Exp(integer.LogDensity(k))).ShouldBe(1, 1e-9);

            // Along the axis, by the midpoint rule.
            var axis = new NumericAxis(1, 8, isLogarithmic, IsInteger: false);
            var real = new ParzenDensity(axis, seen);
            Enumerable.Range(0, 20_000).Average(i => Math.Exp(real.LogDensity(axis.Value((i + 0.5) / 20_000)))).ShouldBe(1, 1e-4);
        }

        var choice = ParameterDensity.Of(new CategoricalParameter("p", ["a", "b", "c"]), ["a", "a", "c"]);
        new[] { "a", "b", "c" }.Select(c => Math.Exp(choice.LogDensity(c))).ShouldBe([3 / 6.0, 1 / 6.0, 2 / 6.0], 1e-12);
        choice.LogDensity("d").ShouldBe(double.NegativeInfinity);
    }

    [Fact]
    public void Sample_IntegerDensity_FollowsIt()
    {
        var (density, random) = (ParameterDensity.Of(new IntegerParameter("p", 1, 8), [1, 2, 2, 8]), new SeededRandom(3));
        var counts = new int[9];
        for (var i = 0; i < 20_000; i++)
        {
            counts[(int)density.Sample(random).Number]++;
        }

        for (var k = 1; k <= 8; k++)
        {
            // Five standard errors of a share are at most 0.018.
            (counts[k] / 20_000.0).ShouldBe(Math.Exp(density.LogDensity(k)), 0.018);
        }
    }

    [Fact]
    public void LogDensity_LoneObservation_IsHandCalculated()
    {
        // Kernels: the observation at 0.2 with deviation max(0.3, 1/3), the prior at 0.5 with deviation 1; at position 0.2, both cut off at 0 and 1.
        var density = new ParzenDensity(new(0, 1, IsLogarithmic: false, IsInteger: false), [0.2]);
        const double Peak = 0.3989422804014327;

        // Φ(2.4) − Φ(−0.6) = 0.991802464 − 0.274253118; Φ(0.5) − Φ(−0.5) = 0.382924923; φ(0.3) = 0.381387815.
        var expected = ((Peak * 3 / (0.991802464 - 0.274253118)) + (0.381387815 / 0.382924923)) / 2;
        Math.Exp(density.LogDensity(0.2)).ShouldBe(expected, 1e-7);
    }
}
