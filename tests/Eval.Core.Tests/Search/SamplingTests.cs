using Eval.Core.Search;
using Eval.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Tests.Search;

public class SamplingTests
{
    private const int Draws = 20_000;

    [Fact]
    public void Sample_Categorical_IsUniform() =>
        ShouldFit(Sampled(new CategoricalParameter("p", ["a", "b", "c", "d", "e"])).Select(v => v.Choice![0] - 'a'), [.. Enumerable.Repeat(0.2, 5)]);

    [Fact]
    public void Sample_LinearInteger_IsUniformWithItsEnds() =>
        ShouldFit(Sampled(new IntegerParameter("p", -3, 3)).Select(v => (int)v.Number + 3), [.. Enumerable.Repeat(1 / 7.0, 7)]);

    [Fact]
    public void Sample_LogarithmicInteger_HasTheShareOfItsBin() =>
        ShouldFit(
            Sampled(new IntegerParameter("p", 1, 8, IsLogarithmic: true)).Select(v => (int)v.Number - 1),
            [.. Enumerable.Range(1, 8).Select(k => Math.Log((k + 0.5) / (k - 0.5)) / Math.Log(8.5 / 0.5))]);

    [Fact]
    public void Sample_Reals_AreUniformAlongTheirAxis()
    {
        ShouldFit(Sampled(new RealParameter("p", -1, 4)).Select(v => (int)((v.Number + 1) / 5 * 9.999999)), [.. Enumerable.Repeat(0.1, 10)]);
        ShouldFit(Sampled(new RealParameter("p", 1e-4, 1e4, IsLogarithmic: true)).Select(v => (int)((Math.Log10(v.Number) + 4) / 8 * 9.999999)), [.. Enumerable.Repeat(0.1, 10)]);
    }

    [Fact]
    public void Sample_Conditions_GivesEachBranchItsShare()
    {
        var random = new SeededRandom(5);
        Configuration[] drawn = [.. Enumerable.Range(0, Draws).Select(_ => Searches.Server.Sample(random))];
        ShouldFit(drawn.Select(c => c["backend"].Choice switch { "cpu" => 0, "cuda" => c.Has("flash") ? 1 : 2, _ => 3 }), [1 / 3.0, 1 / 6.0, 1 / 6.0, 1 / 3.0]);
        ShouldFit(drawn.Where(c => c.Has("threads")).Select(c => (int)c["threads"].Number - 1), [.. Enumerable.Repeat(0.125, 8)]);
        drawn.ShouldAllBe(c => Searches.Server.Read(c.Text).Equals(c));
    }

    [Fact]
    public void Sample_NarrowRangeFarFromZero_KeepsApart() =>
        Sampled(new RealParameter("p", 1_000_000, 1_000_001)).Distinct().Count().ShouldBeGreaterThan(Draws / 2);

    private static IEnumerable<ParameterValue> Sampled(Parameter parameter)
    {
        var (space, random) = (SearchSpace.Of([parameter]), new SeededRandom(11));
        for (var i = 0; i < Draws; i++)
        {
            var value = space.Sample(random)["p"];
            parameter.Contains(value).ShouldBeTrue();
            yield return value;
        }
    }

    // Pearson's chi-square at the 99.9th percentile.
    private static void ShouldFit(IEnumerable<int> cells, double[] expected)
    {
        var counts = new int[expected.Length];
        foreach (var cell in cells)
        {
            counts[cell]++;
        }

        var total = counts.Sum();
        var statistic = counts.Select((c, i) => Math.Pow(c - (total * expected[i]), 2) / (total * expected[i])).Sum();
        statistic.ShouldBeLessThan(ChiSquared.InvCDF(expected.Length - 1, 0.999), string.Join(' ', counts));
    }
}
