using System.Text;
using Eval.Core.Archives;
using Eval.Core.Reports.Html;

namespace Eval.Core.Reports;

/// <summary>Writes a run in any format. Samples are streamed: memory does not grow with them.</summary>
public static class RunReportWriter
{
    /// <summary>Writes a run, uncompressed.</summary>
    /// <param name="target">Where to; it stays open.</param>
    /// <param name="report">The run.</param>
    /// <param name="format">The format.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>The identity of an archive (SHA-256, lower-case hex); null for other formats.</returns>
    public static async Task<string?> WriteAsync(Stream target, ReportedRun report, ReportFormat format, CancellationToken cancellationToken)
    {
        if (format == ReportFormat.Archive)
        {
            return (await RunArchiveWriter.WriteAsync(target, report.Run, report.Samples, report.Texts, cancellationToken)).Sha256;
        }

        switch (format)
        {
            case ReportFormat.Csv:
                await CsvReport.WriteAsync(target, report, cancellationToken);
                break;
            case ReportFormat.Jsonl:
                await SampleLinesReport.WriteAsync(target, report, cancellationToken);
                break;
            case ReportFormat.Json:
                await JsonReport.WriteAsync(target, report, cancellationToken);
                break;
            case ReportFormat.Markdown:
                await target.WriteAsync(Encoding.UTF8.GetBytes(RunMarkdown.Of(report.Run, report.Slices)), cancellationToken);
                break;
            case ReportFormat.JUnit:
                await JUnitReport.WriteAsync(target, report, cancellationToken);
                break;
            case ReportFormat.Html:
                await RunHtml.WriteAsync(target, report, cancellationToken);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, null);
        }

        return null;
    }
}
