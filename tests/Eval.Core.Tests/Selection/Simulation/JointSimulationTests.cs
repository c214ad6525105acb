using Eval.Core.Selection;
using Eval.Core.Selection.Acceptability;
using Eval.Core.Selection.Explanation;
using Eval.Core.Selection.Simulation;
using Eval.Core.Selection.Weights;
using Eval.Core.Statistics;
using Eval.Core.Workspaces;
using Eval.TestSupport;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Tests.Selection.Simulation;

public class JointSimulationTests
{
    private static readonly Factor Quality = new() { Id = "quality", Worst = 0, Best = 1 };
    private static readonly Factor Cost = new() { Id = "cost", Worst = 20, Best = 0, Scale = FactorScale.Linear };

    [SharedFact]
    public void Run_TwoIndependentNormals_HasTheOraclesProbability()
    {
        var (inputs, expected) = (SelectionOracle.Inputs("rank-probability", "two"), SelectionOracle.Expected("rank-probability", "two"));
        Evidence Of(string name) => new()
        {
            Candidate = name,
            Factor = "quality",
            Value = inputs.GetProperty(name).GetProperty("mean").GetDouble(),
            StandardError = inputs.GetProperty(name).GetProperty("se").GetDouble(),
        };

        var result = JointSimulation.Run(new() { Matrix = DecisionMatrix.Of([Quality], ["a", "b"], [Of("a"), Of("b")]), Weights = Decisions.Weights(1), Draws = 40_000 });

        // Four Monte-Carlo errors.
        var p = expected.GetProperty("p_a_better").GetDouble();
        result.Ranks.Beats[0][1].ShouldBe(p, 4 * result.ErrorOf(p));
        result.Ranks.First(0).ShouldBe(result.Ranks.Beats[0][1], 1e-12);
        result.GapVariance.ShouldBe(0.0008, 0.00003);
        Normal.CDF(0, 1, result.Gap / Math.Sqrt(0.0008)).ShouldBe(p, 1e-9);
        result.Causes.ShouldHaveSingleItem().Cause.ShouldBe(UncertaintyCause.Items);
    }

    [SharedFact]
    public void Run_FortyItems_HasTheExactBootstrapProbabilities()
    {
        var (inputs, expected) = (SelectionOracle.Inputs("score-uncertainty", "forty-items"), SelectionOracle.Expected("score-uncertainty", "forty-items"));
        var (n, onlyOld, onlyNew) = (inputs.GetProperty("n").GetInt32(), inputs.GetProperty("only_old_right").GetInt32(), inputs.GetProperty("only_new_right").GetInt32());
        double[] old = [.. Enumerable.Range(0, n).Select(i => i < onlyOld || i >= 30 ? 1.0 : 0)];
        double[] @new = [.. Enumerable.Range(0, n).Select(i => (i >= onlyOld && i < onlyOld + onlyNew) || i >= 30 ? 1.0 : 0)];

        var result = JointSimulation.Run(Paired([old, @new], draws: 40_000));

        // Ties count half in Beats.
        var better = expected.GetProperty("bootstrap_p_better").GetDouble() + (expected.GetProperty("bootstrap_p_tie").GetDouble() / 2);
        result.Ranks.Beats[1][0].ShouldBe(better, 4 * result.ErrorOf(better));
        Math.Sqrt(result.GapVariance).ShouldBe(expected.GetProperty("se").GetDouble(), 0.002);
        result.Gap.ShouldMatch(expected.GetProperty("diff"));
        result.Resamplings.ShouldHaveSingleItem().ShouldBe(new Resampling("items", 40, 40, "bootstrap"));
    }

    [Fact]
    public void Run_OneAndTwoThreads_GiveTheSameNumbers()
    {
        var input = Everything(11);
        var (one, two) = (JointSimulation.Run(input with { Threads = 1 }), JointSimulation.Run(input with { Threads = 2 }));

        two.MeanScores.ShouldBe(one.MeanScores);
        two.ScoreIntervals.ShouldBe(one.ScoreIntervals);
        two.ExpectedRegrets.ShouldBe(one.ExpectedRegrets);
        two.Causes.Select(c => (c.Cause, c.Variance, c.Share)).ShouldBe(one.Causes.Select(c => (c.Cause, c.Variance, c.Share)));
        two.Causes.SelectMany(c => c.Factors).ShouldBe(one.Causes.SelectMany(c => c.Factors));
        two.GapVariance.ShouldBe(one.GapVariance);
        for (var c = 0; c < one.Ranks.Candidates.Count; c++)
        {
            two.Ranks.Ranks[c].ShouldBe(one.Ranks.Ranks[c]);
            two.Ranks.Beats[c].ShouldBe(one.Ranks.Beats[c]);
        }

        JointSimulation.Run(input with { Seed = 12 }).MeanScores.ShouldNotBe(one.MeanScores);
        one.Causes.Select(c => c.Cause).ShouldBe(Enum.GetValues<UncertaintyCause>(), ignoreOrder: true);
        (one.Causes.Sum(c => c.Share) + one.Interaction).ShouldBe(1, 1e-9);
        one.Causes.ShouldAllBe(c => c.Variance > 0);
        one.Ranks.Ranks.ShouldAllBe(r => Math.Abs(r.Sum() - 1) < 1e-9);
    }

    [Fact]
    public void Run_FurtherCandidate_ChangesNoPairsProbability()
    {
        var all = Everything(13);
        var fewer = all with
        {
            Matrix = all.Matrix.Keep(["a", "b", "d"]),
            Items = [.. all.Items.Select(i => i with { Columns = [.. i.Columns.Select(c => c with { Scores = [c.Scores[0], c.Scores[1], c.Scores[3]] })] })],
        };
        var (with, without) = (JointSimulation.Run(all), JointSimulation.Run(fewer));

        int[] kept = [0, 1, 3];
        for (var i = 0; i < 3; i++)
        {
            without.MeanScores[i].ShouldBe(with.MeanScores[kept[i]]);
            without.Ranks.Beats[i].ShouldBe(kept.Select(j => with.Ranks.Beats[kept[i]][j]));
        }
    }

    [Fact]
    public void DrawStream_Numbers_HaveTheirMomentsAndDoNotHangTogether()
    {
        const int Draws = 40_000;
        var (one, two) = (new DrawStream(1, "a"), new DrawStream(1, "b"));
        double[] x = [.. Enumerable.Range(0, Draws).Select(one.Normal)], y = [.. Enumerable.Range(0, Draws).Select(two.Normal)];
        double[] u = [.. Enumerable.Range(0, Draws).Select(one.Uniform)];

        x.Average().ShouldBe(0, 0.02);
        Moments.StandardDeviationOf(x).ShouldBe(1, 0.02);
        (x.Count(v => v > 1.959964) / (double)Draws).ShouldBe(0.025, 0.003);
        Math.Abs(Correlation.Pearson(x, y).Value).ShouldBeLessThan(0.02);
        Math.Abs(Correlation.Pearson(x.AsSpan(1), x.AsSpan(0, Draws - 1)).Value).ShouldBeLessThan(0.02);
        u.Average().ShouldBe(0.5, 0.006);
        u.ShouldAllBe(v => v >= 0 && v < 1);
        new DrawStream(2, "a").Uniform(0).ShouldNotBe(one.Uniform(0));
    }

    [Fact]
    public void Run_SameScoresForBoth_AreTiedInEveryDraw()
    {
        // Without pairing two equal candidates would come apart.
        double[] scores = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 1.0 : 0)];
        var result = JointSimulation.Run(Paired([scores, [.. scores]]));

        result.GapVariance.ShouldBe(0);
        result.Ranks.First(0).ShouldBe(0.5, 1e-9);
        result.Ranks.Beats[0][1].ShouldBe(0.5);
        result.ScoreIntervals[0].High.ShouldBeGreaterThan(result.ScoreIntervals[0].Low);
        result.ItemsNeeded(0.9).ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_ManyItems_NormalAndBootstrapAgree(bool clustered)
    {
        var random = SeededRandom.For(3, "items");
        var (n, matrix) = (600, Plain(["a", "b", "c"], [0.5, 0.5, 0.5]));
        int[] clusters = clustered ? [.. Enumerable.Range(0, n).Select(i => i < 300 ? i / 5 : i / 3 - 40)] : [];
        double[] shift = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
        double[][] scores = [.. Enumerable.Range(0, 3).Select(c => Enumerable.Range(0, n)
            .Select(i => shift[clustered ? clusters[i] : i] + (0.5 * random.NextDouble())).ToArray())];
        var items = new ItemSet { Name = "items", Columns = [new("quality", scores)], Clusters = clusters };
        var covariances = new List<double[,]>();
        foreach (var sampler in (ItemSampler[])[new BootstrapItems(items, matrix, 1), new NormalItems(items, matrix, 2)])
        {
            const int Draws = 20_000;
            var deltas = new double[Draws * 3];
            for (var first = 0; first < Draws; first += JointSimulation.Block)
            {
                var part = new double[JointSimulation.Block * 3];
                sampler.Add(first, JointSimulation.Block, part, 3);
                part.CopyTo(deltas, first * 3);
            }

            var covariance = new double[3, 3];
            for (var draw = 0; draw < Draws; draw++)
            {
                for (var i = 0; i < 9; i++)
                {
                    covariance[i / 3, i % 3] += deltas[(draw * 3) + (i / 3)] * deltas[(draw * 3) + (i % 3)] / Draws;
                }
            }

            covariances.Add(covariance);
        }

        for (var i = 0; i < 9; i++)
        {
            var (bootstrap, normal) = (covariances[0][i / 3, i % 3], covariances[1][i / 3, i % 3]);
            normal.ShouldBe(bootstrap, 0.05 * covariances[0][i / 3, i / 3]);
        }

        // And both with the formula: the covariance of what units add to the mean.
        var mean = scores[0].Average();
        var sums = clustered ? Enumerable.Range(0, clusters.Max() + 1).Select(k => scores[0].Where((_, i) => clusters[i] == k).Sum(x => x - mean)) : scores[0].Select(x => x - mean);
        covariances[0][0, 0].ShouldBe(sums.Sum(s => s * s) / ((double)n * n), 0.06 * covariances[0][0, 0]);
    }

    [Fact]
    public void Run_VeryManyItems_SaysThatMeansAreDrawn()
    {
        var random = SeededRandom.For(4, "many");
        double[][] scores = [.. Enumerable.Range(0, 2).Select(c => Enumerable.Range(0, 150_000).Select(_ => random.NextDouble() < 0.5 + (0.002 * c) ? 1.0 : 0).ToArray())];
        var input = Paired(scores, draws: 100_000);
        var small = new ItemSet { Name = "few", Columns = [new("quality", [[1, 0, 1], [1, 0, 1]], 0.1)] };

        var result = JointSimulation.Run(input with { Items = [small, .. input.Items] });

        result.Resamplings.Select(r => r.Method).ShouldBe(["bootstrap", "joint-normal"]);
        var p = Normal.CDF(0, 1, PairedCounts.Of(scores[0], scores[1])!.Value is var counts ? counts.Difference / counts.WaldStandardError : 0);
        result.Ranks.Beats[1][0].ShouldBe(p, 4 * result.ErrorOf(p));
    }

    [Fact]
    public void Run_PriceScenarios_AreDrawnForAllTogether()
    {
        // A is cheaper today; in the announced scenario of 30 % it is dearer.
        var matrix = DecisionMatrix.Of([Cost], ["a", "b"], [new() { Candidate = "a", Factor = "cost", Value = 2 }, new() { Candidate = "b", Factor = "cost", Value = 3 }]);
        var prices = new PriceUncertainty
        {
            CostFactors = ["cost"],
            Scenarios = [new("today", 7, new Dictionary<string, double>()), new("announced", 3, new Dictionary<string, double> { ["a"] = 2 })],
        };
        var result = JointSimulation.Run(new() { Matrix = matrix, Weights = Decisions.Weights(1), Prices = prices });

        result.Ranks.First(0).ShouldBe(0.7, 4 * result.ErrorOf(0.7));
        var cause = result.Causes.ShouldHaveSingleItem();
        (cause.Cause, cause.Variance, cause.Share).ShouldBe((UncertaintyCause.Price, result.GapVariance, 1));
        cause.Factors.ShouldHaveSingleItem().Factor.ShouldBe("cost");
        cause.Factors[0].Share.ShouldBe(1, 1e-9);
        result.ItemsNeeded(0.8).ShouldBeNull();

        // ± 50 % of 3 falls below 2 with a probability of 1/6.
        var range = JointSimulation.Run(new()
        {
            Matrix = matrix,
            Weights = Decisions.Weights(1),
            Prices = new() { CostFactors = ["cost"], Ranges = new Dictionary<string, double> { ["b"] = 0.5 } },
        });
        range.Ranks.First(1).ShouldBe(1 / 6.0, 4 * range.ErrorOf(1 / 6.0));
    }

    [Fact]
    public void Run_WeightsAndMissingValues_AgreeWithTheirOwnAnalyses()
    {
        var matrix = Decisions.Unit(("p", [1, 0, 0.5]), ("q", [0.7, 0.5, 0.4]), ("r", [0, 1, double.NaN]));
        var weights = WeightAcceptability.Of(matrix, new UnknownWeights(3), 5, 40_000);
        var result = JointSimulation.Run(new() { Matrix = matrix, Weights = Decisions.Weights(1, 1, 1), Belief = new UnknownWeights(3), Draws = 40_000 });

        for (var c = 0; c < 3; c++)
        {
            result.Ranks.First(c).ShouldBe(weights.Ranks.First(c), 0.012);
        }

        result.Causes.Select(c => c.Cause).ShouldBe([UncertaintyCause.Weights, UncertaintyCause.Missing], ignoreOrder: true);
    }

    [Fact]
    public void Causes_LinearDecision_AreTheAnalyticVariances()
    {
        // 0.6·quality + 0.4·cost, all errors far from the anchors: variances add up and nothing interacts.
        Evidence[] evidence =
        [
            new() { Candidate = "a", Factor = "quality", Value = 0.6, StandardError = 0.03, JudgeError = 0.02 },
            new() { Candidate = "b", Factor = "quality", Value = 0.5, StandardError = 0.04 },
            new() { Candidate = "a", Factor = "cost", Value = 10, StandardError = 0.5, Cause = UncertaintyCause.Latency },
            new() { Candidate = "b", Factor = "cost", Value = 9 },
        ];
        var matrix = DecisionMatrix.Of([Quality, Cost], ["a", "b"], evidence);
        var result = JointSimulation.Run(new() { Matrix = matrix, Weights = Decisions.Weights(0.6, 0.4), Draws = 40_000 });
        var causes = result.Causes.ToDictionary(c => c.Cause, c => c.Variance);

        causes[UncertaintyCause.Items].ShouldBe(0.36 * (0.0009 + 0.0016), 0.00003);
        causes[UncertaintyCause.Judge].ShouldBe(0.36 * 0.0004, 0.000006);
        causes[UncertaintyCause.Latency].ShouldBe(0.16 * Math.Pow(0.5 / 20, 2), 0.000004);
        result.GapVariance.ShouldBe(causes.Values.Sum(), 0.00003);
        result.Interaction.ShouldBeLessThan(0.03);
        result.Causes[0].Cause.ShouldBe(UncertaintyCause.Items);
        result.Causes.Single(c => c.Cause == UncertaintyCause.Latency).Factors.ShouldHaveSingleItem().Factor.ShouldBe("cost");
        result.Resamplings.ShouldBeEmpty();
    }

    [Fact]
    public void Causes_Factors_SayWhichWeightAndWhichFactorMatter()
    {
        // The candidates differ by the gap in f2: whatever its weight, it moves nothing. f0's weight is open, f1's hardly.
        var matrix = Decisions.Unit(("a", [0.9, 0.2, 0.55]), ("b", [0.1, 0.8, 0.45]));
        var result = JointSimulation.Run(new()
        {
            Matrix = matrix,
            Weights = Decisions.Weights(4, 4, 2),
            Belief = new WeightRanges([0.2, 0.39, 0.1], [0.6, 0.41, 0.4]),
        });

        var weights = result.Causes.Single(c => c.Cause == UncertaintyCause.Weights).Factors;
        weights.Sum(f => f.Share).ShouldBe(1, 1e-9);
        weights[0].Factor.ShouldBe("f0");
        weights[0].Share.ShouldBeGreaterThan(0.9);

        // Errors of 0.02 and 0.04 under weights of 0.6 and 0.4: variances of 0.000144 and 0.000256.
        Factor[] factors = [Quality, new() { Id = "other", Worst = 0, Best = 1 }];
        var items = JointSimulation.Run(new()
        {
            Matrix = DecisionMatrix.Of(factors, ["a", "b"],
            [
                new() { Candidate = "a", Factor = "quality", Value = 0.6, StandardError = 0.02 },
                new() { Candidate = "b", Factor = "quality", Value = 0.5 },
                new() { Candidate = "a", Factor = "other", Value = 0.5 },
                new() { Candidate = "b", Factor = "other", Value = 0.5, StandardError = 0.04 },
            ]),
            Weights = Decisions.Weights(6, 4),
            Draws = 40_000,
        }).Causes.ShouldHaveSingleItem().Factors;
        items.Select(f => f.Factor).ShouldBe(["other", "quality"]);
        items[0].Share.ShouldBe(0.64, 0.01);
    }

    [Fact]
    public void ItemsNeeded_ThatManyMore_ReachTheProbability()
    {
        double[][] Scores(int copies) => [.. ((double[])[0.62, 0.55]).Select((p, c) => Enumerable.Range(0, 300 * copies).Select(i => i % 300).Select(i =>
            SeededRandom.For(c, $"item {i}").NextDouble() < p ? 1.0 : 0).ToArray())];
        var few = JointSimulation.Run(Paired(Scores(1)));
        const double Target = 0.99;

        var more = few.ItemsNeeded(Target)!.Value;
        more.ShouldBeGreaterThan(0);
        few.Ranks.Beats[0][1].ShouldBeLessThan(Target);
        var copies = (300.0 + more) / 300;
        (few.Gap / Math.Sqrt(few.GapVariance / copies)).ShouldBe(Normal.InvCDF(0, 1, Target), 0.01);

        // The same items over and over are what "if estimates stay as they are" means; whole copies on both sides of the number needed.
        double P(int times)
        {
            var result = JointSimulation.Run(Paired(Scores(times)));
            return result.Ranks.Beats[0][1];
        }

        P((int)Math.Ceiling(copies)).ShouldBeGreaterThan(Target - 0.003);
        P((int)Math.Floor(copies * 0.75)).ShouldBeLessThan(Target);
        JointSimulation.Run(Paired(Scores((int)Math.Ceiling(copies) + 2))).ItemsNeeded(Target).ShouldBe(0);
    }

    [Fact]
    public void Recommendation_ByItsRule_IsTheLeaderOrATieWithTheCheaperPreferred()
    {
        DecisionMatrix Matrix(double gap, double error) => DecisionMatrix.Of([Quality, Cost], ["dear", "cheap"],
        [
            new() { Candidate = "dear", Factor = "quality", Value = 0.5 + gap, StandardError = error },
            new() { Candidate = "cheap", Factor = "quality", Value = 0.5, StandardError = error },
            new() { Candidate = "dear", Factor = "cost", Value = 9 },
            new() { Candidate = "cheap", Factor = "cost", Value = 8 },
        ]);
        Recommendation For(double gap, double error, DecisionRule? rule = null)
        {
            var matrix = Matrix(gap, error);
            return Recommendation.Of(matrix, JointSimulation.Run(new() { Matrix = matrix, Weights = WeightSet.Of([1, 0]) }), rule ?? new() { CostFactor = "cost" });
        }

        For(0.2, 0.05).ShouldSatisfyAllConditions(
            r => r.Kind.ShouldBe(RecommendationKind.Probable), r => r.Preferred.ShouldBe("dear"), r => r.Tied.ShouldBe(["dear"]));
        For(0.005, 0.1).ShouldSatisfyAllConditions(
            r => r.Kind.ShouldBe(RecommendationKind.Tie), r => r.Leader.ShouldBe("dear"), r => r.Tied.ShouldBe(["dear", "cheap"]), r => r.Preferred.ShouldBe("cheap"));
        For(0.001, 0.005).Kind.ShouldBe(RecommendationKind.LittleRegret);
        For(0.005, 0.1, new()).Preferred.ShouldBe("dear");
    }

    [Fact]
    public void Run_WrongInput_NamesAllProblems()
    {
        var matrix = Plain(["a", "b"], [0.4, 0.5]);
        var problems = Should.Throw<EvalConfigurationException>(() => JointSimulation.Run(new()
        {
            Matrix = matrix,
            Weights = Decisions.Weights(1, 1),
            Items =
            [
                new() { Name = "x", Columns = [new("quality", [[1, 0], [1, double.NaN]])] },
                new() { Name = "x", Columns = [new("qualty", [[1, 0, 1], [1, 1, 1]])], Clusters = [0, 2, 2] },
                new() { Name = "y", Columns = [new("quality", [[1], [1]])] },
            ],
            Prices = new() { CostFactors = ["price"], Ranges = new Dictionary<string, double> { ["a"] = 1 }, Scenarios = [new("none", 0, new Dictionary<string, double>())] },
        })).Problems.Select(p => p.Message).ToList();

        problems.Count.ShouldBe(9);
        problems.ShouldContain(p => p.Contains("as many weights"));
        problems.ShouldContain(p => p.Contains("there twice"));
    }

    private static DecisionMatrix Plain(string[] names, double[] values) =>
        DecisionMatrix.Of([Quality], names, names.Zip(values, (n, v) => new Evidence { Candidate = n, Factor = "quality", Value = v }));

    private static SimulationInput Paired(double[][] scores, int draws = 10_000) => new()
    {
        Matrix = Plain(["old", "new"], [.. scores.Select(s => s.Average())]),
        Weights = Decisions.Weights(1),
        Items = [new() { Name = "items", Columns = [new("quality", scores)] }],
        Draws = draws,
    };

    private static SimulationInput Everything(int seed)
    {
        var random = SeededRandom.For(2, "everything");
        string[] names = ["a", "b", "c", "d"];
        Factor[] factors = [Quality, Cost, new() { Id = "latency", Worst = 8, Best = 1 }, new() { Id = "safety", Worst = 0, Best = 1 }];
        double[][] scores = [.. names.Select((_, c) => Enumerable.Range(0, 200).Select(_ => random.NextDouble() < 0.6 + (0.01 * c) ? 1.0 : 0).ToArray())];
        double[][] tokens = [.. names.Select((_, c) => Enumerable.Range(0, 200).Select(_ => 4 + c + random.NextDouble()).ToArray())];
        return new()
        {
            Matrix = DecisionMatrix.Of(factors, names,
            [
                .. names.Select((n, c) => new Evidence { Candidate = n, Factor = "quality", Value = scores[c].Average(), JudgeError = 0.02 }),
                .. names.Select((n, c) => new Evidence { Candidate = n, Factor = "cost", Value = tokens[c].Average() }),
                .. names.Select((n, c) => new Evidence { Candidate = n, Factor = "latency", Value = 3 + (0.3 * c), StandardError = 0.2, Cause = UncertaintyCause.Latency }),
                new() { Candidate = "a", Factor = "safety", Value = 0.6, StandardError = 0.05, Cause = UncertaintyCause.Stated },
                new() { Candidate = "b", Factor = "safety", Value = 0.7, StandardError = 0.05, Cause = UncertaintyCause.Stated },
            ]),
            Weights = Decisions.Weights(4, 2, 1, 1),
            Belief = new WeightRanges([0.3, 0.1, 0.05, 0.05], [0.7, 0.4, 0.3, 0.3]),
            Items = [new() { Name = "suite", Columns = [new("quality", scores), new("cost", tokens)], Clusters = [.. Enumerable.Range(0, 200).Select(i => i / 2)] }],
            Prices = new()
            {
                CostFactors = ["cost"],
                Scenarios = [new("today", 0.8, new Dictionary<string, double>()), new("rise", 0.2, new Dictionary<string, double> { ["a"] = 1.5, ["b"] = 1.3 })],
                Ranges = names.ToDictionary(n => n, _ => 0.1),
            },
            Seed = seed,
            Draws = 4000,
        };
    }
}
