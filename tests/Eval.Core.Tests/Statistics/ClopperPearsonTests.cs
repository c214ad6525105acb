using Eval.Core.Statistics;
using Eval.TestSupport;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Tests.Statistics;

public class ClopperPearsonTests
{
    [SharedFact]
    public void Interval_OracleCounts_Match()
    {
        foreach (var c in StatisticsOracle.Group("proportion_intervals").EnumerateArray())
        {
            foreach (var (name, confidence) in new[] { ("clopper_pearson_95", 0.95), ("clopper_pearson_90", 0.9) })
            {
                var interval = ClopperPearson.Interval(c.Count("x"), c.Count("n"), confidence);
                interval.Low.ShouldBe(c.Numbers(name)[0], 1e-9);
                interval.High.ShouldBe(c.Numbers(name)[1], 1e-9);
            }
        }
    }

    [Theory]
    [InlineData(1, 1_000_000)]
    [InlineData(400, 100_000)]
    [InlineData(99_999, 100_000)]
    [InlineData(50_000, 100_000)]
    public void Interval_ManyTrials_LeavesTheStatedTails(int successes, int trials)
    {
        var interval = ClopperPearson.Interval(successes, trials);
        (1 - Binomial.CDF(interval.Low, trials, successes - 1)).ShouldBe(0.025, 1e-9);
        Binomial.CDF(interval.High, trials, successes).ShouldBe(0.025, 1e-9);
    }
}
