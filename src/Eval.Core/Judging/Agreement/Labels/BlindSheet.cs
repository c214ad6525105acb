using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Eval.Core.Reports;
using Eval.Core.Running;
using Eval.Core.Statistics;

namespace Eval.Core.Judging.Agreement.Labels;

/// <summary>
/// Answers of a run as a sheet that people label without knowing who answered or what a judge said: ids tell nothing, rows are in an order drawn from the seed, and
/// no cell is a formula. The ids lead back to the answers.
/// </summary>
public static class BlindSheet
{
    /// <summary>Head of the column that people fill.</summary>
    public const string LabelColumn = "label";

    /// <summary>Id of an answer on the sheet: the same each time, and without any name in it.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="cellId">The cell.</param>
    /// <param name="sample">The sample.</param>
    public static string IdOf(long runId, long cellId, SampleResult sample) => "a" + ContentHash.Of(
        "blind-1", runId.ToString(CultureInfo.InvariantCulture), cellId.ToString(CultureInfo.InvariantCulture),
        sample.Ordinal.ToString(CultureInfo.InvariantCulture), sample.Epoch.ToString(CultureInfo.InvariantCulture))[..16];

    /// <summary>Writes the sheet.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="answers">The answers with their ids.</param>
    /// <param name="seed">The seed of their order.</param>
    public static void Write(TextWriter writer, IReadOnlyList<BlindAnswer> answers, int seed)
    {
        BlindAnswer[] shuffled = [.. answers.OrderBy(a => a.Id, StringComparer.Ordinal)];
        SeededRandom.For(seed, "blind sheet").Shuffle<BlindAnswer>(shuffled);
        var references = shuffled.Any(a => a.Reference is not null);
        using var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }, leaveOpen: true);
        foreach (var head in (string[])["id", LabelColumn, "question", "answer", .. references ? ["reference"] : Array.Empty<string>()])
        {
            csv.WriteField(head);
        }

        foreach (var answer in shuffled)
        {
            csv.NextRecord();
            csv.WriteField(answer.Id);
            csv.WriteField("");
            csv.WriteField(SpreadsheetText.Inert(answer.Question));
            csv.WriteField(SpreadsheetText.Inert(answer.Answer));
            if (references)
            {
                csv.WriteField(SpreadsheetText.Inert(answer.Reference ?? ""));
            }
        }

        csv.NextRecord();
    }
}

/// <summary>An answer on a blind sheet.</summary>
/// <param name="Id">Its id; see <see cref="BlindSheet.IdOf"/>.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="Reference">A right answer, or null.</param>
public sealed record BlindAnswer(string Id, string Question, string Answer, string? Reference);
