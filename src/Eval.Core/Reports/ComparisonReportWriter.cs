using System.Text;
using System.Text.Json;
using Eval.Core.Comparisons;
using Eval.Core.Reports.Documents;
using Eval.Core.Reports.Html;

namespace Eval.Core.Reports;

/// <summary>A comparison as it is reported.</summary>
/// <param name="Comparison">The comparison.</param>
/// <param name="Unpaired">What only one side has, as sentences.</param>
/// <param name="Diffs">Samples that changed; empty where they are not wanted.</param>
/// <param name="At">When the report is written.</param>
public sealed record ReportedComparison(Comparison Comparison, IReadOnlyList<string> Unpaired, IReadOnlyList<ShownDiff> Diffs, DateTimeOffset At)
{
    /// <summary>The JSON document.</summary>
    public CompareDocument Document() =>
        CompareDocument.Of(Comparison, Unpaired, p => Diffs.FirstOrDefault(d => ReferenceEquals(d.Pairing, p))?.Diff);
}

/// <summary>Writes a comparison in the formats that suit one.</summary>
public static class ComparisonReportWriter
{
    /// <summary>The formats: a comparison has no samples to list and decides nothing that a test could fail by.</summary>
    public static IReadOnlyList<ReportFormat> Formats { get; } = [ReportFormat.Html, ReportFormat.Markdown, ReportFormat.Json, ReportFormat.Csv];

    /// <summary>Writes a comparison, uncompressed.</summary>
    /// <param name="target">Where to; it stays open.</param>
    /// <param name="report">The comparison.</param>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>Null: a comparison has no archive.</returns>
    public static async Task<string?> WriteAsync(Stream target, ReportedComparison report, ReportFormat format, CancellationToken cancellationToken)
    {
        switch (format)
        {
            case ReportFormat.Html:
                await ComparisonHtml.WriteAsync(target, report);
                break;
            case ReportFormat.Markdown:
                await target.WriteAsync(Encoding.UTF8.GetBytes(ComparisonMarkdown.Of(report.Comparison, report.Unpaired, report.Diffs)), cancellationToken);
                break;
            case ReportFormat.Json:
                await JsonSerializer.SerializeAsync(target, report.Document(), ReportJson.Default.CompareDocument, cancellationToken);
                target.WriteByte((byte)'\n');
                break;
            case ReportFormat.Csv:
                await ComparisonCsv.WriteAsync(target, report.Document());
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "comparisons have no such format");
        }

        return null;
    }
}
