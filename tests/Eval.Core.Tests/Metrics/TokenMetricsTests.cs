using System.Text.Json;
using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Core.Statistics;
using static Eval.Core.Tests.Metrics.MetricTesting;

namespace Eval.Core.Tests.Metrics;

public class TokenMetricsTests
{
    [Fact]
    public void TokenPerplexity_SeveralSamples_EqualsTheToolsFormulaOverAllTokens()
    {
        double[] losses = [1.2, 0.4, 3.1, 0.05, 2.2, 0.9];
        var samples = losses.Chunk(2).Select((c, i) => Sample(i, ("half_tokens", c.Length), ("half_ll", -c.Sum()), ("half_ll_sq", c.Sum(x => x * x))));
        var estimate = Estimate("ppl_token_halfwindow", samples);

        // research/benchmark-harnesses.md 2.3: PPL = exp(mean x), ± = PPL · √((E[x²] − E[x]²)/(count − 1))
        var mean = losses.Average();
        var error = Math.Sqrt((losses.Average(x => x * x) - (mean * mean)) / 5);
        estimate.Value!.Value.ShouldBe(Math.Exp(mean), 1e-12);
        estimate.StandardError!.Value.ShouldBe(Math.Exp(mean) * error, 1e-12);
        estimate.IntervalMethod.ShouldBe("log-normal-tokens");
        estimate.Low!.Value.ShouldBe(Math.Exp(mean - (1.959963984540054 * error)), 1e-12);
        estimate.Note!.ShouldContain("6 tokens");
    }

    [Fact]
    public void TokenPerplexity_NoTokens_HasNoValueButANote() =>
        Estimate("ppl_token_halfwindow", [Sample(0, ("half_tokens", 0), ("half_ll", 0), ("half_ll_sq", 0))])
            .ShouldSatisfyAllConditions(e => e.Value.ShouldBeNull(), e => e.Note.ShouldNotBeNull());

    [Fact]
    public void DivergenceMetrics_Tokens_FollowTheToolsFormulas()
    {
        var (own, reference) = (Losses(1), Losses(2));
        var divergences = own.Zip(reference, (a, b) => Math.Abs(a - b) / 3).ToArray();
        var samples = Enumerable.Range(0, 10).Select(i => Compared(i, own[(i * 50)..((i + 1) * 50)], reference[(i * 50)..((i + 1) * 50)], divergences[(i * 50)..((i + 1) * 50)])).ToList();

        var ratio = Estimate("ppl_ratio", samples);
        var differences = own.Zip(reference, (a, b) => a - b).ToArray();
        ratio.Value!.Value.ShouldBe(Math.Exp(differences.Average()), 1e-9);
        // The paired error is that of the differences: (variances − 2 covariances)/(n − 1) = s²/n.
        ratio.StandardError!.Value.ShouldBe(ratio.Value.Value * Moments.StandardErrorOf(differences), 1e-9);

        var mean = Estimate("kld_mean", samples);
        mean.Value!.Value.ShouldBe(divergences.Average(), 1e-12);
        mean.StandardError!.Value.ShouldBe(Moments.StandardErrorOf(divergences), 1e-12);

        var agreement = Estimate("top_token_agreement", samples);
        agreement.Value.ShouldBe(0.8);
        agreement.StandardError!.Value.ShouldBe(Math.Sqrt(0.16 / 499), 1e-12);
        agreement.Low.ShouldBe(Wilson.Interval(400, 500).Low);
    }

    [Theory]
    [InlineData("kld_p50", 0.5)]
    [InlineData("kld_p99", 0.99)]
    [InlineData("kld_max", 1)]
    public void DivergencePercentile_Tokens_AreInterpolatedOverAllSamples(string metric, double p)
    {
        var divergences = Losses(7);
        var samples = Enumerable.Range(0, 10).Select(i => Compared(i, Losses(1)[..50], Losses(2)[..50], divergences[(i * 50)..((i + 1) * 50)]));
        var estimate = Estimate(metric, samples);
        double[] sorted = [.. divergences.Order()];
        estimate.Value!.Value.ShouldBe(Quantile.OfSorted(sorted, p), 1e-6); // stored in single precision
        if (p < 1)
        {
            estimate.IntervalMethod.ShouldBe("bootstrap-parts");
            estimate.Value.Value.ShouldBeInRange(estimate.Low!.Value, estimate.High!.Value);
        }
        else
        {
            estimate.Note!.ShouldContain("no interval");
        }
    }

    [Fact]
    public void Unpack_Packed_GivesTheSameNumbers()
    {
        float[] values = [0, -1.5f, float.MaxValue, float.Epsilon];
        PackedFloats.Unpack(PackedFloats.Pack(values)).ShouldBe(values);
        Should.Throw<FormatException>(() => PackedFloats.Unpack("AAA="));
    }

    private static double[] Losses(ulong seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, 500).Select(_ => -Math.Log(1 - random.NextDouble()))];
    }

    private static SampleResult Compared(int i, double[] own, double[] reference, double[] divergences) => Sample(
        i,
        ("kld_tokens", own.Length), ("kld_ll", -own.Sum()), ("kld_ll_sq", own.Sum(x => x * x)),
        ("kld_ref_ll", -reference.Sum()), ("kld_ref_ll_sq", reference.Sum(x => x * x)), ("kld_ll_ref_ll", own.Zip(reference, (a, b) => a * b).Sum()),
        ("kld_sum", divergences.Sum()), ("kld_sq", divergences.Sum(x => x * x)), ("same_top", own.Length * 0.8)) with
    {
        DetailJson = JsonSerializer.Serialize(new { kld = PackedFloats.Pack([.. divergences.Select(x => (float)x)]) }),
    };
}
