using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

public class ProportionIntervalsTests
{
    [SharedFact]
    public void Intervals_OracleCounts_Match()
    {
        var methods = new (string Name, Func<double, double, double, Interval> Of)[]
        {
            ("wald", ProportionIntervals.Wald),
            ("agresti_coull", ProportionIntervals.AgrestiCoull),
            ("jeffreys", ProportionIntervals.Jeffreys),
            ("wilson_cc", ProportionIntervals.WilsonCorrected),
        };
        foreach (var c in StatisticsOracle.Group("proportion_intervals").EnumerateArray())
        {
            foreach (var (name, of) in methods)
            {
                foreach (var percent in new[] { 90, 95 })
                {
                    var interval = of(c.Number("x"), c.Number("n"), percent / 100.0);
                    interval.Low.ShouldBe(c.Numbers($"{name}_{percent}")[0], 1e-9, $"{name} {c}");
                    interval.High.ShouldBe(c.Numbers($"{name}_{percent}")[1], 1e-9, $"{name} {c}");
                }
            }
        }
    }

    [SharedFact]
    public void RoganGladen_OracleRates_Match()
    {
        var oracle = StatisticsOracle.Group("rogan_gladen");
        var (observed, sensitivity, specificity) =
            (oracle.Number("observed_pass_rate"), oracle.Number("judge_sensitivity"), oracle.Number("judge_specificity"));
        RoganGladen.Rate(observed, sensitivity, specificity).ShouldBe(oracle.Number("corrected"), 1e-9);
        RoganGladen.Rate(0.5, 0.5, 0.5).ShouldBe(double.NaN);

        // A perfect judge adds nothing to the error of a rate.
        RoganGladen.StandardError(0.3, 200, 1, 50, 1, 50).ShouldBe(Math.Sqrt(0.3 * 0.7 / 200), 1e-12);
        RoganGladen.StandardError(0.3, 200, 0.9, 50, 0.9, 50).ShouldBeGreaterThan(Math.Sqrt(0.3 * 0.7 / 200) / 0.8);
    }
}
