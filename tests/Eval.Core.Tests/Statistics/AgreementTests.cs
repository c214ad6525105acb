using System.Text.Json;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

public class AgreementTests
{
    [SharedFact]
    public void AgreementTable_OracleVerdicts_Match()
    {
        var oracle = StatisticsOracle.Group("cohen_kappa").GetProperty("verdicts");
        var (first, second) = (Verdicts(oracle, "rater1"), Verdicts(oracle, "rater2"));
        var table = AgreementTable.Of(first, second, 3);
        table.N.ShouldBe(15);
        table.Observed.ShouldBe(oracle.Number("agreement_with_ties"), 1e-9);
        table.Expected.ShouldBe(oracle.Number("expected"), 1e-9);
        table.Kappa().ShouldBe(oracle.Number("kappa"), 1e-9);
        table.KappaStandardError.ShouldBe(oracle.Number("se_simple"), 1e-9);
        table.ScottPi.ShouldBe(oracle.Number("scott_pi"), 1e-9);
        table.GwetAc1.ShouldBe(oracle.Number("gwet_ac1"), 1e-9);

        int[] decided = [.. Enumerable.Range(0, 15).Where(i => first[i] < 2 && second[i] < 2)];
        var withoutTies = AgreementTable.Of([.. decided.Select(i => first[i])], [.. decided.Select(i => second[i])], 2);
        withoutTies.N.ShouldBe(oracle.Number("n_without_ties"));
        withoutTies.Observed.ShouldBe(oracle.Number("agreement_without_ties"), 1e-9);
        withoutTies.Kappa().ShouldBe(oracle.Number("kappa_without_ties"), 1e-9);

        // With two raters Fleiss' kappa is Scott's π.
        var ratings = new int[15, 3];
        for (var i = 0; i < 15; i++)
        {
            ratings[i, first[i]]++;
            ratings[i, second[i]]++;
        }

        FleissKappa.Of(ratings).ShouldBe(oracle.Number("scott_pi"), 1e-9);
    }

    [SharedFact]
    public void Kappa_OracleScale_MatchesAllWeights()
    {
        var oracle = StatisticsOracle.Group("cohen_kappa").GetProperty("ordinal_1to5");
        var table = AgreementTable.Of(Steps(oracle, "rater1"), Steps(oracle, "rater2"), 5);
        table.Kappa().ShouldBe(oracle.Number("kappa"), 1e-9);
        table.Kappa(KappaWeights.Linear).ShouldBe(oracle.Number("kappa_linear"), 1e-9);
        table.Kappa(KappaWeights.Quadratic).ShouldBe(oracle.Number("kappa_quadratic"), 1e-9);

        static int[] Steps(JsonElement oracle, string name) => [.. oracle.Numbers(name).Select(x => (int)x - 1)];
    }

    [SharedFact]
    public void GwetAc1_OraclePrevalence_StaysHighWhereKappaFalls()
    {
        var oracle = StatisticsOracle.Group("cohen_kappa").GetProperty("paradox_90pct_prevalence");
        var t = oracle.Numbers("table_yes_yes_yes_no_no_yes_no_no");
        var table = new AgreementTable(new[,] { { t[0], t[1] }, { t[2], t[3] } });
        table.Kappa().ShouldBe(oracle.Number("kappa"), 1e-9);
        table.Observed.ShouldBe(oracle.Number("agreement"), 1e-9);
        table.GwetAc1.ShouldBe(oracle.Number("gwet_ac1"), 1e-9);
    }

    [Fact]
    public void FleissKappa_TextbookTable_Matches()
    {
        // Ten items, fourteen raters, five categories: the example of many textbooks, kappa 0.210.
        var kappa = FleissKappa.Of(new[,]
        {
            { 0, 0, 0, 0, 14 }, { 0, 2, 6, 4, 2 }, { 0, 0, 3, 5, 6 }, { 0, 3, 9, 2, 0 }, { 2, 2, 8, 1, 1 },
            { 7, 7, 0, 0, 0 }, { 3, 2, 6, 3, 0 }, { 2, 5, 3, 2, 2 }, { 6, 5, 2, 1, 0 }, { 0, 2, 2, 3, 7 },
        });
        kappa.ShouldBe(0.210, 5e-4);
    }

    [Fact]
    public void FleissKappa_RowsOfDifferentSums_Throw() =>
        Should.Throw<ArgumentOutOfRangeException>(() => FleissKappa.Of(new[,] { { 2, 1 }, { 1, 1 } }));

    [SharedTheory]
    [InlineData("textbook_4_observers_12_units_with_missing")]
    [InlineData("three_judges_1to5")]
    public void KrippendorffAlpha_OracleRatings_Match(string name)
    {
        var oracle = StatisticsOracle.Group("krippendorff_alpha").GetProperty(name);
        JsonElement[][] raters = [.. oracle.GetProperty("data").EnumerateArray().Select(r => r.EnumerateArray().ToArray())];
        double[][] units = [.. Enumerable.Range(0, raters[0].Length).Select(unit =>
            raters.Select(r => r[unit]).Where(v => v.ValueKind == JsonValueKind.Number).Select(v => v.GetDouble()).ToArray())];
        var compared = 0;
        foreach (var level in Enum.GetValues<MeasurementLevel>())
        {
            if (oracle.TryGetProperty(level.ToString().ToLowerInvariant(), out var expected))
            {
                KrippendorffAlpha.Of(units, level).ShouldBe(expected.GetDouble(), 1e-9);
                compared++;
            }
        }

        compared.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public void KrippendorffAlpha_OneValueOnly_IsNaN() => KrippendorffAlpha.Of([[1, 1], [1, 1]], MeasurementLevel.Nominal).ShouldBe(double.NaN);

    private static int[] Verdicts(JsonElement oracle, string name) =>
        [.. oracle.GetProperty(name).EnumerateArray().Select(v => Array.IndexOf(["A", "B", "tie"], v.GetString()))];
}
