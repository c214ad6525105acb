using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Archives;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary><c>export</c>: a stored run as a file that <c>compare</c> and <c>gate</c> read elsewhere.</summary>
internal static class ExportCommand
{
    private static readonly Option<string?> Run = new("--run")
    {
        HelpName = "RUN",
        Description = "Number or name of a run [default: the newest]",
    };

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Where to write; compressed where the name ends in .gz",
        Required = true,
    };

    private static readonly Option<string[]> Suites = OptionKinds.Many("--suite", ["-s"], "NAME", "Only these suites (names or quoted wildcards)");
    private static readonly Option<string[]> Candidates = OptionKinds.Many("--candidate", ["-m", "--model"], "ID", "Only these candidates (ids or quoted wildcards)");
    private static readonly Option<bool> NoTexts = OptionKinds.Flag("--no-texts", [], "Leave out prompts, answers and targets; comparisons work without them");

    public static Command Create() => new EvalCommand("export", "Write a stored run to a file that compare and gate read elsewhere")
    {
        Details = "The file holds the run, every sample and a SHA-256 over both. It needs no database: commit it, or keep it as an artifact of CI. "
            + "No key is ever in it; prompts and answers are, unless --no-texts is given.",
        Examples =
        [
            new("export --run 12 -o baseline.jsonl.gz", "run 12, whole"),
            new("export -m tiny-medium --no-texts -o baseline.jsonl.gz", "one candidate of the newest run, scores without texts"),
        ],
        Options = { Run, Output, Suites, Candidates, NoTexts },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        await using var database = await Composition.OpenForReadingAsync(context, cancellationToken);
        var run = await StoredRuns.FindAsync(database, parse.GetValue(Run), context, cancellationToken);
        var chosen = run with { Cells = Choose(run, parse) };
        if (chosen.Cells.All(c => c.StoredSamples == 0))
        {
            throw new EvalConfigurationException(null, $"run {run.Id} has no stored sample to export", $"see: {context.Command($"show {run.Id}")}");
        }

        var path = Path.GetFullPath(parse.GetValue(Output)!, context.Surroundings.CurrentDirectory);
        if (Directory.Exists(path))
        {
            throw new EvalConfigurationException(null, $"{parse.GetValue(Output)} is a folder", "-o needs the name of a file");
        }

        var content = await RunArchiveWriter.WriteAsync(path, chosen, database.Runs, texts: !parse.GetValue(NoTexts), cancellationToken);
        var bytes = new FileInfo(path).Length;
        if (context.Json)
        {
            JsonOutput.Write(
                context.Surroundings.Out,
                new ExportDocument(1, run.Id, path, chosen.Cells.Count, content.Samples, !parse.GetValue(NoTexts), bytes, content.Sha256),
                DocumentContext.Default.ExportDocument);
            return ExitCodes.Done;
        }

        var name = ShortPath.Of(path, context.Surroundings.CurrentDirectory);
        context.Surroundings.Out.WriteLine(TerminalText.OneLine(
            $"run {run.Id}: {Figures.Count(content.Samples)} samples, {Figures.Short(bytes)} bytes in {name}, sha256 {content.Sha256[..12]}…"));
        if (run.Status != RunStatus.Finished)
        {
            context.Hint($"the run is not finished ({RunWords.Word(run.Status)}): what is missing lowers the coverage of every comparison");
        }

        context.Hint($"to compare with it: {context.Command($"compare {Invocation.Quote(name)} CANDIDATE")}");
        return ExitCodes.Done;
    }

    private static IReadOnlyList<StoredCell> Choose(StoredRun run, ParseResult parse)
    {
        var candidates = NameFilter.Choose("candidate of this run", [.. run.Cells.Select(c => c.CandidateId).Distinct()], parse.GetValue(Candidates) ?? []);
        var suites = NameFilter.Choose("suite of this run", [.. run.Cells.Select(c => c.SuiteName).Distinct()], parse.GetValue(Suites) ?? []);
        return [.. run.Cells.Where(c => candidates.Contains(c.CandidateId) && suites.Contains(c.SuiteName))];
    }
}
