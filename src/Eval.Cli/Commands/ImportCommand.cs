using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Imports;
using Eval.Cli.Progress;
using Eval.Core.Imports;
using Eval.Core.Workspaces;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Cli.Commands;

/// <summary><c>import</c>: results and suites of other tools, and archives of this one.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> Source = new("path")
    {
        HelpName = "PATH",
        Description = "A file or folder that promptfoo, openai/evals, lm-evaluation-harness, inspect or export wrote",
    };

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        HelpName = "FOLDER",
        Description = "Where suites go [default: imported/NAME]; results go to the database",
    };

    private static readonly Option<string?> From = OptionKinds.Text("--from", "TOOL", "Read it as a file of this tool [default: told by its content]");
    private static readonly Option<string?> Name = OptionKinds.Text("--name", "NAME", "A name for the run [default: the one it had]");
    private static readonly Option<bool> Force = OptionKinds.Flag("--force", [], "Take the same results a second time; write over files that are there");
    private static readonly Option<bool> DryRun = OptionKinds.Flag("--dry-run", [], "Say what would be taken and what not, and take nothing");

    public static Command Create() => new EvalCommand("import", "Take in results and suites of other tools, and archives of runs")
    {
        Details = "Results become a run of their own: show, samples, compare and export work on it. Its metrics keep the tool's names behind the tool's "
            + "prefix (promptfoo:score) and are compared only with results of the same tool on the same data. Suites and settings become files in a "
            + "new folder; what has no counterpart here is listed with file, line and reason.",
        Examples =
        [
            new("import results.json", "what promptfoo eval -o results.json wrote, as a run"),
            new("import promptfooconfig.yaml -o capitals-evals", "a promptfoo configuration as a workspace"),
            new("import samples.jsonl --from openai-evals -o capitals", "rows of openai/evals as a suite"),
            new("import baseline.jsonl.gz --name baseline", "a run that export wrote elsewhere"),
            new("import results.json --dry-run", "what is in a file"),
        ],
        Arguments = { Source },
        Options = { Output, From, Name, Force, DryRun },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var here = context.Surroundings.CurrentDirectory;
        var source = ImportSource.Open(Path.GetFullPath(parse.GetValue(Source)!, here));
        var (format, what) = ImportFormats.Find(source, parse.GetValue(From));
        var content = RepeatedRuns.Once(await PatienceNotice.WhileAsync(
            context, $"still reading {source.Name} (Ctrl-C stops)", Task.Run(() => format.ReadAsync(source, cancellationToken), cancellationToken)));
        if (parse.GetValue(Name) is { } name)
        {
            content = content with { Runs = Named(content.Runs, name) };
        }

        var folder = content.Files.Count == 0 ? null : new ImportFolder(Path.GetFullPath(
            parse.GetValue(Output) ?? Path.Combine("imported", Path.GetFileNameWithoutExtension(source.Name)), here));
        var dryRun = parse.GetValue(DryRun);
        folder?.Check(content.Files, parse.GetValue(Force));
        var ids = dryRun ? [] : await StoreAsync(context, source, content, cancellationToken);
        var files = folder is null ? [] : dryRun ? folder.Names(content.Files) : await folder.WriteAsync(content.Files, cancellationToken);
        var report = new ImportReport(context, source, format, what, content, dryRun);
        await report.WriteAsync(ids, folder?.Path, files, cancellationToken);
        return content.Runs.Count + content.Files.Count > 0 ? ExitCodes.Done : ExitCodes.Usage;
    }

    private static IReadOnlyList<ImportedRun> Named(IReadOnlyList<ImportedRun> runs, string name) =>
        [.. runs.Select((r, i) => r with { Name = runs.Count == 1 ? name : $"{name}-{i + 1}" })];

    private static async Task<IReadOnlyList<long>> StoreAsync(
        CommandContext context, ImportSource source, ImportedContent content, CancellationToken cancellationToken)
    {
        if (content.Runs.Count == 0)
        {
            return [];
        }

        await using var database = await EvalDatabase.OpenAsync(
            new EvalDatabaseOptions { Path = context.DatabaseFile, Mode = OpenMode.ReadWrite, Time = context.Surroundings.Clock }, cancellationToken);
        var runs = context.Parse.GetValue(Force) ? content.Runs : await NewOnesAsync(context, database, content.Runs, cancellationToken);
        var ids = new List<long>();
        var display = new ImportDisplay(context, source.Name, runs.Count);
        try
        {
            foreach (var run in runs)
            {
                display.Next();
                ids.Add(await database.Imports.WriteAsync(run, display, cancellationToken));
            }
        }
        finally
        {
            display.End();
        }

        return ids;
    }

    // Of a folder that has grown only what is new is taken; where nothing is new, that is a mistake to be told.
    private static async Task<IReadOnlyList<ImportedRun>> NewOnesAsync(
        CommandContext context, EvalDatabase database, IReadOnlyList<ImportedRun> runs, CancellationToken cancellationToken)
    {
        var fresh = new List<ImportedRun>();
        var known = new List<ConfigProblem>();
        foreach (var run in runs)
        {
            if (await database.Imports.FindAsync(run, cancellationToken) is { } before)
            {
                known.Add(new ConfigProblem(
                    null, $"the results in {run.Origin.File} were imported before: run {before}",
                    $"see: {context.Command($"show {before}")}; --force takes them once more"));
            }
            else
            {
                fresh.Add(run);
            }
        }

        if (fresh.Count == 0)
        {
            throw new EvalConfigurationException(known);
        }

        known.ForEach(k => context.Hint(k.Message));
        return fresh;
    }
}
