using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Eval.Core.Running;

namespace Eval.Core.Reports.Html;

/// <summary>
/// The samples of a run as data in the page, listed by its script. Where a run has more of them or longer texts than a page should hold, those that
/// are not right come first and long texts lose their middle; the page says so.
/// </summary>
internal static class SampleSection
{
    private const int FlushedAt = 1 << 16;

    private static readonly JsonWriterOptions Inert = new() { Encoder = JavaScriptEncoder.Create(Readable()), SkipValidation = true };

    public static async Task WriteAsync(StreamWriter target, ReportedRun report, CancellationToken cancellationToken)
    {
        var choice = await SampleChoice.OfAsync(report, cancellationToken);
        if (choice.Stored == 0)
        {
            return;
        }

        var html = new HtmlWriter(target);
        html.Line($"""<section aria-labelledby="samples" id="list"><h2 id="samples">Samples</h2>""");
        foreach (var remark in Remarks(report, choice))
        {
            html.Line($"""<p class="quiet">{remark}</p>""");
        }

        html.Line($"""<noscript><p class="warn">The list of samples needs JavaScript.</p></noscript><div id="samples-view"></div></section>""");
        html.Write($"""<script type="application/json" id="data">""");
        await target.FlushAsync(cancellationToken);
        await DataAsync(target.BaseStream, report, choice, cancellationToken);
        html.Line($"""</script>""");
    }

    private static IEnumerable<string> Remarks(ReportedRun report, SampleChoice choice)
    {
        if (choice.Taken < choice.Stored)
        {
            yield return $"This page holds {Figures.Count(choice.Taken)} of {Figures.Count(choice.Stored)} samples, those that are not right before the others.";
        }

        if (choice.TextLimit < SampleChoice.LongestText)
        {
            yield return $"Texts of more than {Figures.Count(choice.TextLimit)} characters have lost their middle to keep the page small.";
        }

        if (!report.Texts)
        {
            yield return "Prompts, answers and targets were left out.";
        }
    }

    private static async Task DataAsync(Stream target, ReportedRun report, SampleChoice choice, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(target, Inert);
        json.WriteStartObject();
        json.WriteStartArray("outcomes");
        Array.ForEach(Enum.GetValues<SampleOutcome>(), o => json.WriteStringValue(RunWords.Word(o).Replace("errors", "error")));
        json.WriteEndArray();
        json.WriteStartArray("cells");
        foreach (var cell in report.Run.Cells)
        {
            json.WriteStartObject();
            json.WriteString("candidate", TerminalText.OneLine(cell.CandidateId));
            json.WriteString("suite", TerminalText.OneLine(cell.SuiteName));
            json.WriteNumber("epochs", cell.Epochs);
            if (ScoredBy.Of(cell) is { } by)
            {
                json.WriteString("metric", by.MetricId);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        var writer = new SampleRows(json, choice.TextLimit);
        for (var i = 0; i < report.Run.Cells.Count; i++)
        {
            var cell = report.Run.Cells[i];
            var by = ScoredBy.Of(cell);
            await foreach (var sample in choice.ReadAsync(report, cell, texts: true, cancellationToken))
            {
                writer.Write(i, by, sample, cell.SuiteName);
                if (json.BytesPending > FlushedAt)
                {
                    await json.FlushAsync(cancellationToken);
                }
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    // < > & and quotes are escaped, so that no text can end the element that holds the data; signs that turn the reading direction round too.
    private static TextEncoderSettings Readable()
    {
        var settings = new TextEncoderSettings(UnicodeRanges.All);
        settings.ForbidCharacters('\u061c', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069', '\ufeff');
        return settings;
    }
}
