using System.Text.Json;
using Eval.Core.Reports.Documents;

namespace Eval.Core.Reports;

/// <summary>One JSON object a line for each sample, as <c>samples --jsonl</c> writes them.</summary>
internal static class SampleLinesReport
{
    public static async Task WriteAsync(Stream target, ReportedRun report, CancellationToken cancellationToken)
    {
        foreach (var cell in report.Run.Cells)
        {
            await foreach (var sample in report.ReadAsync(cell, texts: true, cancellationToken))
            {
                await JsonSerializer.SerializeAsync(
                    target, SampleEntry.Of(cell.CandidateId, cell.SuiteName, sample), ReportJson.Lines.SampleEntry, cancellationToken);
                target.WriteByte((byte)'\n');
            }
        }
    }
}
