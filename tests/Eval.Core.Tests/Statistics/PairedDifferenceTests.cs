using System.Text.Json.Nodes;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

public class PairedDifferenceTests
{
    [SharedFact]
    public void Of_RightAndWrongAnswers_HasTangosLimits()
    {
        foreach (var oracle in Oracle()["paired_proportion_difference_and_noninferiority"]!.AsArray())
        {
            var (old, @new) = Answers(Int(oracle!["both_right"]!), Int(oracle["only_new_right"]!), Int(oracle["only_old_right"]!), Int(oracle["both_wrong"]!));
            var difference = PairedDifference.Of(old, @new, [], [], 0.975);

            difference.Method.ShouldBe("tango");
            difference.Difference.ShouldBe((double)oracle["diff_new_minus_old"]!, 1e-12);
            difference.Lower.ShouldBe((double)oracle["tango_score_95"]![0]!, 1e-7);
            difference.Upper.ShouldBe((double)oracle["tango_score_95"]![1]!, 1e-7);
            (difference.OnlyNew, difference.OnlyOld).ShouldBe((Int(oracle["only_new_right"]!), Int(oracle["only_old_right"]!)));
        }
    }

    [SharedFact]
    public void Of_ClusteredAnswers_HasTheClusterRobustError()
    {
        var oracle = Oracle()["clustered_se"]!;
        var expected = oracle["paired_difference_a_minus_b"]!;
        var (a, b) = (Numbers(oracle["score_model_a"]!), Numbers(oracle["score_model_b"]!));
        var clusters = oracle["cluster_id"]!.AsArray().Select(c => Int(c!)).ToArray();
        var difference = PairedDifference.Of(b, a, [], clusters, 0.95);

        (difference.N, difference.Clusters, difference.Method).ShouldBe((20, 7, "cluster-t"));
        difference.Difference.ShouldBe((double)expected["mean"]!, 1e-9);
        int[] sizes = [4, 3, 5, 1, 2, 3, 2];
        var residuals = sizes.Select((_, c) => Enumerable.Range(0, 20).Where(i => clusters[i] == c).Sum(i => a[i] - b[i] - 0.1)).ToArray();
        difference.StandardError.ShouldBe(Math.Sqrt(residuals.Select((r, c) => r * r / (1 - (sizes[c] / 20.0))).Sum()) / 20, 1e-9);
        difference.Correlation.ShouldBe((double)oracle["pearson_between_models"]!, 1e-9);

        // The forms of the oracle, by the classes that means and ratios use.
        var ratio = new RatioOfSums();
        for (var i = 0; i < a.Length; i++)
        {
            ratio.Add(clusters[i], a[i] - b[i], 1);
        }

        ratio.StandardError.ShouldBe((double)expected["se_cr1"]!, 1e-9);
        difference.StandardError.ShouldBe(ratio.StandardError, 0.1 * ratio.StandardError);
        var miller = new ClusteredMean();
        for (var i = 0; i < a.Length; i++)
        {
            miller.Add(clusters[i], a[i] - b[i]);
        }

        miller.StandardError.ShouldBe((double)expected["se_clustered_miller"]!, 1e-9);
        miller.IndependentStandardError.ShouldBe((double)expected["se_clt"]!, 1e-9);

        // Clusters of one sample each are independent samples.
        PairedDifference.Of(b, a, [], [.. Enumerable.Range(0, 20)], 0.95).Lower.ShouldBe(PairedDifference.Of(b, a, [], [], 0.95).Lower);
    }

    [Fact]
    public void Of_EqualClusters_HasClustersLessOneDegreesOfFreedom()
    {
        var random = new SeededRandom(3);
        var (old, @new, clusters) = (new double[60], new double[60], new int[60]);
        for (var i = 0; i < 60; i++)
        {
            (old[i], @new[i], clusters[i]) = (random.NextDouble(), random.NextDouble(), i / 5);
        }

        var difference = PairedDifference.Of(old, @new, [], clusters, 0.95);

        difference.DegreesOfFreedom.ShouldBe(11, 1e-9);
        var half = StudentInterval.Quantile(11, 0.9) * difference.StandardError;
        difference.Lower.ShouldBeLessThanOrEqualTo(difference.Difference - half + 1e-12);
        difference.Upper.ShouldBeGreaterThanOrEqualTo(difference.Difference + half - 1e-12);
    }

    [Fact]
    public void Of_SymmetricGradedScores_IsStudentsT()
    {
        // 40 differences of ±0.1 and ±0.2 in equal numbers: no skewness, nothing to move.
        var differences = Enumerable.Range(0, 40).Select(i => (i % 4) switch { 0 => 0.1, 1 => -0.1, 2 => 0.2, _ => -0.2 }).ToArray();
        var difference = PairedDifference.Of(new double[40], differences, [], [], 0.95);

        var error = Math.Sqrt(differences.Sum(d => d * d) / 39 / 40);
        difference.StandardError.ShouldBe(error, 1e-12);
        difference.Lower.ShouldBe(-1.6848751 * error, 0.01 * error);
        difference.Upper.ShouldBe(-difference.Lower, 1e-9);
        difference.PValue.ShouldBe(1, 1e-9);
        difference.Method.ShouldBe("t");
    }

    [Fact]
    public void Of_FewLargeLosses_ReachesFurtherThanStudentsT()
    {
        // 3 of 200 lost: the exact one-sided upper limit of the rate is 3.83 %, Student's t says 2.9 %.
        var @new = new double[200];
        (@new[5], @new[50], @new[150]) = (-0.999, -0.999, -0.999);
        var difference = PairedDifference.Of(new double[200], @new, [], [], 0.95);

        difference.Lower.ShouldBe(-0.0383, 0.001);
        difference.Upper.ShouldBeLessThan(0);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(200)]
    public void Of_SkewedGrades_AgreesWithTheAcceleratedBootstrap(int n)
    {
        // Losses of exponential size: the two second-order limits meet on the side that Student's t misses.
        var random = new SeededRandom(21);
        double[] losses = [.. Enumerable.Range(0, n).Select(_ => 0.1 * Math.Log(1 - random.NextDouble()))];
        var difference = PairedDifference.Of(new double[n], losses, [], [], 0.95);
        var bootstrap = Bootstrap.Run(n, counts =>
        {
            var sum = 0.0;
            for (var i = 0; i < counts.Length; i++)
            {
                sum += counts[i] * losses[i];
            }

            return sum / n;
        }, seed: 1, draws: 20_000).BiasCorrected(0.9);

        var student = difference.Difference - (StudentInterval.Quantile(n - 1, 0.9) * difference.StandardError);
        difference.Lower.ShouldBe(bootstrap.Low, 0.1 * difference.StandardError);
        difference.Lower.ShouldBeLessThan(student - (0.05 * difference.StandardError));
    }

    [Fact]
    public void Of_EverythingEqual_StillHasWidth()
    {
        var half = new double[200];
        Array.Fill(half, 0.5);
        var samples = PairedDifference.Of(half, half, [], [], 0.95, range: 1);
        var clusters = PairedDifference.Of(half, half, [], [.. Enumerable.Range(0, 200).Select(i => i / 4)], 0.95, range: 1);

        (samples.Method, samples.Difference).ShouldBe(("agreement", 0));
        samples.Lower.ShouldBe(-(1 - Math.Pow(0.05, 1 / 200.0)), 1e-12);
        clusters.Lower.ShouldBe(-(1 - Math.Pow(0.05, 1 / 50.0)), 1e-12);
        clusters.Method.ShouldBe("cluster-agreement");
        PairedDifference.Of(new double[200], half, [], [], 0.95, range: 2).Lower.ShouldBe(0.5 - (2 * (1 - Math.Pow(0.05, 1 / 200.0))), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Of_TooFewUnits_HasNoLimits(int samples)
    {
        var scores = new double[samples];
        Array.Fill(scores, 0.3);
        var difference = PairedDifference.Of(scores, scores, [], [], 0.95);

        (difference.Lower, difference.Upper, difference.Method).ShouldBe((double.NegativeInfinity, double.PositiveInfinity, "none"));
        PairedDifference.Of([1, 0, 1], [0, 1, 1], [], [0, 0, 0], 0.95).Upper.ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void Of_Weights_CountAsRepetitionsInTheMean()
    {
        var weighted = PairedDifference.Of([0.1, 0.2, 0.7], [0.3, 0.1, 0.9], [1, 3, 2], [], 0.95);

        weighted.Difference.ShouldBe((0.2 - 0.3 + 0.4) / 6, 1e-12);
        weighted.OnlyOld.ShouldBeNull();
        weighted.DegreesOfFreedom.ShouldBe((36 / 14.0) - 1, 1e-9);
    }

    [Fact]
    public void Of_MirroredSides_MirrorsTheLimits()
    {
        var random = new SeededRandom(9);
        double[] a = [.. Enumerable.Range(0, 80).Select(_ => random.NextDouble() < 0.1 ? 0 : 0.8)];
        double[] b = [.. Enumerable.Range(0, 80).Select(_ => random.NextDouble() < 0.2 ? 0 : 0.8)];
        int[] clusters = [.. Enumerable.Range(0, 80).Select(i => i / 3)];
        foreach (var groups in new[] { [], clusters })
        {
            var (there, back) = (PairedDifference.Of(a, b, [], groups, 0.95), PairedDifference.Of(b, a, [], groups, 0.95));
            there.Lower.ShouldBe(-back.Upper, 1e-9);
            there.Upper.ShouldBe(-back.Lower, 1e-9);
        }
    }

    [Fact]
    public void Of_RandomScores_LimitsWidenWithConfidenceAndEncloseTheDifference()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new SeededRandom((ulong)seed);
            var n = 2 + random.Next(60);
            double[] old = [.. Enumerable.Range(0, n).Select(_ => random.Next(4) / 3.0)];
            double[] @new = [.. Enumerable.Range(0, n).Select(_ => random.Next(5) == 0 ? 0 : random.Next(4) / 3.0)];
            int[] clusters = seed % 2 == 0 ? [] : [.. Enumerable.Range(0, n).Select(_ => random.Next(1 + (n / 2)))];
            var last = PairedDifference.Of(old, @new, [], clusters, 0.8, 1);
            foreach (var confidence in new[] { 0.95, 0.999, 1 - 1e-6 })
            {
                var wider = PairedDifference.Of(old, @new, [], clusters, confidence, 1);
                wider.Lower.ShouldBeLessThanOrEqualTo(last.Lower);
                wider.Upper.ShouldBeGreaterThanOrEqualTo(last.Upper);
                wider.Lower.ShouldBeLessThanOrEqualTo(wider.Difference);
                wider.Upper.ShouldBeGreaterThanOrEqualTo(wider.Difference);
                last = wider;
            }
        }
    }

    [Fact]
    public void AllowingForUnseen_FewGradedSamples_CannotProveASmallMargin()
    {
        double[] @new = [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? 0.001 : -0.001)];
        var difference = PairedDifference.Of(new double[20], @new, [], [], 0.95);

        difference.Lower.ShouldBeGreaterThan(-0.01);
        difference.AllowingForUnseen(1).Lower.ShouldBe(-(1 - Math.Pow(0.05, 1 / 20.0)), 1e-9);
        difference.AllowingForUnseen(double.PositiveInfinity).ShouldBe(difference);
    }

    private static (double[] Old, double[] New) Answers(int bothRight, int onlyNew, int onlyOld, int bothWrong) => (
        [.. Enumerable.Repeat(1.0, bothRight), .. Enumerable.Repeat(0.0, onlyNew), .. Enumerable.Repeat(1.0, onlyOld), .. Enumerable.Repeat(0.0, bothWrong)],
        [.. Enumerable.Repeat(1.0, bothRight + onlyNew), .. Enumerable.Repeat(0.0, onlyOld + bothWrong)]);

    private static JsonNode Oracle() => JsonNode.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "statistics.json")))!;

    private static double[] Numbers(JsonNode list) => [.. list.AsArray().Select(v => (double)v!)];

    private static int Int(JsonNode node) => (int)node;
}
