using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Eval.Core.Running;

namespace Eval.Core.Reports;

/// <summary>
/// One row a sample. A text that a spreadsheet would take for a formula gets an apostrophe before it, which shows it as the text it is; numbers stay
/// numbers, and control characters become visible escapes.
/// </summary>
internal static class CsvReport
{
    private static readonly string[] Fixed =
    [
        "run", "candidate", "suite", "suiteVersion", "sampleId", "ordinal", "epoch", "outcome", "reason", "cluster", "inputTokens", "outputTokens",
        "durationMs", "cached", "costUsd", "filter", "prompt", "answer", "target",
    ];

    private static readonly string[] Texts = ["prompt", "answer", "target"];

    public static async Task WriteAsync(Stream target, ReportedRun report, CancellationToken cancellationToken)
    {
        var (measures, slices) = await ColumnsAsync(report, cancellationToken);
        await using var text = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        await using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n", InjectionOptions = InjectionOptions.None });
        var columns = Fixed.Except(report.Texts ? [] : Texts);
        foreach (var name in columns.Take(9).Concat(measures.Select(Named)).Concat(slices.Select(s => $"slice:{s}")).Concat(columns.Skip(9)))
        {
            csv.WriteField(SpreadsheetText.Inert(name));
        }

        await csv.NextRecordAsync();
        foreach (var cell in report.Run.Cells)
        {
            await foreach (var sample in report.ReadAsync(cell, texts: true, cancellationToken))
            {
                Row(csv, report, cell, sample, measures, slices);
                await csv.NextRecordAsync();
            }
        }
    }

    // Which measures and slices there are is known only once all samples were seen.
    private static async Task<(IReadOnlyList<string> Measures, IReadOnlyList<string> Slices)> ColumnsAsync(ReportedRun report, CancellationToken cancellationToken)
    {
        var (measures, slices) = (new List<string>(), new List<string>());
        foreach (var cell in report.Run.Cells)
        {
            await foreach (var sample in report.ReadAsync(cell, texts: false, cancellationToken))
            {
                Add(measures, sample.Measures.Keys);
                Add(slices, sample.Slices.Keys);
            }
        }

        return (measures, slices);
    }

    private static void Add(List<string> names, IEnumerable<string> more) => names.AddRange(more.Except(names, StringComparer.Ordinal).ToList());

    private static string Named(string measure) => Fixed.Contains(measure) ? $"measure:{measure}" : measure;

    private static void Row(CsvWriter csv, ReportedRun report, StoredCell cell, SampleResult sample, IReadOnlyList<string> measures, IReadOnlyList<string> slices)
    {
        csv.WriteField(report.Run.Id);
        Text(csv, cell.CandidateId);
        Text(csv, cell.SuiteName);
        Text(csv, cell.SuiteVersion);
        Text(csv, sample.SampleId);
        csv.WriteField(sample.Ordinal);
        csv.WriteField(sample.Epoch);
        csv.WriteField(RunWords.Key(sample.Outcome));
        Text(csv, sample.Reason);
        foreach (var measure in measures)
        {
            csv.WriteField(sample.Measures.TryGetValue(measure, out var value) && double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "");
        }

        foreach (var slice in slices)
        {
            Text(csv, sample.Slices.GetValueOrDefault(slice));
        }

        Text(csv, sample.Cluster);
        csv.WriteField(sample.InputTokens);
        csv.WriteField(sample.OutputTokens);
        csv.WriteField(sample.DurationMs.ToString("0.###", CultureInfo.InvariantCulture));
        csv.WriteField(sample.Cached ? "true" : "false");
        csv.WriteField(sample.CostMicroUsd is { } cost ? (cost / 1e6m).ToString(CultureInfo.InvariantCulture) : "");
        Text(csv, cell.Filter);
        if (report.Texts)
        {
            Text(csv, sample.Prompt);
            Text(csv, sample.Answer);
            Text(csv, sample.Target);
        }
    }

    private static void Text(CsvWriter csv, string? text) => csv.WriteField(SpreadsheetText.Inert(text ?? ""));
}
