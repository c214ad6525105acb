using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Storage;
using Eval.Storage.Queries;
using Spectre.Console;

namespace Eval.Cli.Commands;

/// <summary><c>show</c>: the results of a stored run, or the list of runs.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string?> Run = new("run")
    {
        HelpName = "RUN",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Number or name of a run [default: the newest]",
    };

    private static readonly Option<bool> List = OptionKinds.Flag("--list", ["-l"], "List the stored runs, the newest first");
    private static readonly Option<bool> Slices = OptionKinds.Flag("--slices", [], "Also show every metric slice by slice");
    private static readonly Option<int?> Limit = OptionKinds.Whole("--limit", ["-n"], "N", "With --list: at most this many runs [default: 20]", min: 1);

    private static readonly Option<string?> Name = OptionKinds.Text("--name", "NAME", "With --list: only runs of this name (or quoted wildcard)");
    private static readonly Option<string[]> Tags = OptionKinds.Many("--tag", [], "KEY=VALUE", "With --list: only runs with this tag; KEY alone takes any value");
    private static readonly Option<string?> Candidate = OptionKinds.Text("--candidate", "ID", "With --list: only runs of this candidate (or quoted wildcard)", "-m", "--model");
    private static readonly Option<string?> Suite = OptionKinds.Text("--suite", "NAME", "With --list: only runs of this suite (or quoted wildcard)", "-s");
    private static readonly Option<string?> Status = OptionKinds.Choice("--status", "With --list: only runs that stand so", [.. Enum.GetNames<RunStatus>().Select(s => s.ToLowerInvariant())]);

    private static readonly Option[] OnlyForLists = [Name, Tags, Candidate, Suite, Status];
    private static readonly ReportOptions Reports = new("show", Enum.GetValues<ReportFormat>(), toStandardOutput: true);
    private static readonly Option<bool> Markdown = OptionKinds.Flag("--markdown", [], "Write Markdown, for a pull request");

    public static Command Create() => new EvalCommand("show", "Show the results of a stored run")
    {
        Examples =
        [
            new("show", "the newest run"),
            new("show 12 --slices", "run 12, slice by slice"),
            new("show --list", "the stored runs"),
            new("show --list --tag branch=main --candidate 'tiny-*'", "those with a tag, of some candidates"),
            new("show 12 --markdown", "for a pull request"),
            new("show 12 -o report.html", "as a page with charts and every sample"),
            new("show --json > run.json", "everything that is known of a run"),
        ],
        Arguments = { Run },
        Options = { List, Slices, Limit, Name, Tags, Candidate, Suite, Status, Markdown, Reports.Output, Reports.Format },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        RejectListOptions(context.Parse);
        var files = Files(context);
        await using var database = await Composition.OpenForReadingAsync(context, cancellationToken);
        if (context.Parse.GetValue(List))
        {
            return await ListAsync(context, database, cancellationToken);
        }

        var run = await StoredRuns.FindAsync(database, context.Parse.GetValue(Run), context, cancellationToken);
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, RunDocument.Of(run, database.Path), DocumentContext.Default.RunDocument);
        }
        else if (context.Parse.GetValue(Markdown))
        {
            context.Surroundings.Out.Write(RunMarkdown.Of(run, context.Parse.GetValue(Slices)));
        }
        else if (!files.ToStandardOutput)
        {
            RunReport.Write(context.Out, run, context.Parse.GetValue(Slices));
            foreach (var line in await JudgeLines.OfAsync(database, run, cancellationToken))
            {
                context.Out.WriteLine(TerminalText.OneLine(line));
            }
        }

        var report = RunReports.Of(run, database, context) with { Slices = context.Parse.GetValue(Slices) };
        RunReports.Tell(await files.WriteAsync((stream, format) => RunReportWriter.WriteAsync(stream, report, format, cancellationToken)), context);
        return ExitCodes.Done;
    }

    private static async Task<int> ListAsync(CommandContext context, EvalDatabase database, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var filter = new RunListFilter
        {
            Name = parse.GetValue(Name),
            Tags = (parse.GetValue(Tags) ?? []).Select(t => t.Split('=', 2, StringSplitOptions.TrimEntries))
                .DistinctBy(t => t[0], StringComparer.Ordinal).ToDictionary(t => t[0], t => t.ElementAtOrDefault(1), StringComparer.Ordinal),
            Candidate = parse.GetValue(Candidate),
            Suite = parse.GetValue(Suite),
            Status = parse.GetValue(Status) is { } status ? Enum.Parse<RunStatus>(status, ignoreCase: true) : null,
        };
        var runs = await database.RunQueries.ListAsync(filter, 0, parse.GetValue(Limit) ?? 20, cancellationToken);
        var isFiltered = OnlyForLists.Any(o => parse.GetResult(o) is { Implicit: false });
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, RunListDocument.Of(runs, database.Path), DocumentContext.Default.RunListDocument);
        }
        else if (runs.Count > 0)
        {
            RunListReport.Write(context.Out, runs);
        }
        else
        {
            (isFiltered ? context.Surroundings.Error : context.Surroundings.Out).WriteLine(isFiltered ? "no stored run matches" : "no run is stored yet");
        }

        // A filter that lets nothing through is more often a slip than an answer: scripts must notice.
        return runs.Count > 0 || !isFiltered ? ExitCodes.Done : ExitCodes.Usage;
    }

    private static void RejectListOptions(ParseResult parse)
    {
        if (!parse.GetValue(List) && OnlyForLists.FirstOrDefault(o => parse.GetResult(o) is { Implicit: false }) is { } option)
        {
            throw new EvalConfigurationException(null, $"{option.Name} chooses from the list of runs", "give it with --list");
        }
    }

    private static ReportFiles Files(CommandContext context)
    {
        var files = Reports.Read(context);
        var markdown = context.Parse.GetValue(Markdown);
        return (markdown || !files.IsEmpty) && context.Parse.GetValue(List)
                ? throw new EvalConfigurationException(null, "a report is of one run, and --list shows many", "name the run: show RUN -o FILE")
            : markdown && (context.Json || files.ToStandardOutput)
                ? throw new EvalConfigurationException(null, "--markdown and --json or --format are forms of one result: choose one")
            : files;
    }
}
