using Eval.Core.Running;
using Eval.Core.Statistics;
using static Eval.Core.Tests.Metrics.MetricTesting;

namespace Eval.Core.Tests.Metrics;

public class RateTests
{
    [Theory] // published counts of EleutherAI/pythia (research/benchmark-harnesses.md 4.3)
    [InlineData(888, 2376, 0.37373737373737376, 0.009927267058259621)]
    [InlineData(601, 1000, 0.601, 0.015493193313162906)]
    [InlineData(38, 104, 0.36538461538461536, 0.0474473339327792)]
    public void Finish_PublishedCounts_GiveThePublishedValueAndError(int right, int total, double value, double error)
    {
        var estimate = Estimate("acc", Rate("acc", right, total));
        estimate.Value.ShouldBe(value);
        estimate.StandardError!.Value.ShouldBe(error, 1e-15);
        estimate.IntervalMethod.ShouldBe("wilson");
        estimate.Low.ShouldBe(Wilson.Interval(right, total).Low);
        (estimate.N, estimate.Planned, estimate.Coverage).ShouldBe((total, total, 1.0));
        (estimate.BoundLow, estimate.BoundHigh).ShouldBe((null, null));
    }

    [Fact]
    public void Finish_ModelsOwnFailures_CountAsWrong()
    {
        SampleOutcome[] own = [SampleOutcome.Refused, SampleOutcome.Truncated, SampleOutcome.Unparsed];
        var samples = Rate("acc_generated", 6, 7).Concat(own.Select((o, i) => Failed(7 + i, o)));
        var estimate = Estimate("acc_generated", samples);
        (estimate.Value, estimate.N, estimate.Coverage).ShouldBe((0.6, 10, 1.0));
    }

    [Fact]
    public void Finish_InfrastructureFailures_LowerCoverageAndGiveBounds()
    {
        SampleOutcome[] theirs = [SampleOutcome.ProviderError, SampleOutcome.TimedOut, SampleOutcome.ScorerError, SampleOutcome.Skipped];
        var estimate = Estimate("acc", Rate("acc", 6, 8).Concat(theirs.Select((o, i) => Failed(8 + i, o))), planned: 16);
        (estimate.Value, estimate.N, estimate.Planned, estimate.Coverage).ShouldBe((0.75, 8, 16, 0.5));
        (estimate.BoundLow, estimate.BoundHigh).ShouldBe((6.0 / 16, 14.0 / 16));
    }

    [Fact]
    public void Finish_OutcomeAskedInAnotherWay_IsNotThisMetrics()
    {
        // An unreadable generated answer is wrong for acc_generated, and says nothing about acc.
        var unparsed = Failed(0, SampleOutcome.Unparsed) with { Measures = new Dictionary<string, double> { ["acc_generated"] = 0 } };
        var estimates = Estimates(["acc", "acc_generated"], [unparsed]);
        (estimates[0].N, estimates[0].Value).ShouldBe((0, null));
        estimates[0].Note!.ShouldContain("acc");
        (estimates[1].N, estimates[1].Value).ShouldBe((1, 0.0));
    }

    [Fact]
    public void Finish_NothingScored_HasNoValueButANote()
    {
        var estimate = Estimate("acc", [], planned: 5);
        (estimate.Value, estimate.Low, estimate.N, estimate.Coverage).ShouldBe((null, null, 0, 0.0));
        estimate.Note.ShouldNotBeNull();
    }

    [Fact]
    public void Finish_Clusters_UseTheClusteredError()
    {
        // Eight clusters of five equal answers: the information of eight samples, not of forty.
        var samples = Enumerable.Range(0, 40).Select(i => Sample(i, ("acc", i / 5 % 2)) with { Cluster = "c" + (i / 5) });
        var estimate = Estimate("acc", samples, cluster: "passage");
        (estimate.Value, estimate.IntervalMethod, estimate.Clusters).ShouldBe((0.5, "wilson-clusters", 8));
        estimate.StandardError!.Value.ShouldBe(0.5 / Math.Sqrt(8), 0.01);
        new Interval(estimate.Low!.Value, estimate.High!.Value).ShouldBe(Wilson.Clustered(0.5, estimate.StandardError.Value, 40, 8));

        // Nearly the eight samples' own, somewhat wider because their number is small.
        (estimate.High - estimate.Low)!.Value.ShouldBeInRange(Width(Wilson.Interval(4, 8)), 1.3 * Width(Wilson.Interval(4, 8)));

        static double Width(Interval interval) => interval.High - interval.Low;
    }

    [Fact]
    public void Finish_ClusteredGrades_UseT()
    {
        var samples = Enumerable.Range(0, 40).Select(i => Sample(i, ("mc2", i / 5 % 4 * 0.25)) with { Cluster = "c" + (i / 5) });
        var estimate = Estimate("mc2", samples, cluster: "passage");
        (estimate.IntervalMethod, estimate.Clusters).ShouldBe(("cluster-t", 8));
        (estimate.High - estimate.Low)!.Value.ShouldBe(2 * StudentInterval.Quantile(7, 0.95) * estimate.StandardError!.Value, 1e-12);
    }

    [Fact]
    public void Finish_ClusterFieldWithoutRepetition_IsWilson()
    {
        var samples = Rate("acc", 5, 10).Select(s => s with { Cluster = s.SampleId });
        Estimate("acc", samples, cluster: "passage").IntervalMethod.ShouldBe("wilson");
    }

    [Fact]
    public void Finish_AllClustersAgree_StillHasWidth()
    {
        var samples = Enumerable.Range(0, 30).Select(i => Sample(i, ("acc", 1)) with { Cluster = "c" + (i % 6) });
        var estimate = Estimate("acc", samples, cluster: "passage");
        estimate.IntervalMethod.ShouldBe("wilson-clusters");
        (estimate.Low, estimate.High).ShouldBe((Wilson.Interval(6, 6).Low, 1.0));
    }

    [Fact]
    public void Finish_OneCluster_HasNoIntervalButAReason()
    {
        var estimate = Estimate("acc", Rate("acc", 1, 4).Select(s => s with { Cluster = "only" }), cluster: "passage");
        (estimate.Value, estimate.Low, estimate.Clusters).ShouldBe((0.25, null, 1));
        estimate.Note!.ShouldContain("one cluster");
    }

    [Fact]
    public void Finish_Epochs_RepetitionsOfASampleAreOneCluster()
    {
        // A deterministic model answers alike in all five epochs: the error must stay that of 20 samples.
        var samples = Enumerable.Range(0, 5).SelectMany(e => Rate("acc", 10, 20).Select(s => s with { Epoch = e }));
        var repeated = Estimate("acc", samples, epochs: 5);
        var once = Estimate("acc", Rate("acc", 10, 20));
        (repeated.Value, repeated.N, repeated.Planned, repeated.Clusters).ShouldBe((0.5, 100, 100, 20));
        repeated.StandardError!.Value.ShouldBe(once.StandardError!.Value, 0.05 * once.StandardError.Value);
        repeated.IntervalMethod.ShouldBe("wilson-clusters");
    }

    [Fact]
    public void Finish_GradedValues_UseT()
    {
        var estimate = Estimate("mc2", new[] { 0.2, 0.4, 0.9 }.Select((x, i) => Sample(i, ("mc2", x))));
        estimate.Value!.Value.ShouldBe(0.5, 1e-12);
        estimate.IntervalMethod.ShouldBe("t");
        (estimate.Low, estimate.High).ShouldBe((0.0, 1.0)); // ± 4.30 · 0.208, cut to what a share can be
    }

    [Fact]
    public void Finish_OneGradedSample_HasNoIntervalButAReason()
    {
        var estimate = Estimate("mc2", [Sample(0, ("mc2", 0.3))]);
        (estimate.Value, estimate.Low).ShouldBe((0.3, null));
        estimate.Note!.ShouldContain("one sample");
    }

    [Fact]
    public void Finish_BrierWithGaps_IsBoundedByTwo()
    {
        var estimate = Estimate("brier", [Sample(0, ("brier", 0.5)), Failed(1, SampleOutcome.TimedOut)]);
        (estimate.Value, estimate.BoundLow, estimate.BoundHigh).ShouldBe((0.5, 0.25, 1.25));
    }
}
