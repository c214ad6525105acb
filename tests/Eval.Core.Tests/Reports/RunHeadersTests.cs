using Eval.Core.Models;
using Eval.Core.Reports;

namespace Eval.Core.Tests.Reports;

public class RunHeadersTests
{
    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Write_HeaderWithAKey_IsInNoFormat(ReportFormat format)
    {
        var model = new ModelIdentity("hosted", "http://there/v1 m", "openai", "header.X-Key=sk-1;part-2;temperature=0");
        var report = ReportRuns.Small();
        report = report with { Run = report.Run with { Cells = [.. report.Run.Cells.Select(c => c with { Model = model, CandidateIdentity = model.Canonical })] } };
        var text = await ReportRuns.WriteAsync(report, format);
        text.ShouldNotContain("sk-1");
        text.ShouldNotContain("part-2");
    }

    public static TheoryData<ReportFormat> Formats() => [.. Enum.GetValues<ReportFormat>()];
}
