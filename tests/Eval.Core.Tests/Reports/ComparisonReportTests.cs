using System.Text;
using Eval.Core.Comparisons;
using Eval.Core.Models;
using Eval.Core.Reports;
using Eval.Core.Tests.Comparisons;

namespace Eval.Core.Tests.Reports;

public class ComparisonReportTests
{
    private const string Mark = "only some samples (kind=low): the numbers say nothing about the whole suites";

    [Theory]
    [InlineData(ReportFormat.Html, Mark)]
    [InlineData(ReportFormat.Markdown, Mark)]
    [InlineData(ReportFormat.Json, "\"filter\": \"kind=low\"")]
    [InlineData(ReportFormat.Csv, ",kind=low,kind=low\n")]
    public async Task Write_BothSidesEquallyFiltered_IsMarked(ReportFormat format, string mark)
    {
        var text = await WriteAsync(Cells.Of(Cells.Scored(0, 1, 1, 0), filter: "kind=low"), Cells.Of(Cells.Scored(1, 1, 1, 0), filter: "kind=low"), format);
        text.Replace("\\_", "_").ShouldContain(mark);
        (await WriteAsync(Cells.Of(Cells.Scored(0, 1, 1, 0)), Cells.Of(Cells.Scored(1, 1, 1, 0)), format)).ShouldNotContain("kind=low");
    }

    [Fact]
    public async Task Head_OfChangedSamplesThatWereSelected_IsMarked()
    {
        var pairing = await Cells.ReadAsync(Cells.Of(Cells.Scored(0, 1), filter: "kind=low"), Cells.Of(Cells.Scored(1, 1), filter: "kind=low"));
        var scores = pairing.Metrics[0].Scores!;
        var diff = await ItemDiff.ReadAsync(pairing, scores, Enum.GetValues<ItemChange>(), 5, CancellationToken.None);
        ItemDiffWords.Head(new ShownDiff(pairing, scores, diff, Full: false)).ShouldEndWith("; " + Mark);
    }

    [Theory]
    [InlineData(ReportFormat.Html)]
    [InlineData(ReportFormat.Markdown)]
    [InlineData(ReportFormat.Json)]
    [InlineData(ReportFormat.Csv)]
    public async Task Write_HeaderWithAKey_IsNeverInTheReport(ReportFormat format)
    {
        var text = await WriteAsync(
            Cells.Of(Cells.Scored(0, 1, 1, 0), model: Hosted("sk-old;part-2")), Cells.Of(Cells.Scored(1, 1, 1, 0), model: Hosted("sk-new;part-3")), format);
        text.ShouldNotContain("sk-");
        text.ShouldNotContain("part-");
        if (format is ReportFormat.Markdown)
        {
            // That the two sides sent other values is told all the same.
            text.ShouldContain("header.X-Key: … → … (another value)");
        }
    }

    private static ModelIdentity Hosted(string header) => new("hosted", "http://there/v1 m", "openai-compatible", $"header.X-Key={header};temperature=0");

    private static async Task<string> WriteAsync(ComparedCell old, ComparedCell @new, ReportFormat format)
    {
        var comparison = Comparison.Of([await Cells.ReadAsync(old, @new)], slices: false, 0.95);
        using var target = new MemoryStream();
        await ComparisonReportWriter.WriteAsync(target, new ReportedComparison(comparison, [], [], ReportRuns.At), format, CancellationToken.None);
        return Encoding.UTF8.GetString(target.ToArray());
    }
}
