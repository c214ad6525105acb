using System.Text.Json;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

public class ClusteredMeanTests
{
    [SharedFact]
    public void StandardError_OracleScores_MatchMillersForm()
    {
        using var oracle = JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "statistics.json")));
        var root = oracle.RootElement.GetProperty("clustered_se");
        var clusters = Numbers(root, "cluster_id");
        var a = Numbers(root, "score_model_a");
        var b = Numbers(root, "score_model_b");
        var scores = new Dictionary<string, double[]>
        {
            ["model_a"] = a,
            ["model_b"] = b,
            ["paired_difference_a_minus_b"] = [.. a.Zip(b, (x, y) => x - y)],
        };
        foreach (var (name, values) in scores)
        {
            var mean = Fold(clusters, values);
            var expected = root.GetProperty(name);
            mean.Count.ShouldBe(expected.GetProperty("n").GetInt32());
            mean.Clusters.ShouldBe(expected.GetProperty("clusters").GetInt32());
            mean.Mean.ShouldBe(expected.GetProperty("mean").GetDouble(), 1e-9);
            mean.IndependentStandardError.ShouldBe(expected.GetProperty("se_clt").GetDouble(), 1e-9);
            mean.StandardError.ShouldBe(expected.GetProperty("se_clustered_miller").GetDouble(), 1e-9);
            (mean.StandardError / mean.IndependentStandardError).ShouldBe(expected.Number("ratio_clustered_to_clt"), 1e-9);
            Power.DesignEffect(mean.StandardError, mean.IndependentStandardError).ShouldBe(expected.Number("design_effect"), 1e-9);

            // The ratio of sums with equal weights is the same mean; its linearised error is the sandwich with G/(G − 1), "CR1".
            var ratio = new RatioOfSums();
            for (var i = 0; i < values.Length; i++)
            {
                ratio.Add((int)clusters[i], values[i], 1);
            }

            ratio.StandardError.ShouldBe(expected.Number("se_cr1"), 1e-9);
            (ratio.StandardError * Math.Sqrt(1 - (1.0 / ratio.Clusters))).ShouldBe(expected.Number("se_cr0"), 1e-9);
        }

        var unpaired = Math.Sqrt(Math.Pow(Moments.StandardErrorOf(a), 2) + Math.Pow(Moments.StandardErrorOf(b), 2));
        unpaired.ShouldBe(root.Number("unpaired_se_of_difference"), 1e-9);
        Correlation.Pearson(a, b).Value.ShouldBe(root.Number("pearson_between_models"), 1e-9);
    }

    [Fact]
    public void StandardError_EveryNumberItsOwnCluster_EqualsTheIndependentOne()
    {
        var mean = Fold([0, 1, 2, 3], [1, 0, 4, 2]);
        mean.HasDependence.ShouldBeFalse();
        mean.StandardError.ShouldBe(mean.IndependentStandardError, 1e-12);
    }

    [Fact]
    public void StandardError_EqualRepetitions_IsThatOfTheSamples()
    {
        // Five equal repetitions tell nothing new: the interval must not shrink by √5. The form keeps n − 1 in the part for
        // single numbers, so it exceeds the population form of the three samples' means by little.
        var mean = Fold([.. Enumerable.Range(0, 15).Select(i => (double)(i % 3))], [.. Enumerable.Range(0, 15).Select(i => i % 3 == 0 ? 1.0 : 0)]);
        var population = Math.Sqrt(2.0 / 9 / 3);
        mean.Clusters.ShouldBe(3);
        mean.StandardError.ShouldBeGreaterThanOrEqualTo(population);
        mean.StandardError.ShouldBe(population, population * 0.02);
        mean.IndependentStandardError.ShouldBeLessThan(population * 0.5);
    }

    [Fact]
    public void StandardError_OneCluster_IsNaN() => Fold([7, 7], [0, 1]).StandardError.ShouldBe(double.NaN);

    private static ClusteredMean Fold(double[] clusters, double[] values)
    {
        var mean = new ClusteredMean();
        for (var i = 0; i < values.Length; i++)
        {
            mean.Add((int)clusters[i], values[i]);
        }

        return mean;
    }

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];
}
