using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

public class McNemarTests
{
    [SharedFact]
    public void Tests_OracleCounts_Match()
    {
        var cases = StatisticsOracle.Cases("mcnemar");
        cases.Length.ShouldBe(8);
        foreach (var item in cases)
        {
            var (b, c) = (item.Count("b_only_a_right"), item.Count("c_only_b_right"));
            McNemar.ExactP(b, c).ShouldBe(item.Number("exact_two_sided_p"), 1e-9);
            McNemar.MidP(b, c).ShouldBe(item.Number("mid_p"), 1e-9);
            McNemar.ExactOneSidedP(b, c).ShouldBe(item.Number("exact_one_sided_p_b_gt_c"), 1e-9);
            var (plain, corrected) = (McNemar.ChiSquare(b, c), McNemar.ChiSquare(b, c, corrected: true));
            plain.ChiSquare.ShouldBe(item.Number("chi2"), 1e-9);
            plain.P.ShouldBe(item.Number("chi2_p"), 1e-9);
            corrected.ChiSquare.ShouldBe(item.Number("chi2_cc"), 1e-9);
            corrected.P.ShouldBe(item.Number("chi2_cc_p"), 1e-9);
        }
    }
}
