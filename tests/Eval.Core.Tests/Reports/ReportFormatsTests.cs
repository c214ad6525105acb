using Eval.Core.Reports;

namespace Eval.Core.Tests.Reports;

public class ReportFormatsTests
{
    [Theory]
    [InlineData("report.html", ReportFormat.Html)]
    [InlineData("a/b/REPORT.HTM", ReportFormat.Html)]
    [InlineData("summary.md", ReportFormat.Markdown)]
    [InlineData("run.json", ReportFormat.Json)]
    [InlineData("run.json.gz", ReportFormat.Json)]
    [InlineData("samples.csv", ReportFormat.Csv)]
    [InlineData("junit.xml", ReportFormat.JUnit)]
    [InlineData("samples.ndjson", ReportFormat.Jsonl)]
    [InlineData("base.jsonl", ReportFormat.Archive)]
    [InlineData("base.jsonl.gz", ReportFormat.Archive)]
    [InlineData("notes.txt", null)]
    [InlineData("archive.gz", null)]
    [InlineData("html", null)]
    public void OfFile_Name_TellsTheFormat(string path, ReportFormat? expected) => ReportFormats.OfFile(path).ShouldBe(expected);

    [Fact]
    public void Names_OfEveryFormat_AreFound()
    {
        foreach (var format in Enum.GetValues<ReportFormat>())
        {
            ReportFormats.Find(ReportFormats.NameOf(format).ToUpperInvariant()).ShouldBe(format);
        }

        ReportFormats.Names.ShouldBeUnique();
        ReportFormats.Endings.ShouldAllBe(e => ReportFormats.OfFile("x" + e) != null);
        ReportFormats.Find("pdf").ShouldBeNull();
    }
}
