using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Eval.Core.Reports.Documents;

namespace Eval.Core.Reports;

/// <summary>A comparison as a table: one row a metric, or a slice of it.</summary>
internal static class ComparisonCsv
{
    private static readonly string[] Columns =
    [
        "suite", "oldRun", "oldCandidate", "newRun", "newCandidate", "metric", "slice", "verdict", "old", "new", "difference", "low", "high", "standardError",
        "method", "pValue", "adjustedPValue", "correlation", "detectableEffect", "n", "planned", "coverage", "logarithmic", "oldFilter", "newFilter",
    ];

    public static async Task WriteAsync(Stream target, CompareDocument comparison)
    {
        await using var text = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n", InjectionOptions = InjectionOptions.None });
        Row(csv, Columns);
        foreach (var cells in comparison.Comparisons)
        {
            foreach (var score in cells.Metrics)
            {
                Row(csv, [
                    SpreadsheetText.Inert(cells.Suite), Number(cells.Old.RunId), SpreadsheetText.Inert(cells.Old.Candidate), Number(cells.New.RunId),
                    SpreadsheetText.Inert(cells.New.Candidate), SpreadsheetText.Inert(score.Metric), SpreadsheetText.Inert(score.Slice ?? ""), score.Verdict, Number(score.Old),
                    Number(score.New), Number(score.Difference), Number(score.Low), Number(score.High), Number(score.StandardError), score.Method,
                    Number(score.PValue), Number(score.AdjustedPValue), Number(score.Correlation), Number(score.DetectableEffect), Number(score.N),
                    Number(score.Planned), Number(score.Coverage), score.Logarithmic ? "true" : "false", SpreadsheetText.Inert(cells.Old.Filter ?? ""),
                    SpreadsheetText.Inert(cells.New.Filter ?? "")]);
            }
        }
    }

    private static void Row(CsvWriter csv, IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            csv.WriteField(field);
        }

        csv.NextRecord();
    }

    private static string Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
