using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Eval.Cli.Rendering;

/// <summary>Ratings as a table: one row a model. A name that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
internal static class RatingCsv
{
    private static readonly string[] Columns =
    [
        "board", "category", "model", "state", "rating", "low", "high", "standardError", "resampledStandardError", "rankLow", "rankHigh", "pBest", "expectedScore", "battles", "wins",
        "losses", "ties", "bothBad", "method",
    ];

    public static async Task WriteAsync(Stream target, RatingSheet sheet)
    {
        await using var text = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n", InjectionOptions = InjectionOptions.None });
        Row(csv, Columns);
        foreach (var (section, board) in sheet.Sections.Select((s, i) => (s, i + 1)))
        {
            foreach (var (row, resampled) in section.Rows.Select((r, i) => (r, section.Resampled?.StandardErrors[i])))
            {
                Row(csv, [
                    Number(board), Inert(section.Category ?? ""), Inert(row.Name), RatingFigures.StateWord(row.State), Number(row.Rating), Number(row.Low), Number(row.High),
                    Number(row.StandardError), Number(resampled), Number(row.BestRank), Number(row.WorstRank), Number(row.BestProbability), Number(row.ExpectedScore), Number(row.Battles),
                    Number(row.Wins), Number(row.Losses), Number(row.Ties), Number(row.BothBad), sheet.Method]);
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

    private static string Number(double? number) => number is { } n && double.IsFinite(n) ? n.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Inert(string text) => SpreadsheetText.Inert(text);
}
