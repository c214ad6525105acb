using System.Text.Json.Nodes;
using Eval.Core.Running;
using Eval.Core.Scoring;
using Eval.Core.Tests.Scoring;
using Eval.TestSupport;

namespace Eval.Core.Tests.Metrics;

public class SumsMetricTests
{
    [SharedTheory]
    [InlineData("bleu_corpus", "bleu_corpus_13a", "score")]
    [InlineData("chrf_corpus", "chrf2", "chrF2")]
    [InlineData("chrf_corpus", "chrf2pp", "chrF2++")]
    public void Estimate_OfStoredCounts_IsTheCorpusScore(string group, string metric, string expected) => TextOracle.Check(group, c =>
    {
        if (c["options"]!.AsObject().Count > 0)
        {
            return;
        }

        var use = ScorerTesting.Use(metric);
        var references = c["references_per_segment"]!.AsArray();
        var samples = c.Texts("hypotheses").Select((h, i) => MetricTesting.Sample(i) with
        {
            Measures = ScorerTesting.Score(use, h, Eval.Core.Tests.Suites.Kinds.KindTesting.Row("{}"), [.. references[i].Texts().Select(r => new Reference(JsonValue.Create(r)))]).Measures,
        }).ToList();
        var estimate = MetricTesting.Estimate(metric, samples);
        estimate.Value!.Value.ShouldBe(c["expected"]!.Number(expected), 1e-9);
        estimate.N.ShouldBe(samples.Count);
        if (samples.Count > 1)
        {
            estimate.IntervalMethod.ShouldBe("bootstrap-samples");
            estimate.Value.Value.ShouldBeInRange(estimate.Low!.Value, estimate.High!.Value);
        }
        else
        {
            estimate.Note!.ShouldContain("no interval");
        }
    });

    [Fact]
    public void Estimate_ManySamples_HasTheErrorOfALinearisedRatio()
    {
        // 6,000 samples in 2,000 groups: the bootstrap must still know that there are 6,000.
        var random = new Eval.Core.Statistics.SeededRandom(3);
        var ratio = new Eval.Core.Statistics.RatioOfSums();
        var samples = Enumerable.Range(0, 6_000).Select(i =>
        {
            double all = 1 + random.Next(5);
            double followed = random.Next((int)all + 1);
            ratio.Add(i, followed, all);
            return MetricTesting.Sample(i, ("ifeval_followed_strict", followed), ("ifeval_instructions", all));
        }).ToList();
        var estimate = MetricTesting.Estimate("ifeval_instruction_strict", samples);
        estimate.Value!.Value.ShouldBe(ratio.Value, 1e-12);
        estimate.StandardError!.Value.ShouldBe(ratio.StandardError, 0.06 * ratio.StandardError);
    }

    [Fact]
    public void Estimate_Clusters_AreResampledWhole()
    {
        // Twenty clusters of equal samples: the error is that of twenty samples, not of two hundred.
        var samples = Enumerable.Range(0, 200).Select(i =>
            MetricTesting.Sample(i, ("ifeval_followed_strict", i / 10 % 2), ("ifeval_instructions", 1)) with { Cluster = $"c{i / 10}" }).ToList();
        var estimate = MetricTesting.Estimate("ifeval_instruction_strict", samples, cluster: "c");
        (estimate.Value, estimate.Clusters).ShouldBe((0.5, 20));
        estimate.StandardError!.Value.ShouldBeInRange(0.09, 0.13);
    }

    [Fact]
    public void Estimate_OtherMeasures_AreLeftOut()
    {
        var estimate = MetricTesting.Estimate("bleu_corpus_13a", [MetricTesting.Sample(0, ("acc", 1)), MetricTesting.Failed(1, SampleOutcome.ProviderError)]);
        (estimate.Value, estimate.N, estimate.Planned).ShouldBe((null, 0, 2));
    }
}
