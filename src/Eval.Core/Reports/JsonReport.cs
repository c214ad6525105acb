using System.Text.Json;
using Eval.Core.Reports.Documents;

namespace Eval.Core.Reports;

/// <summary>One JSON document with the run and every sample: <see cref="RunReportDocument"/>, written without holding the samples in memory.</summary>
internal static class JsonReport
{
    private const int FlushedAt = 1 << 16;

    public static async Task WriteAsync(Stream target, ReportedRun report, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(target, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("schema", 1);
        json.WritePropertyName("run");
        JsonSerializer.Serialize(json, RunDocument.Of(report.Run, report.Database), ReportJson.Default.RunDocument);
        json.WriteStartArray("samples");
        foreach (var cell in report.Run.Cells)
        {
            await foreach (var sample in report.ReadAsync(cell, texts: true, cancellationToken))
            {
                JsonSerializer.Serialize(json, SampleEntry.Of(cell.CandidateId, cell.SuiteName, sample), ReportJson.Default.SampleEntry);
                if (json.BytesPending > FlushedAt)
                {
                    await json.FlushAsync(cancellationToken);
                }
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
        target.WriteByte((byte)'\n');
    }
}
