using System.Text.Json;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

public class WilsonTests
{
    [Theory] // research/benchmark-harnesses.md 4.2
    [InlineData(308, 400, 0.72630719, 0.80855617)]
    [InlineData(0, 10, 0, 0.27753280)]
    [InlineData(10, 10, 0.72246720, 1)]
    public void Interval_Counts_MatchTheReport(int k, int n, double low, double high)
    {
        var interval = Wilson.Interval(k, n);
        interval.Low.ShouldBe(low, 1e-8);
        interval.High.ShouldBe(high, 1e-8);
    }

    [SharedFact]
    public void Interval_Counts_MatchTheOracle()
    {
        using var oracle = JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "statistics.json")));
        var cases = oracle.RootElement.GetProperty("proportion_intervals");
        cases.GetArrayLength().ShouldBe(9);
        foreach (var c in cases.EnumerateArray())
        {
            foreach (var (name, confidence) in new[] { ("wilson_95", 0.95), ("wilson_90", 0.9) })
            {
                var interval = Wilson.Interval(c.GetProperty("x").GetDouble(), c.GetProperty("n").GetDouble(), confidence);
                interval.Low.ShouldBe(c.GetProperty(name)[0].GetDouble(), 1e-9);
                interval.High.ShouldBe(c.GetProperty(name)[1].GetDouble(), 1e-9);
            }
        }
    }

    [Fact]
    public void Interval_NoTrials_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => Wilson.Interval(0, 0));

    [Fact]
    public void Interval_Extremes_ReachTheEndsExactly()
    {
        Wilson.Interval(0, 7).Low.ShouldBe(0);
        Wilson.Interval(7, 7).High.ShouldBe(1);
    }
}
