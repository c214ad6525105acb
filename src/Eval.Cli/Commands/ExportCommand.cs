using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary><c>export</c>: a stored run as files: reports for people, tables for programs, an archive that <c>compare</c> and <c>gate</c> read elsewhere.</summary>
internal static class ExportCommand
{
    private static readonly Option<string?> Run = new("--run")
    {
        HelpName = "RUN",
        Description = "Number or name of a run [default: the newest]",
    };

    private static readonly ReportOptions Reports = new("export", Enum.GetValues<ReportFormat>(), toStandardOutput: true);
    private static readonly Option<string[]> Suites = OptionKinds.Many("--suite", ["-s"], "NAME", "Only these suites (names or quoted wildcards)");
    private static readonly Option<string[]> Candidates = OptionKinds.Many("--candidate", ["-m", "--model"], "ID", "Only these candidates (ids or quoted wildcards)");
    private static readonly Option<bool> Slices = OptionKinds.Flag("--slices", [], "In Markdown: also every metric slice by slice (the page and the archive have them always)");
    private static readonly Option<bool> NoTexts = OptionKinds.Flag("--no-texts", [], "Leave out prompts, answers and targets; comparisons work without them");

    public static Command Create() => new EvalCommand("export", "Write a stored run to files: HTML, Markdown, CSV, JSON, JUnit, or an archive")
    {
        Details = "The archive (.jsonl, .jsonl.gz) holds the run, every sample and a SHA-256 over both, and is read by compare and gate without a database: commit it, or keep it as an artifact of CI. "
            + "The page (.html) needs no network and no other file. No key is ever in a file; prompts and answers are, unless --no-texts is given.",
        Examples =
        [
            new("export --run 12 -o report.html -o report.md", "run 12 as a page, and for a pull request"),
            new("export --run 12 -o baseline.jsonl.gz", "run 12 as an archive, for compare and gate"),
            new("export -m tiny-medium --no-texts -o baseline.jsonl.gz", "one candidate of the newest run, scores without texts"),
            new("export --format csv > samples.csv", "every sample of the newest run, for a spreadsheet"),
        ],
        Options = { Run, Reports.Output, Reports.Format, Suites, Candidates, Slices, NoTexts },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var files = Reports.Read(context);
        if (files.IsEmpty)
        {
            throw new EvalConfigurationException(null, "--output names no file", "add -o report.html, or --format NAME for standard output");
        }

        await using var database = await Composition.OpenForReadingAsync(context, cancellationToken);
        var run = await StoredRuns.FindAsync(database, parse.GetValue(Run), context, cancellationToken);
        var chosen = run with { Cells = Choose(run, parse) };
        if (chosen.Cells.All(c => c.StoredSamples == 0))
        {
            throw new EvalConfigurationException(null, $"run {run.Id} has no stored sample to export", $"see: {context.Command($"show {run.Id}")}");
        }

        var report = RunReports.Of(chosen, database, context) with { Texts = !parse.GetValue(NoTexts), Slices = parse.GetValue(Slices) };
        var written = await files.WriteAsync((stream, format) => RunReportWriter.WriteAsync(stream, report, format, cancellationToken));
        Tell(context, report, written);
        return ExitCodes.Done;
    }

    private static void Tell(CommandContext context, ReportedRun report, IReadOnlyList<WrittenReport> written)
    {
        var run = report.Run;
        var samples = run.Cells.Sum(c => c.StoredSamples);
        if (context.Json)
        {
            JsonOutput.Write(
                context.Surroundings.Out,
                new ExportDocument(
                    1, run.Id, run.Cells.Count, samples, report.Texts,
                    [.. written.Select(w => new ExportedFileEntry(w.Path!, ReportFormats.NameOf(w.Format), w.Bytes, w.Sha256!))]),
                DocumentContext.Default.ExportDocument);
            return;
        }

        foreach (var file in written.Where(w => w.Path is not null))
        {
            context.Surroundings.Out.WriteLine(TerminalText.OneLine(
                $"run {run.Id}: {Figures.Count(samples)} samples in {ReportFiles.Words(file, context)}{(file.Format == ReportFormat.Archive ? $", sha256 {file.Sha256![..12]}…" : "")}"));
        }

        if (run.Status != RunStatus.Finished)
        {
            context.Hint($"the run is not finished ({RunWords.Word(run.Status)}): what is missing lowers the coverage of every comparison");
        }

        if (run.Cells.Any(c => c.SuiteKind == "arena") && written.Any(w => w is { Format: ReportFormat.Archive, Path: not null }))
        {
            context.Hint($"battles and votes are not in it, only answers and ratings: {context.Command($"rate {run.Id} --export-battles battles.csv")}");
        }

        if (written.FirstOrDefault(w => w is { Format: ReportFormat.Archive, Path: not null }) is { Path: { } archive })
        {
            var name = Invocation.Quote(ShortPath.Of(archive, context.Surroundings.CurrentDirectory));
            context.Hint($"to compare with it: {context.Command($"compare {name} CANDIDATE")}");
        }
    }

    private static IReadOnlyList<StoredCell> Choose(StoredRun run, ParseResult parse)
    {
        var candidates = NameFilter.Choose("candidate of this run", [.. run.Cells.Select(c => c.CandidateId).Distinct()], parse.GetValue(Candidates) ?? []);
        var suites = NameFilter.Choose("suite of this run", [.. run.Cells.Select(c => c.SuiteName).Distinct()], parse.GetValue(Suites) ?? []);
        return [.. run.Cells.Where(c => candidates.Contains(c.CandidateId) && suites.Contains(c.SuiteName))];
    }
}
