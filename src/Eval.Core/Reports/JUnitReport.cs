using System.Globalization;
using System.Text;
using System.Xml;
using Eval.Core.Running;

namespace Eval.Core.Reports;

/// <summary>
/// A suite of tests for each candidate and suite, one test a sample: what scored 0 is a failure, what the infrastructure broke is an error, what was
/// never asked is skipped. Suites without right and wrong pass where they were answered. A cell that was not asked to its end has an error of its own:
/// a run that was stopped must not look as if it had gone well.
/// </summary>
internal static class JUnitReport
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static async Task WriteAsync(Stream target, ReportedRun report, CancellationToken cancellationToken)
    {
        var counts = new List<Counts>();
        foreach (var cell in report.Run.Cells)
        {
            counts.Add(await CountAsync(report, cell, cancellationToken));
        }

        await using var xml = XmlWriter.Create(target, new XmlWriterSettings { Indent = true, Encoding = Utf8, Async = true });
        await xml.WriteStartDocumentAsync();
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", Text($"run {report.Run.Id}{(report.Run.Name is { } name ? $" {name}" : "")}"));
        Attributes(xml, counts.Aggregate(default(Counts), (sum, c) => sum + c));
        foreach (var (cell, count) in report.Run.Cells.Zip(counts))
        {
            await SuiteAsync(xml, report, cell, count, cancellationToken);
            await xml.FlushAsync();
        }

        await xml.WriteEndElementAsync();
        await xml.WriteEndDocumentAsync();
    }

    // The counts stand before the tests, so the samples are read twice rather than kept.
    private static async Task<Counts> CountAsync(ReportedRun report, StoredCell cell, CancellationToken cancellationToken)
    {
        var by = ScoredBy.Of(cell);
        var counts = new Counts(cell.SkipReason is null ? 0 : 1, 0, 0, cell.SkipReason is null ? 0 : 1, 0);
        counts += Incomplete(report.Run, cell) is null ? default : new Counts(1, 0, 1, 0, 0);
        await foreach (var sample in report.ReadAsync(cell, texts: false, cancellationToken))
        {
            var worth = ScoredBy.WorthOf(by, sample);
            counts += new Counts(
                1, worth == SampleWorth.Wrong ? 1 : 0, sample.Outcome.IsError() ? 1 : 0, sample.Outcome == SampleOutcome.Skipped ? 1 : 0, sample.DurationMs);
        }

        return counts;
    }

    private static async Task SuiteAsync(XmlWriter xml, ReportedRun report, StoredCell cell, Counts counts, CancellationToken cancellationToken)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Text($"{cell.SuiteName} / {cell.CandidateId}"));
        Attributes(xml, counts);
        xml.WriteAttributeString("timestamp", report.Run.CreatedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        Properties(xml, report, cell);
        if (cell.SkipReason is { } reason)
        {
            Case(xml, cell, "skipped as a whole", 0);
            Outcome(xml, "skipped", reason, null, null);
            xml.WriteEndElement();
        }

        if (Incomplete(report.Run, cell) is { } missing)
        {
            Case(xml, cell, "incomplete", 0);
            Outcome(xml, "error", missing, "incomplete", null);
            xml.WriteEndElement();
        }

        var by = ScoredBy.Of(cell);
        await foreach (var sample in report.ReadAsync(cell, texts: true, cancellationToken))
        {
            Case(xml, cell, sample.SampleId + (cell.Epochs > 1 ? $" #{sample.Epoch + 1}" : ""), sample.DurationMs);
            Result(xml, by, sample);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    // Another tool's results may hold no samples at all; whether it ended, its run says.
    private static string? Incomplete(StoredRun run, StoredCell cell)
    {
        var planned = (long)cell.Planned * cell.Epochs;
        return cell.SkipReason is not null || cell.StoredSamples >= planned || run is { Import.IsForeign: true, Status: RunStatus.Finished } ? null
            : $"{Figures.Count(cell.StoredSamples)} of {Figures.Count(planned)} samples were asked; the run: {RunWords.Word(run.Status)}{(run.Note is { } note ? $" ({note})" : "")}";
    }

    private static void Properties(XmlWriter xml, ReportedRun report, StoredCell cell)
    {
        xml.WriteStartElement("properties");
        Property(xml, "run", report.Run.Id.ToString(CultureInfo.InvariantCulture));
        Property(xml, "candidate", cell.CandidateId);
        Property(xml, "suite", $"{cell.SuiteName} {cell.SuiteVersion}");
        Property(xml, "status", RunWords.Word(report.Run.Status));
        if (cell.SkipReason is null)
        {
            var planned = (long)cell.Planned * cell.Epochs;
            Property(xml, "coverage", Figures.Percent(planned == 0 ? 1 : (double)cell.Outcomes.Where(o => o.Key.IsScored()).Sum(o => (long)o.Value) / planned));
        }

        if (cell.Filter is { } filter)
        {
            Property(xml, "filter", RunWords.Selected(filter));
        }

        if (report.Run.Import is { } import)
        {
            Property(xml, "source", $"{import.ToolName}: {import.File} (sha256 {import.Sha256})");
        }

        foreach (var estimate in cell.Estimates.Where(e => e.Slice is null))
        {
            var format = MetricNames.FormatOf(estimate.MetricId);
            Property(xml, estimate.MetricId, $"{Figures.Value(estimate, format)} ({Figures.Interval(estimate, format)}), n {estimate.N}");
        }

        xml.WriteEndElement();
    }

    private static void Property(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        xml.WriteAttributeString("name", Text(name));
        xml.WriteAttributeString("value", Text(value));
        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, StoredCell cell, string name, double milliseconds)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Text($"{cell.SuiteName}.{cell.CandidateId}"));
        xml.WriteAttributeString("name", Text(name));
        xml.WriteAttributeString("time", Seconds(milliseconds));
    }

    private static void Result(XmlWriter xml, ScoredBy? by, SampleResult sample)
    {
        if (sample.Outcome == SampleOutcome.Skipped)
        {
            Outcome(xml, "skipped", sample.Reason ?? "skipped", null, null);
        }
        else if (sample.Outcome.IsError())
        {
            Outcome(xml, "error", sample.Reason ?? RunWords.Word(sample.Outcome), RunWords.Key(sample.Outcome), null);
        }
        else if (ScoredBy.WorthOf(by, sample) == SampleWorth.Wrong)
        {
            var why = sample.Outcome == SampleOutcome.Completed ? "wrong answer" : RunWords.Word(sample.Outcome) + (sample.Reason is { } reason ? $": {reason}" : "");
            var texts = new[] { ("prompt", sample.Prompt), ("answer", sample.Answer), ("target", sample.Target) }
                .Where(t => !string.IsNullOrEmpty(t.Item2)).Select(t => $"{t.Item1}: {Excerpt.Of(t.Item2!, full: false)}");
            Outcome(xml, "failure", why, RunWords.Key(sample.Outcome), string.Join('\n', texts));
        }
    }

    private static void Outcome(XmlWriter xml, string element, string message, string? type, string? content)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("message", Text(message));
        if (type is not null)
        {
            xml.WriteAttributeString("type", type);
        }

        xml.WriteString(content is null ? "" : Characters(TerminalText.Lines(content)));
        xml.WriteEndElement();
    }

    private static void Attributes(XmlWriter xml, Counts counts)
    {
        xml.WriteAttributeString("tests", counts.Tests.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", counts.Failures.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("errors", counts.Errors.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("skipped", counts.Skipped.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("time", Seconds(counts.Milliseconds));
    }

    private static string Seconds(double milliseconds) => (milliseconds / 1000).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Text(string text) => Characters(TerminalText.OneLine(text));

    // XML has neither these two nor halves of surrogate pairs; control characters are visible escapes already.
    private static string Characters(string text) => string.Concat(text.EnumerateRunes().Where(r => r.Value is not (0xfffe or 0xffff)));

    private readonly record struct Counts(long Tests, long Failures, long Errors, long Skipped, double Milliseconds)
    {
        public static Counts operator +(Counts a, Counts b) =>
            new(a.Tests + b.Tests, a.Failures + b.Failures, a.Errors + b.Errors, a.Skipped + b.Skipped, a.Milliseconds + b.Milliseconds);
    }
}
