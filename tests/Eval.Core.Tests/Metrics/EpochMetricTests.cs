using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Core.Tests.Scoring;
using Eval.TestSupport;
using static Eval.Core.Tests.Metrics.MetricTesting;

namespace Eval.Core.Tests.Metrics;

public class EpochMetricTests
{
    [SharedFact]
    public void PassAtK_OracleSets_AreTheMeanOverProblems() => TextOracle.Check("pass_at_k_set", c =>
    {
        var attempts = c["samples"]!.AsArray().Select(n => n!.GetValue<int>()).ToList();
        var right = c["correct"]!.AsArray().Select(n => n!.GetValue<int>()).ToList();
        var samples = attempts.SelectMany((n, i) => Enumerable.Range(0, n).Select(e => Answer(i, e, e < right[i]))).ToList();

        // The number of epochs that all problems have: the published rule reports no larger k.
        var epochs = attempts.Min();
        foreach (var (name, value) in c["expected"]!.AsObject())
        {
            var estimate = Fold(name, samples, attempts.Count, epochs);
            if (value is null)
            {
                estimate.Value.ShouldBeNull();
                estimate.Note!.ShouldContain("epochs");
            }
            else
            {
                estimate.Value!.Value.ShouldBe(value.GetValue<double>(), 1e-10);
                estimate.N.ShouldBe(attempts.Count);
            }
        }
    });

    [Fact]
    public void PassAtK_Interval_IsOverProblemsNotAnswers()
    {
        // Forty problems, each all right or all wrong: five answers each say no more than one.
        var samples = Enumerable.Range(0, 40).SelectMany(i => Enumerable.Range(0, 5).Select(e => Answer(i, e, i % 2 == 0))).ToList();
        var estimate = Estimate("pass@1", samples, epochs: 5);
        (estimate.N, estimate.Planned, estimate.Value, estimate.IntervalMethod).ShouldBe((40, 40, 0.5, "wilson"));
        estimate.Low!.Value.ShouldBe(Eval.Core.Statistics.Wilson.Interval(20, 40, 0.95).Low, 1e-12);
    }

    [Fact]
    public void PassAtK_Clusters_WidenTheInterval()
    {
        var samples = Enumerable.Range(0, 40).SelectMany(i => Enumerable.Range(0, 2).Select(e => Answer(i, e, i / 10 % 2 == 0) with { Cluster = $"c{i / 10}" })).ToList();
        var estimate = Estimate("pass@2", samples, epochs: 2, cluster: "c");
        (estimate.IntervalMethod, estimate.Clusters, estimate.N).ShouldBe(("wilson-clusters", 4, 40));
    }

    [Fact]
    public void PassAtK_FailedCalls_LowerCoverageAndOwnFailuresAreWrong()
    {
        var samples = new List<SampleResult>
        {
            Answer(0, 0, true), Failed(0, SampleOutcome.ProviderError) with { Epoch = 1 },
            Answer(1, 0, true), Answer(1, 1, false) with { Outcome = SampleOutcome.Refused },
        };
        var estimate = Estimate("pass@2", samples, planned: 2, epochs: 2);
        (estimate.N, estimate.Planned, estimate.Value).ShouldBe((1, 2, 1));
        (estimate.BoundLow, estimate.BoundHigh).ShouldBe((0.5, 1));
        Estimate("pass@1", samples, planned: 2, epochs: 2).Value!.Value.ShouldBe(0.75);
    }

    [Fact]
    public void Majority_Votes_AreCountedByWhatWasRead()
    {
        var samples = new List<SampleResult>
        {
            Vote(0, 0, "4", true), Vote(0, 1, "5", false), Vote(0, 2, "4", true),
            Vote(1, 0, "7", false), Vote(1, 1, "8", true), Vote(1, 2, null, false),
            Vote(2, 0, null, false), Vote(2, 1, null, false), Vote(2, 2, "1", true), // what cannot be read votes alike, and can win
        };
        Estimate("self_consistency", samples, epochs: 3).Value!.Value.ShouldBe((1 + (1.0 / 3) + 0) / 3, 1e-12);
        Estimate("maj@3", samples, epochs: 3).Value!.Value.ShouldBe((1 + (1.0 / 3) + 0) / 3, 1e-12);
        Estimate("maj_first@3", samples, epochs: 3).Value!.Value.ShouldBe(1.0 / 3, 1e-12);
        Estimate("maj@1", samples, epochs: 3).Value!.Value.ShouldBe(Estimate("pass@1", samples, epochs: 3).Value!.Value, 1e-12);
        Estimate("maj_first@1", samples, epochs: 3).Value!.Value.ShouldBe(1.0 / 3, 1e-12);
    }

    [Fact]
    public void Find_AnyK_IsAMetric()
    {
        BuiltInMetrics.Find("pass@3")!.Id.ShouldBe("pass@3");
        BuiltInMetrics.Find("maj@64")!.Id.ShouldBe("maj@64");
        BuiltInMetrics.Find("pass@0").ShouldBeNull();
        BuiltInMetrics.Find("pass@x").ShouldBeNull();
    }

    [Fact]
    public void Ece_Bins_HoldConfidenceAgainstAccuracy()
    {
        // 0.95 right 4 of 5, 0.55 right 1 of 5: (0.5·|0.8 − 0.95| + 0.5·|0.2 − 0.55|).
        var samples = Enumerable.Range(0, 100).Select(i => i % 2 == 0
            ? Sample(i, ("confidence", 0.95), ("acc", i % 10 == 0 ? 0 : 1))
            : Sample(i, ("confidence", 0.55), ("acc", i % 10 == 1 ? 1 : 0))).ToList();
        var estimate = Estimate("ece", samples);
        estimate.Value!.Value.ShouldBe(0.25, 1e-12);
        estimate.Value.Value.ShouldBeInRange(estimate.Low!.Value, estimate.High!.Value);
        Estimate("ece", [Sample(0, ("confidence", 1), ("acc", 1)), Sample(1, ("confidence", 0), ("acc", 0))]).Value.ShouldBe(0);
    }

    [Fact]
    public void ChanceCorrected_Guessing_IsNought()
    {
        var samples = Enumerable.Range(0, 100).Select(i => Sample(i, ("acc", i % 4 == 0 ? 1 : 0), ("chance", 0.25))).ToList();
        Estimate("acc_chance_corrected", samples).Value!.Value.ShouldBe(0, 1e-12);
        Estimate("acc_chance_corrected", [Sample(0, ("acc", 1), ("chance", 0.5)), Sample(1, ("acc", 0), ("chance", 0.25))]).Value!.Value.ShouldBe(0.2, 1e-12);
    }

    private static SampleResult Answer(int ordinal, int epoch, bool right) => Sample(ordinal, ("correct", right ? 1 : 0)) with { Epoch = epoch };

    private static SampleResult Vote(int ordinal, int epoch, string? vote, bool right) =>
        Answer(ordinal, epoch, right) with { DetailJson = vote is null ? """{"vote":null}""" : $$"""{"vote":"{{vote}}"}""" };

    private static Estimate Fold(string metric, List<SampleResult> samples, int problems, int epochs)
    {
        var fold = BuiltInMetrics.Find(metric)!.Start(new MetricContext(0.95, 1, new SampleClusters(dependent: true), epochs));
        samples.ForEach(fold.Add);
        return fold.Finish(problems * epochs);
    }
}
