using System.Text.Json;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

public class OrderStatisticsTests
{
    [SharedFact]
    public void NeededForTail_MlperfsEarlyStopping_IsTheOracles()
    {
        foreach (var (inputs, expected) in Cases("mlperf-sample-size").Where(c => c.Expected.TryGetProperty("min_total_queries", out _)))
        {
            inputs.GetProperty("over_latency_seen").EnumerateArray()
                .Select(t => OrderStatistics.NeededForTail(inputs.GetProperty("percentile").GetDouble(), t.GetInt32(), inputs.GetProperty("confidence").GetDouble()))
                .ShouldBe(expected.GetProperty("min_total_queries").EnumerateArray().Select(n => n.GetInt32()));
        }
    }

    [SharedFact]
    public void NeededForMargin_MlperfsTable_IsTheOracles()
    {
        foreach (var (inputs, expected) in Cases("mlperf-sample-size").Where(c => c.Expected.TryGetProperty("exact", out _)))
        {
            var needed = OrderStatistics.NeededForMargin(
                inputs.GetProperty("percentile").GetDouble(), inputs.GetProperty("margin").GetDouble(), inputs.GetProperty("confidence").GetDouble());
            var exact = expected.GetProperty("exact").GetDouble();
            needed.ShouldBe(exact, exact * 1e-9);
            Math.Ceiling(needed).ShouldBe(expected.GetProperty("safe_ceiling").GetInt32());
        }
    }

    [SharedFact]
    public void Quantiles_OfTheOracle_HaveBothDefinitions()
    {
        var (inputs, expected) = Cases("percentile-definition").Single();
        var values = inputs.GetProperty("values").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        var percentiles = inputs.GetProperty("percentiles").EnumerateArray().Select(p => p.GetDouble() / 100).ToList();
        percentiles.Select(p => Quantile.OfSorted(values, p)).ShouldBe(expected.GetProperty("type7").EnumerateArray().Select(v => v.GetDouble()), 1e-12);
        percentiles.Select(p => Quantile.NearestRank(values, p)).ShouldBe(expected.GetProperty("nearest_rank").EnumerateArray().Select(v => v.GetDouble()));
    }

    // 0.5^5 = 0.031 > 0.025 ≥ 0.5^6; 0.99^367 > 0.025 ≥ 0.99^368.
    [Theory]
    [InlineData(0.5, 6)]
    [InlineData(0.9, 36)]
    [InlineData(0.95, 72)]
    [InlineData(0.99, 368)]
    public void NeededFor_TwoSided95_IsWhereTheTailsFit(double p, int expected)
    {
        OrderStatistics.NeededFor(p, 0.95).ShouldBe(expected);
        OrderStatistics.Around(Numbers(expected - 1), p, 0.95).ShouldBeNull();
        OrderStatistics.Around(Numbers(expected), p, 0.95).ShouldNotBeNull();
    }

    // Tables of the sign test: for n = 10 the median lies between the 2nd and the 9th value with 97.9 %, for n = 20 between the 6th and the 15th with 95.9 %.
    [Theory]
    [InlineData(10, 2, 9)]
    [InlineData(20, 6, 15)]
    public void Around_TheMedian_IsTheSignTests(int n, int low, int high) =>
        OrderStatistics.Around(Numbers(n), 0.5, 0.95).ShouldBe(new Interval(low, high));

    [Fact]
    public void Around_ManySamples_CoversTheTrueQuantile()
    {
        var random = new SeededRandom(3);
        var rounds = TestRounds.Of(2000);
        var covered = 0;
        for (var round = 0; round < rounds; round++)
        {
            var values = Enumerable.Range(0, 60).Select(_ => -Math.Log(1 - random.NextDouble())).Order().ToArray();
            covered += OrderStatistics.Around(values, 0.9, 0.95)!.Value.Contains(Math.Log(10)) ? 1 : 0;
        }

        // Never below its confidence but for chance (four standard errors).
        ((double)covered / rounds).ShouldBeGreaterThan(0.95 - (4 * Math.Sqrt(0.95 * 0.05 / rounds)));
    }

    private static double[] Numbers(int n) => [.. Enumerable.Range(1, n).Select(i => (double)i)];

    private static IEnumerable<(JsonElement Inputs, JsonElement Expected)> Cases(string group)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("oracles/cost.json")));
        return [.. document.RootElement.GetProperty("groups").EnumerateArray().Single(g => g.GetProperty("id").GetString() == group)
            .GetProperty("cases").EnumerateArray().Select(c => (c.GetProperty("inputs").Clone(), c.GetProperty("expected").Clone()))];
    }
}
