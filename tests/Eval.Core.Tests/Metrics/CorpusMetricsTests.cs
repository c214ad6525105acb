using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Core.Statistics;
using static Eval.Core.Tests.Metrics.MetricTesting;

namespace Eval.Core.Tests.Metrics;

public class CorpusMetricsTests
{
    [Fact]
    public void Finish_WeightedLogLikelihoods_MatchTheHarness()
    {
        // research/benchmark-harnesses.md 4.2: (LL, weight) (−10,4) (−7.5,3) (−30,9).
        SampleResult[] samples = [Document(0, -10, 4), Document(1, -7.5, 3), Document(2, -30, 9)];
        Value("ppl_word_rolling", samples).ShouldBe(19.46756991825522, 1e-12);
        Value("ppl_byte_rolling", samples).ShouldBe(19.46756991825522, 1e-12);
        Value("bits_per_byte", samples).ShouldBe(4.2830009026391105, 1e-12);
    }

    [Fact]
    public void Finish_Documents_AreResampledWhole()
    {
        var random = new SeededRandom(4);
        var documents = Enumerable.Range(0, 60).Select(i => Document(i, -(2 + random.NextDouble()) * 100, 100)).ToList();
        var whole = Estimate("bits_per_byte", documents);
        (whole.IntervalMethod, whole.Clusters, whole.N).ShouldBe(("bootstrap-documents", 60, 60));
        whole.Low!.Value.ShouldBeLessThan(whole.Value!.Value);
        whole.High!.Value.ShouldBeGreaterThan(whole.Value.Value);

        // Cutting each document into four equal parts changes neither value nor interval: parts of one text are no new evidence.
        var parts = documents.SelectMany(d => Enumerable.Range(0, 4).Select(k =>
            Sample((d.Ordinal * 4) + k, ("rolling_ll", d.Measures["rolling_ll"] / 4), ("words", 25), ("bytes", 25)) with { Cluster = d.SampleId })).ToList();
        var cut = Estimate("bits_per_byte", parts);
        (cut.N, cut.Clusters).ShouldBe((240, 60));
        cut.Value!.Value.ShouldBe(whole.Value.Value, 1e-12);
        cut.Low!.Value.ShouldBe(whole.Low.Value, 1e-9);
        cut.High!.Value.ShouldBe(whole.High.Value, 1e-9);
    }

    [Fact]
    public void Finish_ManyDocuments_LinearisedAgreesWithTheBootstrap()
    {
        var random = new SeededRandom(4);
        var documents = Enumerable.Range(0, CorpusRatioMetric.MostResampled + 1).Select(i => Document(i, -(2 + random.NextDouble()) * 100, 50 + random.Next(100))).ToList();
        var linear = Estimate("ppl_byte_rolling", documents);
        var resampled = Estimate("ppl_byte_rolling", documents.Take(CorpusRatioMetric.MostResampled));
        (linear.IntervalMethod, resampled.IntervalMethod).ShouldBe(("delta-documents", "bootstrap-documents"));
        var width = (resampled.High - resampled.Low)!.Value;
        (linear.High - linear.Low)!.Value.ShouldBe(width, 0.1 * width);
        linear.StandardError!.Value.ShouldBe(resampled.StandardError!.Value, 0.1 * resampled.StandardError.Value);
    }

    [Fact]
    public void Finish_OneDocument_HasNoIntervalButAReason()
    {
        var estimate = Estimate("ppl_word_rolling", [Document(0, -10, 4)]);
        (estimate.Low, estimate.IntervalMethod).ShouldBe((null, null));
        estimate.Note!.ShouldContain("one document");
    }

    [Fact]
    public void Finish_NoWeight_HasNoValueButAReason() =>
        Estimate("bits_per_byte", [Document(0, 0, 0)]).ShouldSatisfyAllConditions(e => e.Value.ShouldBeNull(), e => e.Note!.ShouldContain("bytes"));

    private static double Value(string metric, SampleResult[] samples) => Estimate(metric, samples).Value!.Value;

    private static SampleResult Document(int i, double logLikelihood, double weight) =>
        Sample(i, ("rolling_ll", logLikelihood), ("words", weight), ("bytes", weight));
}
