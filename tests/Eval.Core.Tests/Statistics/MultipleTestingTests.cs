using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

public class MultipleTestingTests
{
    [SharedTheory]
    [InlineData("bonferroni", Correction.Bonferroni)]
    [InlineData("holm", Correction.Holm)]
    [InlineData("simes-hochberg", Correction.Hochberg)]
    [InlineData("fdr_bh", Correction.BenjaminiHochberg)]
    [InlineData("fdr_by", Correction.BenjaminiYekutieli)]
    public void Adjust_OracleFamily_Matches(string name, Correction correction)
    {
        var oracle = StatisticsOracle.Group("multiple_testing");
        var adjusted = MultipleTesting.Adjust(oracle.Numbers("p"), correction);
        var expected = oracle.GetProperty(name);
        adjusted.ShouldBe(expected.Numbers("adjusted"), 1e-9);
        adjusted.Select(p => p <= oracle.Number("alpha")).ShouldBe(expected.GetProperty("reject").EnumerateArray().Select(r => r.GetBoolean()));
    }

    [Fact]
    public void Adjust_NoTests_IsEmpty() => MultipleTesting.Adjust([], Correction.Holm).ShouldBeEmpty();

    [Fact]
    public void IntersectionUnion_Guards_IsTheWorst() => MultipleTesting.IntersectionUnion([0.01, 0.04, 0.002]).ShouldBe(0.04);

    [Fact]
    public void Adjust_TrueHypotheses_KeepTheFamilyWiseError()
    {
        var rounds = TestRounds.Of(20_000);
        var random = new SeededRandom(6);
        var wrong = new Dictionary<Correction, int>();
        for (var round = 0; round < rounds; round++)
        {
            double[] p = [.. Enumerable.Range(0, 6).Select(_ => random.NextDouble())];
            foreach (var correction in Enum.GetValues<Correction>())
            {
                wrong[correction] = wrong.GetValueOrDefault(correction) + (MultipleTesting.Adjust(p, correction).Min() <= 0.05 ? 1 : 0);
            }
        }

        wrong.Values.ShouldAllBe(w => (double)w / rounds < 0.05 + (4 * Math.Sqrt(0.05 * 0.95 / rounds)));
    }
}
