using Eval.Core.Statistics;

namespace Eval.Core.Tests.Statistics;

public class RegressionTests
{
    [Fact]
    public void Logistic_OneYesNoTerm_IsTheLogOddsRatio()
    {
        // 30 of 40 against 10 of 40: the odds are 3 and 1/3; their ratio is 9. Its plain standard error is √(1/30 + 1/10 + 1/10 + 1/30).
        var (rows, outcomes) = (new List<double[]>(), new List<double>());
        for (var i = 0; i < 80; i++)
        {
            rows.Add([1, i < 40 ? 1 : 0]);
            outcomes.Add(i % 40 < (i < 40 ? 30 : 10) ? 1 : 0);
        }

        var fit = Regression.Logistic(rows, outcomes, [.. Enumerable.Range(0, 80)])!;
        fit.Coefficients[0].ShouldBe(-Math.Log(3), 1e-9);
        fit.Coefficients[1].ShouldBe(Math.Log(9), 1e-9);

        // Saturated, so that the sandwich is the plain form but for its factor for few clusters.
        fit.StandardErrors[1].ShouldBe(Math.Sqrt((2.0 / 30) + (2.0 / 10)) * Math.Sqrt(80.0 / 79 * 79 / 78), 1e-9);
    }

    [Fact]
    public void Logistic_SeparatedOrCollinear_GivesNothing()
    {
        List<double[]> rows = [.. Enumerable.Range(0, 40).Select(i => new double[] { 1, i < 20 ? 0 : 1 })];
        Regression.Logistic(rows, [.. rows.Select(r => r[1])], [.. Enumerable.Range(0, 40)]).ShouldBeNull();
        Regression.Logistic([.. rows.Select(r => new[] { 1, r[1], 2 * r[1] })], [.. rows.Select((_, i) => (double)(i % 2))], [.. Enumerable.Range(0, 40)]).ShouldBeNull();
        Regression.Linear([.. rows.Select(r => new[] { 1, r[1], 2 * r[1] })], [.. rows.Select((_, i) => (double)(i % 2))], [.. Enumerable.Range(0, 40)]).ShouldBeNull();
    }

    [Fact]
    public void Linear_ExactLine_IsFoundWithoutError()
    {
        List<double[]> rows = [.. Enumerable.Range(0, 10).Select(i => new double[] { 1, i })];
        var fit = Regression.Linear(rows, [.. rows.Select(r => 3 - (0.5 * r[1]))], [.. Enumerable.Range(0, 10)])!;
        fit.Coefficients[0].ShouldBe(3, 1e-9);
        fit.Coefficients[1].ShouldBe(-0.5, 1e-9);
        fit.StandardErrors[1].ShouldBe(0, 1e-9);
    }

    [Fact]
    public void Linear_SamplesCopied_ClustersKeepTheError()
    {
        var random = SeededRandom.For(5, "regression");
        List<double[]> rows = [.. Enumerable.Range(0, 50).Select(i => new double[] { 1, i })];
        List<double> outcomes = [.. rows.Select(r => r[1] + (20 * random.NextDouble()))];
        var once = Regression.Linear(rows, outcomes, [.. Enumerable.Range(0, 50)])!;
        var copied = Regression.Linear([.. rows, .. rows, .. rows, .. rows], [.. outcomes, .. outcomes, .. outcomes, .. outcomes], [.. Enumerable.Range(0, 200).Select(i => i % 50)])!;
        copied.Coefficients[1].ShouldBe(once.Coefficients[1], 1e-9);
        copied.StandardErrors[1].ShouldBe(once.StandardErrors[1], once.StandardErrors[1] * 0.05);
    }
}
