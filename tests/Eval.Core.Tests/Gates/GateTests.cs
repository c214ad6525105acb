using System.Text.Json.Nodes;
using Eval.Core.Comparisons;
using Eval.Core.Gates;
using Eval.Core.Statistics;
using Eval.TestSupport;
using static Eval.Core.Tests.Gates.GateEvidences;

namespace Eval.Core.Tests.Gates;

public class GateTests
{
    [SharedFact]
    public void Decide_UpgradeOfTheOracle_IsPromoted()
    {
        var oracle = JsonNode.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "selection.json")))!["groups"]!.AsArray()
            .Single(g => (string)g!["id"]! == "upgrade-gate")!["cases"]![0]!;
        var (inputs, expected) = (oracle["inputs"]!, oracle["expected"]!);
        var n = (int)inputs["paired"]!["n"]!;
        var scores = Answers(n, (int)inputs["paired"]!["only_old_right"]!, (int)inputs["paired"]!["only_new_right"]!, bothRight: 500);
        double[] costs(string key) => [.. Enumerable.Repeat((double)inputs[key]! / n, n)];
        var margin = (double)inputs["margin"]!;
        var decision = Gate.Decide(
            Policy($"margin: {{ s: {margin} }}\nmaxCostIncrease: 0"),
            Evidence(("s", scores)) with { Cost = new PairedAmounts(costs("cost_old"), costs("cost_new")) });

        var suite = decision.Suites[0];
        suite.Difference!.Difference.ShouldBe((double)expected["diff"]!, 1e-12);
        var counts = PairedCounts.Of(scores.Old, scores.New)!.Value;
        counts.WaldStandardError.ShouldBe((double)expected["se"]!, 1e-9);

        // The oracle's limit is Wald's; Tango's lies a little further out.
        var wald = counts.Difference - (Wilson.NormalQuantile(0.9) * counts.WaldStandardError);
        wald.ShouldBe((double)expected["lower"]!, 1e-9);
        suite.Difference.Lower.ShouldBe(wald, 0.001);
        decision.Verdict.ShouldBe(GateVerdict.Pass);
        (suite.Verdict == GateVerdict.Pass).ShouldBe((bool)expected["non_inferior"]!);
        suite.IsBetter.ShouldBe((bool)expected["superior"]!);
        decision.Rules.Single().Value!.Value.ShouldBe((double)expected["cost_change"]!, 1e-9);
        decision.ExitCode.ShouldBe(0);
    }

    [SharedFact]
    public void Limits_ScoreUncertaintyOfTheOracle_Agree()
    {
        foreach (var oracle in JsonNode.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "selection.json")))!["groups"]!.AsArray()
            .Single(g => (string)g!["id"]! == "score-uncertainty")!["cases"]!.AsArray())
        {
            var (inputs, expected) = (oracle!["inputs"]!, oracle["expected"]!);
            var losses = (int)(inputs["only_old_right"] ?? inputs["only_weak_right"])!;
            var gains = (int)(inputs["only_new_right"] ?? inputs["only_strong_right"])!;
            var scores = Answers((int)inputs["n"]!, losses, gains);
            var counts = PairedCounts.Of(scores.Old, scores.New)!.Value;
            var difference = scores.Improvement(0.975);

            difference.Difference.ShouldBe((double)expected["diff"]!, 1e-9);
            counts.WaldStandardError.ShouldBe((double)expected["se"]!, 1e-9);
            difference.PValue.ShouldBe((double)expected["mcnemar_exact_p"]!, (double)expected["mcnemar_exact_p"]! * 1e-9);
            (counts.Difference - (Wilson.NormalQuantile(0.95) * counts.WaldStandardError)).ShouldBe((double)expected["wald95"]![0]!, 1e-9);
            (counts.Difference + (Wilson.NormalQuantile(0.95) * counts.WaldStandardError)).ShouldBe((double)expected["wald95"]![1]!, 1e-9);
        }
    }

    [Fact]
    public void Decide_ThinEvidence_IsInconclusiveAndSaysHowManyWouldDecide()
    {
        var decision = Gate.Decide(Policy("margin: { s: 0.02 }"), Evidence(("s", Answers(100, 6, 6, bothRight: 60))));

        decision.Verdict.ShouldBe(GateVerdict.Inconclusive);
        decision.ExitCode.ShouldBe(3);
        decision.Suites[0].NeededSamples!.Value.ShouldBeInRange(805, 825);
        decision.Suites[0].DetectableEffect!.Value.ShouldBe(2.4865 * Math.Sqrt(0.12 / 99), 0.003);
        decision.Reasons.ShouldHaveSingleItem().ShouldContain("100 samples cannot decide about 2.0 points: acc 66.0 % to 66.0 %, +0.0 points, between -6.14 and +6.14 (limits 95 %); about 8");
    }

    [Fact]
    public void Decide_ProvenLoss_Fails()
    {
        var decision = Gate.Decide(Policy("margin: { s: 0.05 }"), Evidence(("s", Answers(400, 80, 20, bothRight: 200))));

        decision.Verdict.ShouldBe(GateVerdict.Fail);
        decision.ExitCode.ShouldBe(1);
        decision.Suites[0].Difference!.Upper.ShouldBeLessThan(-0.05);
        decision.Reasons.ShouldHaveSingleItem().ShouldStartWith("s: worse by more than 5.0 points: acc 70.0 % to 55.0 %, -15.0 points, at most -1");
    }

    [Fact]
    public void Decide_ProvenGain_IsLabelledBetter()
    {
        var decision = Gate.Decide(Policy("margin: { s: 0.05 }"), Evidence(("s", Answers(400, 20, 80, bothRight: 200))));

        (decision.Verdict, decision.Suites[0].IsBetter).ShouldBe((GateVerdict.Pass, true));
        decision.Reasons.ShouldHaveSingleItem().ShouldStartWith("s: better: ");
    }

    [Fact]
    public void Decide_LessIsBetter_TurnsTheDifference()
    {
        double[] old = [.. Enumerable.Range(0, 200).Select(i => 1 + (0.1 * (i % 5)))];
        double[] @new = [.. old.Select((v, i) => v - 0.3 + (0.01 * (i % 3)))];
        var scores = Scores(old, @new, metric: "bits_per_byte", higherIsBetter: false) with { Smallest = double.NegativeInfinity, Largest = double.PositiveInfinity };
        var policy = Policy("margin: { s: 0.05 }");

        var better = Gate.Decide(policy, Evidence(("s", scores)));
        (better.Verdict, better.Suites[0].IsBetter).ShouldBe((GateVerdict.Pass, true));
        better.Suites[0].Difference!.Difference.ShouldBe(0.29, 0.001);
        (better.Suites[0].OldScore > better.Suites[0].NewScore).ShouldBeTrue();
        Gate.Decide(policy, Evidence(("s", scores with { Old = @new, New = old }))).Verdict.ShouldBe(GateVerdict.Fail);
    }

    [Fact]
    public void Decide_CorpusRatio_WeighsItsDocuments()
    {
        // One long document got worse, many short ones better: the ratio over the corpus is what counts.
        double[] old = [.. Enumerable.Repeat(1.0, 50)];
        double[] @new = [1.5, .. Enumerable.Range(0, 49).Select(i => 0.95 + (0.001 * i))];
        var scores = Scores(old, @new, metric: "bits_per_byte", higherIsBetter: false) with
        {
            Weights = [1_000, .. Enumerable.Repeat(1.0, 49)],
            Smallest = 0,
            Largest = double.PositiveInfinity,
        };
        var suite = Gate.Decide(Policy("margin: { s: 0.1 }"), Evidence(("s", scores))).Suites[0];

        suite.NewScore!.Value.ShouldBe((1500 + @new.Skip(1).Sum()) / 1049, 1e-9);
        suite.Difference!.Difference.ShouldBe(1 - suite.NewScore.Value, 1e-9);

        // A corpus that is one document tells nothing about others.
        suite.Verdict.ShouldBe(GateVerdict.Inconclusive);
        suite.Difference.DegreesOfFreedom.ShouldBe(1);
    }

    [Fact]
    public void Decide_LowCoverage_IsBrokenHoweverBadTheScoresAre()
    {
        var policy = Policy("margin: { s: 0.05 }");
        var decision = Gate.Decide(policy, Evidence(("s", Answers(190, 150, 0, planned: 200))));

        decision.Verdict.ShouldBe(GateVerdict.Broken);
        decision.ExitCode.ShouldBe(4);
        decision.Reasons.ShouldHaveSingleItem().ShouldContain("coverage 95.0 % is below 98.0 %");
        Gate.Decide(policy, Evidence(("s", Answers(196, 150, 0, planned: 200)))).Verdict.ShouldBe(GateVerdict.Fail);
        Gate.Decide(policy with { MinCoverage = 0.95 }, Evidence(("s", Answers(190, 150, 0, planned: 200)))).Verdict.ShouldBe(GateVerdict.Fail);
    }

    [Fact]
    public void Decide_RepetitionsThatFailed_LowerCoverageThoughEverySampleHasAScore()
    {
        var policy = Policy("margin: { s: 0.05 }");
        var answers = Answers(500, onlyOld: 0, onlyNew: 0, bothRight: 400);
        Gate.Decide(policy, Evidence(("s", answers))).Verdict.ShouldBe(GateVerdict.Pass);

        var decision = Gate.Decide(policy, Evidence(("s", answers with { NewEpochs = 5, Answered = 0.2 })));

        decision.Verdict.ShouldBe(GateVerdict.Broken);
        decision.Reasons[0].ShouldContain("20.0 %");
    }

    [Fact]
    public void Decide_NoEvidence_IsBrokenAndSaysWhy()
    {
        var policy = Policy("margin: { s: 0.05 }");
        var evidence = Evidence() with
        {
            Suites = new Dictionary<string, SuiteEvidence> { ["s"] = new() { Problem = "nobody answers at http://127.0.0.1:9" } },
        };

        Gate.Decide(policy, evidence).Reasons.ShouldHaveSingleItem().ShouldBe("s: nobody answers at http://127.0.0.1:9; nothing was decided");
        Gate.Decide(policy, Evidence()).Verdict.ShouldBe(GateVerdict.Broken);
        Gate.Decide(policy, Evidence(("s", Answers(0, 0, 0, planned: 100)))).Verdict.ShouldBe(GateVerdict.Broken);
        Gate.Decide(policy with { MinCoverage = 0 }, Evidence(("s", Answers(0, 0, 0, planned: 100)))).Verdict.ShouldBe(GateVerdict.Broken);
    }

    [Fact]
    public void Decide_SeveralSuites_FailsBeforeBrokenBeforeInconclusiveBeforePass()
    {
        var policy = Policy("margin: { good: 0.05, bad: 0.05, thin: 0.05, gone: 0.05 }");
        var (good, bad, thin) = (Answers(1000, 30, 30), Answers(1000, 300, 30), Answers(10, 1, 1));

        GateVerdict decide(params (string, PairedScores)[] suites)
        {
            var names = suites.Select(s => s.Item1).ToHashSet();
            return Gate.Decide(policy with { Suites = [.. policy.Suites.Where(s => names.Contains(s.Name) || s.Name == "gone")] }, Evidence(suites)).Verdict;
        }

        decide(("good", good), ("bad", bad), ("thin", thin)).ShouldBe(GateVerdict.Fail);
        decide(("good", good), ("thin", thin)).ShouldBe(GateVerdict.Broken);
        decide(("good", good), ("thin", thin), ("gone", good)).ShouldBe(GateVerdict.Inconclusive);
        decide(("good", good), ("gone", good)).ShouldBe(GateVerdict.Pass);
    }

    [Theory]
    [InlineData(5, GateVerdict.Inconclusive)]
    [InlineData(50, GateVerdict.Inconclusive)]
    [InlineData(52, GateVerdict.Pass)]
    public void Decide_IdenticalAnswers_NeedEnoughOfThem(int n, GateVerdict expected) =>
        Gate.Decide(Policy("margin: { s: 0.05 }"), Evidence(("s", Answers(n, 0, 0, bothRight: n / 2)))).Verdict.ShouldBe(expected);

    [Theory]
    [InlineData(20, GateVerdict.Inconclusive)]
    [InlineData(58, GateVerdict.Inconclusive)]
    [InlineData(60, GateVerdict.Pass)]
    public void Decide_NearlyIdenticalGrades_NeedEnoughOfThem(int n, GateVerdict expected)
    {
        var scores = Scores([.. Enumerable.Repeat(0.5, n)], [.. Enumerable.Range(0, n).Select(i => 0.5 + (i % 2 == 0 ? 0.001 : -0.001))], metric: "rouge_l_f1");
        var decision = Gate.Decide(Policy("margin: { s: 0.05 }"), Evidence(("s", scores)));

        decision.Verdict.ShouldBe(expected);
        if (expected == GateVerdict.Inconclusive)
        {
            decision.Suites[0].NeededSamples!.Value.ShouldBeInRange(59, 60);
        }
    }

    [Fact]
    public void Decide_OneCluster_IsInconclusive()
    {
        var decision = Gate.Decide(Policy("margin: { s: 0.05 }"), Evidence(("s", Answers(500, 1, 1) with { Clusters = new int[500] })));

        decision.Verdict.ShouldBe(GateVerdict.Inconclusive);
        decision.Reasons.ShouldHaveSingleItem().ShouldContain("without limits, because fewer than two are independent");
    }

    [Fact]
    public void Decide_MarginOfTheWholeRange_IsAConfigurationMistakeWithItsPlace() =>
        ConfigAssert.Problem(() => Gate.Decide(Policy("margin: { s: 5 }"), Evidence(("s", Answers(100, 5, 5)))))
            .ShouldBe("gate:1:14: a margin of 5 for \"s\" is as much as acc can change at all (1): nothing could fail (write 0.05 for five points)");

    [Fact]
    public void Decide_SamplesLostAtRandomOrAsErrors_NeverMoveAScore()
    {
        // Both are right everywhere. Whatever is lost, and on whichever side, the difference stays 0 and nothing is called worse.
        var policy = Policy("margin: { s: 0.05 }");
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new SeededRandom((ulong)seed);
            var share = seed % 2 == 0 ? 0.01 : 0.3;
            int old = 0, @new = 0, both = 0;
            for (var i = 0; i < 500; i++)
            {
                var (oldFailed, newFailed) = (random.NextDouble() < share / 2, random.NextDouble() < share);
                old += oldFailed ? 0 : 1;
                @new += newFailed ? 0 : 1;
                both += oldFailed || newFailed ? 0 : 1;
            }

            var scores = Answers(both, 0, 0, bothRight: both, planned: 500) with { OldScored = old, NewScored = @new };
            var suite = Gate.Decide(policy, Evidence(("s", scores))).Suites[0];
            suite.Difference!.Difference.ShouldBe(0);
            (suite.OldScore, suite.NewScore).ShouldBe((1, 1));
            suite.Verdict.ShouldBe(both < 490 ? GateVerdict.Broken : GateVerdict.Pass);
        }
    }

    [Fact]
    public void Decide_Epochs_CountOncePerSample()
    {
        // The mean of four epochs per sample is one number: 100 samples stay 100.
        var random = new SeededRandom(5);
        double[] side() => [.. Enumerable.Range(0, 100).Select(_ => random.Next(5) / 4.0)];
        var scores = Scores(side(), side()) with { OldEpochs = 4, NewEpochs = 4 };

        Gate.Decide(Policy("margin: { s: 0.05 }"), Evidence(("s", scores))).Suites[0].Difference!.N.ShouldBe(100);
    }
}
