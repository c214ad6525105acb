using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Comparisons;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Service.Comparisons;

namespace Eval.Cli.Commands;

/// <summary><c>compare</c>: is the new one better? Paired on the samples that both answered.</summary>
internal static class CompareCommand
{
    private const int DefaultItems = 5;

    private static readonly Argument<string> Old = new("old")
    {
        HelpName = "OLD",
        Description = "A candidate (its fullest results), a run, RUN/CANDIDATE, or a file written by export",
    };

    private static readonly Argument<string> New = new("new") { HelpName = "NEW", Description = "What to compare with it, named in the same way" };
    private static readonly Option<string[]> Suites = OptionKinds.Many("--suite", ["-s"], "NAME", "Only these suites (names or quoted wildcards)");
    private static readonly Option<string[]> Metrics = OptionKinds.Many("--metric", [], "ID", "Only these metrics (ids or quoted wildcards)");
    private static readonly Option<bool> Slices = OptionKinds.Flag("--slices", [], "Also compare every metric slice by slice");
    private static readonly Option<bool> Items = OptionKinds.Flag("--items", [], "Also show the samples that broke, were fixed, or are wrong on both sides");
    private static readonly Option<int?> Limit = OptionKinds.Whole("--limit", ["-n"], "N", $"With --items: at most this many of each kind and suite [default: {DefaultItems}]", min: 1);
    private static readonly Option<bool> Full = OptionKinds.Flag("--full", [], "With --items: whole texts");
    private static readonly Option<bool> Markdown = OptionKinds.Flag("--markdown", [], "Write Markdown, for a pull request");

    private static readonly ReportOptions Reports = new("compare", ComparisonReportWriter.Formats, toStandardOutput: true);

    public static Command Create() => new EvalCommand("compare", "Compare two candidates or runs sample by sample")
    {
        Details = "Only what was asked alike is compared: where prompt, data or another key of a suite differs, it is refused and the key is named. "
            + "Failed requests lower the coverage and never a score.",
        Examples =
        [
            new("compare tiny-medium tiny-large", "two candidates, by their fullest results"),
            new("compare 11 12 --slices", "the same candidates in two runs, slice by slice"),
            new("compare 12/tiny-small 12/tiny-large --suite demo-facts --items -n 3", "with the samples that changed"),
            new("compare baseline.jsonl.gz tiny-large --markdown", "against an exported run, for a pull request"),
            new("compare tiny-medium tiny-large -o comparison.html", "as a page with charts"),
        ],
        Arguments = { Old, New },
        Options = { Suites, Metrics, Slices, Items, Limit, Full, Markdown, Reports.Output, Reports.Format },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var files = Reports.Read(context);
        if (parse.GetValue(Markdown) && (context.Json || files.ToStandardOutput))
        {
            throw new EvalConfigurationException(null, "--markdown and --json or --format are forms of one result: choose one");
        }

        await using var finder = new SideFinder(token => Composition.OpenForReadingAsync(context, token), context.Surroundings.CurrentDirectory);
        var old = await finder.FindAsync(parse.GetValue(Old)!, cancellationToken);
        var @new = await finder.FindAsync(parse.GetValue(New)!, cancellationToken);
        var sides = SidePairs.Of(old, @new);
        var suites = NameFilter.Choose("suite of both sides", [.. sides.Pairs.Select(p => p.New.Cell.SuiteName).Distinct()], parse.GetValue(Suites) ?? []);
        var pairings = new List<CellPairing>();
        foreach (var (a, b) in sides.Pairs.Where(p => suites.Contains(p.New.Cell.SuiteName)))
        {
            pairings.Add(await CellPairing.ReadAsync(a, b, null, cancellationToken));
        }

        pairings = Only(pairings, parse.GetValue(Metrics) ?? []);
        var comparison = Comparison.Of(pairings, parse.GetValue(Slices), @new.Cells[0].Run.Confidence);
        var most = parse.GetValue(Limit) ?? DefaultItems;
        var diffs = parse.GetValue(Items) ? await ItemDiffs.ReadAsync(pairings, most, parse.GetValue(Full), cancellationToken) : [];
        var unpaired = suites.Count == sides.Pairs.Select(p => p.New.Cell.SuiteName).Distinct().Count() ? sides.Unpaired : [];
        var report = new ReportedComparison(comparison, unpaired, diffs, context.Surroundings.Clock.GetUtcNow());
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, report.Document(), DocumentContext.Default.CompareDocument);
        }
        else if (parse.GetValue(Markdown))
        {
            context.Surroundings.Out.Write(ComparisonMarkdown.Of(comparison, unpaired, diffs));
        }
        else if (!files.ToStandardOutput)
        {
            ComparisonReport.Write(context.Out, comparison, unpaired);
            diffs.ForEach(d => ItemDiffReport.Write(context.Out, d));
        }

        RunReports.Tell(await files.WriteAsync((stream, format) => ComparisonReportWriter.WriteAsync(stream, report, format, cancellationToken)), context);
        return ExitCode(comparison);
    }

    // Nothing that could be compared is a mistake in what was asked; nothing that was scored is broken infrastructure.
    private static int ExitCode(Comparison comparison) =>
        comparison.Family > 0 ? ExitCodes.Done
        : comparison.Cells.All(c => !c.Pairing.Comparability.IsAllowed) ? ExitCodes.Usage
        : ExitCodes.Broken;

    private static List<CellPairing> Only(List<CellPairing> pairings, IReadOnlyList<string> metrics)
    {
        var ids = NameFilter.Choose("metric of both sides", [.. pairings.SelectMany(p => p.Metrics).Select(m => m.MetricId).Distinct()], metrics);
        return metrics.Count == 0 ? pairings : pairings.ConvertAll(p => p with { Metrics = [.. p.Metrics.Where(m => ids.Contains(m.MetricId))] });
    }
}
