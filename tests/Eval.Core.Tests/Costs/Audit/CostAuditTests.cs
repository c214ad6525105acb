using Eval.Core.Costs.Audit;

namespace Eval.Core.Tests.Costs.Audit;

public class CostAuditTests
{
    private static IEnumerable<AuditedFigure> Numbers => CostAudit.Figures.Where(f => f.Ratio is not null);

    // A figure that holds is within the rounding of how it was printed; one that does not is further off than any rounding.
    [Fact]
    public void Figures_Numbers_DeviateExactlyWhereASlipIsNamed()
    {
        foreach (var figure in Numbers)
        {
            var off = Math.Abs(figure.Ratio!.Value - 1);
            (figure.Slip == Slip.None ? off < 0.05 : off > 0.001).ShouldBeTrue($"{figure.What}: {figure.Printed} against {figure.Right}");
        }
    }

    [Fact]
    public void Figures_Statements_DifferExactlyWhereASlipIsNamed() =>
        CostAudit.Figures.Where(f => f.Ratio is null).ShouldAllBe(f => (f.Printed == f.Right) == (f.Slip == Slip.None));

    [Fact]
    public void Figures_All_AreDistinctAndSayWhereTheyStand()
    {
        CostAudit.Figures.Select(f => (f.Source, f.Lines, f.What)).ShouldBeUnique();
        CostAudit.Figures.ShouldAllBe(f => f.Source.Length > 0 && f.What.Length > 0 && f.Printed.Length > 0 && f.Right.Length > 0);

        // The report counts 24 slips in the three source documents, and two more elsewhere.
        CostAudit.Figures.Count(f => f.Slip != Slip.None).ShouldBeGreaterThanOrEqualTo(26);
        CostAudit.Figures.Count(f => f.Slip == Slip.None).ShouldBeGreaterThanOrEqualTo(20);
    }

    // Worked out by hand from the research report.
    [Theory]
    [InlineData("a prompt of 56 and 80 tokens", 0.000244, 1114.754098)]
    [InlineData("tokens of 50,000 words", 66_666.6667, 0.5625)]
    [InlineData("37,500 tokens at the printed $0.02 for a token", 750, 0.001)]
    [InlineData("a year of $0.75 a day", 273.75, 0.98630137)]
    [InlineData("a year of ten times the chats", 2737.5, 0.00098630137)]
    [InlineData("the example with all of it right", 0.13333333, 5.625)]
    [InlineData("serverless month, one busy hour a day", 147.1936276, 1.0093512)]
    [InlineData("serverless month: time of all calls", 36_912_000, 1.0022107)]
    [InlineData("serverless month: computing", 1435.433856, 1.0037941)]
    [InlineData("serverless month: requests", 0.96, 800)]
    [InlineData("serverless month: total", 4316.416896, 0.94728561)]
    [InlineData("GPUs of 32 GB for 100.25 GB", 4, 0.75)]
    [InlineData("own capacity over Claude's limit", 0.63333333, 157.894737)]
    [InlineData("saved against Claude V2, at least", 53.4096110, 1.1233933)]
    [InlineData("\"GPT-3\", an hour, more than", 7, 25.7142857)]
    [InlineData("a grid's mix", 0.73159, 1000)]
    [InlineData("break-even of $4,608 a month against $10 for a million tokens", 460.8, 0.00099826389)]
    [InlineData("dearest model over cheapest", 90, 250)]
    public void Figures_KnownSlips_AreCorrected(string what, double right, double ratio)
    {
        var figure = CostAudit.Figures.Single(f => f.What == what);
        figure.RightValue!.Value.ShouldBe(right, right * 1e-6);
        figure.Ratio!.Value.ShouldBe(ratio, ratio * 1e-6);
        figure.Slip.ShouldNotBe(Slip.None);
    }

    [Fact]
    public void Figures_Texts_CarryTheirUnits()
    {
        var prompt = CostAudit.Figures.Single(f => f.What == "a prompt of 56 and 80 tokens");
        (prompt.Printed, prompt.Right).ShouldBe(("$0.272", "$0.000244"));
        var month = CostAudit.Figures.Single(f => f.What == "serverless month: total");
        (month.Printed, month.Right).ShouldBe(("$4,088.88", "$4,316.42"));
        var year = CostAudit.Figures.Single(f => f.What == "a year of $0.75 a day");
        (year.Printed, year.Right).ShouldBe(("$270.00/year", "$273.75/year"));
    }
}
