using System.Globalization;
using CsvHelper;
using Eval.Core.Reports;

namespace Eval.Core.Tests.Reports;

public class CsvReportTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("\t=1+1", "'\t=1+1")]
    [InlineData("\n=1+1", "'\n=1+1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("-5", "-5")]
    [InlineData("+3.25", "+3.25")]
    [InlineData("a = b", "a = b")]
    [InlineData("\e[31mred", "\\x1b[31mred")]
    [InlineData("", "")]
    public void Inert_Text_IsNoFormula(string text, string expected) => SpreadsheetText.Inert(text).ShouldBe(expected);

    [Fact]
    public async Task Write_Samples_ReadBackAsTheyWere()
    {
        const string answer = "a \"quoted\", text\nover lines\r\nand more";
        var report = ReportRuns.Of(["alpha"], 2, (_, i) => ReportRuns.Answer(i, i == 0 ? 0.25 : null, i == 0 ? answer : "=2+2"));
        var rows = Read(await ReportRuns.WriteAsync(report, ReportFormat.Csv));
        rows.Count.ShouldBe(2);
        rows[0]["run"].ShouldBe("12");
        rows[0]["candidate"].ShouldBe("alpha");
        rows[0]["answer"].ShouldBe(answer);
        rows[0]["acc"].ShouldBe("0.25");
        rows[0]["slice:topic"].ShouldBe("colours");
        rows[0]["costUsd"].ShouldBe("0.00015");
        rows[1]["outcome"].ShouldBe("providerError");
        rows[1]["acc"].ShouldBeEmpty();
        rows[1]["answer"].ShouldBe("'=2+2");
    }

    [Fact]
    public async Task Write_WithoutTexts_HasNone()
    {
        var text = await ReportRuns.WriteAsync(ReportRuns.Small() with { Texts = false }, ReportFormat.Csv);
        text.ShouldNotContain("Question");
        text.ShouldNotContain("answer");
        text.ShouldNotContain("HTTP 500");
        Read(text).Count.ShouldBe(20);
    }

    [Fact]
    public async Task Write_MeasureNamedAsAColumn_IsToldApart()
    {
        var report = ReportRuns.Of(["a"], 1, (_, i) => ReportRuns.Answer(i, 1, "x") with { Measures = new Dictionary<string, double> { ["answer"] = 7, ["=x"] = 8 } });
        var row = Read(await ReportRuns.WriteAsync(report, ReportFormat.Csv)).Single();
        row["measure:answer"].ShouldBe("7");
        row["'=x"].ShouldBe("8");
        row["answer"].ShouldBe("x");
    }

    private static List<Dictionary<string, string>> Read(string text)
    {
        using var csv = new CsvReader(new StringReader(text), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
        {
            rows.Add(csv.HeaderRecord!.ToDictionary(h => h, h => csv.GetField(h)!));
        }

        return rows;
    }
}
